// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/panel_row.h"
#include "ui/controls/parameter_editor.h"

#include <vector>

namespace striate {

/// A line for every parameter of the stimulus that may change while it runs, in the order of the table; kind and
/// direction have controls of their own. How a line looks follows from the parameter's type.
std::vector<PanelRow*> make_stimulus_rows(ParameterEditor& editor, QWidget* parent);

/// Whether a parameter means anything for the stimulus that is set: its kind, and the aperture's place and size only
/// with an aperture.
bool has_effect(const std::string& key, const ParameterSet& parameters);

} // namespace striate
