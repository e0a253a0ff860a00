// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <csignal>
#include <iterator>

namespace striate::app {

/// While it lives Ctrl-C, SIGTERM and SIGHUP are a wish to stop, which the work may answer in its own time; the same
/// signal again ends the program at once. One at a time.
class InterruptWatch {
public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  bool asked() const;

private:
  static constexpr int signals[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction before_[std::size(signals)] = {};
};

} // namespace striate::app
