// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace striate::app {

/// Numbers are read and written with a decimal point, whatever the system's language. Called first of all, and again
/// after Qt has taken the system's locale for itself. Main thread.
void fix_number_locale();

} // namespace striate::app
