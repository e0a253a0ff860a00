// SPDX-License-Identifier: Apache-2.0
#include "app/end_signals.h"

#include "engine/core/errors.h"

#include <QSocketNotifier>

#include <sys/socket.h>
#include <unistd.h>

namespace striate::app {

namespace {

volatile std::sig_atomic_t told_to = -1; ///< socket; a signal handler can reach nothing else

// A handler may not do more than this.
extern "C" void tell(int) {
  const char one = 1;
  [[maybe_unused]] const auto written = write(static_cast<int>(told_to), &one, 1);
}

} // namespace

EndSignals::EndSignals(std::function<void()> end) {
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets_) != 0)
    throw Error("No more sockets are available; close other programs and restart.");
  told_to = sockets_[0];
  notifier_ = std::make_unique<QSocketNotifier>(sockets_[1], QSocketNotifier::Read);
  QObject::connect(notifier_.get(), &QSocketNotifier::activated, notifier_.get(), [this, end = std::move(end)] {
    notifier_->setEnabled(false);
    end();
  });
  struct sigaction action = {};
  action.sa_handler = tell;
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (std::size_t k = 0; k < std::size(caught); ++k)
    sigaction(caught[k], &action, &before_[k]);
}

EndSignals::~EndSignals() {
  for (std::size_t k = 0; k < std::size(caught); ++k)
    sigaction(caught[k], &before_[k], nullptr);
  told_to = -1;
  for (const int socket : sockets_)
    close(socket);
}

} // namespace striate::app
