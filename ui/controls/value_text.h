// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

#include <QString>

#include <cstddef>

namespace striate {

/// The value as a control shows it: the table's decimals, more when the value needs them, none behind whole angles;
/// choices in words ("drifting grating"), 0 threads as "Automatic".
QString value_text(const Parameter& parameter, double value);
/// Label and explanation of a parameter, in the language of the window.
QString parameter_label(const Parameter& parameter);
QString parameter_help(const Parameter& parameter);
/// A choice as a list of choices names it: "Drifting grating", "NEST", "Untuned (nll)".
QString choice_label(const Parameter& parameter, std::size_t choice);
/// With the unit: "45°", "2.00 Hz".
QString value_with_unit(const Parameter& parameter, double value);
/// The value that a set has for a parameter of any type; an empty text reads "none".
QString value_with_unit(const Parameter& parameter, const ParameterSet& parameters);
/// Tooltip of a control: what the parameter does and its default, as rich text that wraps.
QString parameter_tooltip(const Parameter& parameter);

} // namespace striate
