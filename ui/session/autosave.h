// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/session/session_file.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <vector>

namespace striate {

/// Keeps a copy of the session in the user's configuration folder, every 30 s and a moment after each edit. The copy
/// goes when the window closes; one that is left by a program that no longer runs tells of a crash.
class Autosave : public QObject {
  Q_OBJECT
public:
  Autosave(std::function<SessionDocument()> current, QObject* parent);

  void soon();
  bool save(); ///< false when it failed
  void remove();

  /// Copies left by programs that ended without closing, newest first.
  static std::vector<std::filesystem::path> left_behind();
  /// The session file that this is a copy of; empty: it had none, or the copy cannot be read.
  static std::filesystem::path session_of(const std::filesystem::path& copy);

signals:
  void failed(const QString& sentence);
  void kept(); ///< after it had failed

private:
  std::function<SessionDocument()> current_;
  std::filesystem::path file_;
  QTimer regular_, after_edit_;
  bool failed_ = false;
};

} // namespace striate
