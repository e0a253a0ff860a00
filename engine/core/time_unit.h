// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace striate {

/// Milliseconds in a unit of time as people write it: ms, msec, millisecond(s), s, sec, second(s), us, usec, µs,
/// microsecond(s), ns, nanosecond(s) and their plurals; capitals and spaces around do not count. Nothing for any other
/// word.
std::optional<double> milliseconds_per(std::string_view unit);

/// The units above in words, for sentences that refuse another one.
inline constexpr std::string_view known_time_units = "ms, s, us or ns";

/// value x ms_per_unit. A decimal fraction stays one: 16.1 s are 16100 ms, not the next double, so that a spike on the
/// edge of a window stays there.
double in_milliseconds(double value, double ms_per_unit);

/// The title of a column and the unit that it names: "Time (s)" is time in s, "timestamps_ms" timestamps in ms,
/// "spike_times" names none. The name is in small letters with _ for spaces, the unit as it is written.
struct TitleAndUnit {
  std::string name, unit;
};
TitleAndUnit split_unit(std::string_view title);

} // namespace striate
