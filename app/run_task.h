#pragma once
#include "app/progress_line.h"

#include <functional>

namespace striate::app {

/// Does work on a thread of its own while the progress is shown, then prints its warnings, one line each. Throws Error
/// when it failed.
void run_task(const std::string& what, ProgressLine& progress, const std::function<void(Task&)>& work);

} // namespace striate::app
