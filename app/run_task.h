// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/progress_line.h"

#include <functional>

namespace striate::app {

/// Does work on a thread of its own while the progress is shown, then prints its warnings, one line each. watch, unless
/// empty, is called on the calling thread every 20 ms and once after the work: it may print and cancel. Returns false
/// when the work was cancelled; throws Error when it failed.
bool run_task(const std::string& what, ProgressLine& progress, const std::function<void(Task&)>& work,
              const std::function<void(Task&)>& watch = {});

} // namespace striate::app
