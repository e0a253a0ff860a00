// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QStringList>

#include <optional>

namespace striate {

/// A layout as it is kept between runs and in session files: which preset it is, the panels the program had then, and
/// Qt's own bytes, with a check sum. Qt takes bytes of another version or of other panels without a word and leaves
/// holes; these are told apart here.
struct LayoutState {
  QString preset;
  QStringList panels; ///< object names, sorted
  QByteArray docks;   ///< of QMainWindow::saveState

  QByteArray packed() const;
  /// Nothing when the bytes are damaged or of another version.
  static std::optional<LayoutState> unpacked(const QByteArray& bytes);
};

} // namespace striate
