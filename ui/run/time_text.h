// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

namespace striate {

/// "45 s", "3 min 20 s", "2 h 5 min"; parts of a second count as a whole one.
QString time_text(double seconds);
/// "40 s", "25 min", "3.5 h": of what is known roughly; number and unit stay on one line.
QString rough_time_text(double seconds);

} // namespace striate
