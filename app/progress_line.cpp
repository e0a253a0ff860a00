// SPDX-License-Identifier: Apache-2.0
#include "app/progress_line.h"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace striate::app {

using namespace std::chrono_literals;

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (bar_open_)
    std::fputc('\n', stderr);
}

void ProgressLine::show(const std::string& what, double fraction) {
  const auto now = Clock::now();
  if (what != what_) {
    if (bar_open_)
      std::fputc('\n', stderr);
    bar_open_ = false;
    what_ = what;
    started_ = now;
    printed_ = terminal_ ? Clock::time_point{} : now; // short work needs no line
    end_awaited_ = false;
  }
  const bool its_time = now - printed_ >= (terminal_ ? 100ms : 5000ms);
  if (!its_time && !(end_awaited_ && fraction >= 1.0))
    return;
  printed_ = now;
  end_awaited_ = fraction < 1.0;
  const double elapsed = std::chrono::duration<double>(now - started_).count();
  const std::string eta =
      fraction > 0.02 && fraction < 1.0 ? fmt::format("{:.0f} s left", elapsed * (1.0 - fraction) / fraction) : "";
  if (terminal_) {
    constexpr int width = 30;
    const int done = static_cast<int>(fraction * width);
    fmt::print(stderr, "\r{:<18} [{:=<{}}{:<{}}] {:3.0f} % {:<14}", what, "", done, "", width - done, fraction * 100.0,
               eta);
    bar_open_ = true;
  } else {
    fmt::print(stderr, "{}: {:.0f} %{}{}\n", what, fraction * 100.0, eta.empty() ? "" : ", ", eta);
  }
  std::fflush(stderr);
}

void ProgressLine::line(const std::string& text) {
  if (bar_open_)
    std::fputc('\n', stderr);
  bar_open_ = false;
  fmt::print(stderr, "{}\n", text);
}

} // namespace striate::app
