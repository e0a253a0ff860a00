// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/end_signals.h"
#include "engine/core/errors.h"
#include "ui/controls/plain_numbers.h"
#include "ui/window/main_window.h"

#include <QApplication>

#include <cstdlib>

namespace striate::app {

namespace {

bool has(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value;
}

} // namespace

int open_window(int argc, char** argv, const ParameterSet& parameters, bool parameters_given,
                const std::filesystem::path& session) {
  // Qt aborts without a sentence when there is no display.
  if (!has("DISPLAY") && !has("WAYLAND_DISPLAY") && !has("QT_QPA_PLATFORM"))
    throw Error("There is no display for a window; \"striate simulate\" runs without one.");
  QApplication application(argc, argv);
  use_plain_numbers();
  QApplication::setApplicationName("Striate");
  QApplication::setDesktopFileName("striate");
  const bool remembered = session.empty() && !parameters_given;
  MainWindow window(remembered ? MainWindow::last_used_parameters() : parameters);
  if (!session.empty()) {
    window.open_session(QString::fromStdString(session.string()));
    window.editor().apply(QCoreApplication::translate("striate", "Command-line options"), parameters);
  }
  const EndSignals end([&window] { window.end_unasked(); });
  window.show_fitting();
  return QApplication::exec();
}

} // namespace striate::app
