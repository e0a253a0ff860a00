// SPDX-License-Identifier: Apache-2.0
#include "app/interrupt.h"

namespace striate::app {

namespace {

volatile std::sig_atomic_t stop_asked = 0;

extern "C" void ask_stop(int) {
  stop_asked = 1;
}

} // namespace

InterruptWatch::InterruptWatch() {
  stop_asked = 0;
  struct sigaction action = {};
  action.sa_handler = ask_stop;
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (std::size_t k = 0; k < std::size(signals); ++k)
    sigaction(signals[k], &action, &before_[k]);
}

InterruptWatch::~InterruptWatch() {
  for (std::size_t k = 0; k < std::size(signals); ++k)
    sigaction(signals[k], &before_[k], nullptr);
}

bool InterruptWatch::asked() const {
  return stop_asked != 0;
}

} // namespace striate::app
