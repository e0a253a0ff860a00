// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <csignal>
#include <functional>
#include <iterator>
#include <memory>

class QSocketNotifier;

namespace striate::app {

/// While it lives SIGINT, SIGTERM and SIGHUP call `end` in the event loop; the same signal again ends the program at
/// once. One at a time.
class EndSignals {
public:
  /// Throws Error when there is no socket to be had.
  explicit EndSignals(std::function<void()> end);
  ~EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

private:
  static constexpr int caught[] = {SIGINT, SIGTERM, SIGHUP};
  int sockets_[2] = {-1, -1};
  std::unique_ptr<QSocketNotifier> notifier_;
  struct sigaction before_[std::size(caught)] = {};
};

} // namespace striate::app
