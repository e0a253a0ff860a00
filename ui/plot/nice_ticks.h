// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace striate {

/// Positions at 1, 2 or 5 times a power of ten inside [min, max] (either order), ascending, at most about `target` of
/// them and at least two where the range allows. A range that is empty or not finite gives no ticks.
std::vector<double> nice_ticks(double min, double max, int target);

/// Positions on a logarithmic axis: whole powers of ten (every second, third ... when there are more than `target`),
/// with 2 and 5 times them where fewer than two powers fit.
std::vector<double> log_ticks(double min, double max, int target);
/// "0.01", "10", "10⁻⁵": one style for all ticks of a logarithmic axis.
std::vector<std::string> log_tick_texts(const std::vector<double>& ticks);

/// The number as an axis shows it: as many decimals as `step` needs, a true minus sign, digits in groups from 10,000,
/// powers of ten for very large and very small steps.
std::string tick_text(double value, double step);

/// Texts for ticks; the step is the smallest distance between them.
std::vector<std::string> tick_texts(const std::vector<double>& ticks);

} // namespace striate
