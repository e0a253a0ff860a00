// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QStringList>

#include <functional>

class QMenu;

namespace striate {

/// The files of one kind that were used last, newest first, remembered between runs.
class RecentFiles {
public:
  /// key: of the window's settings, such as "session/recent".
  explicit RecentFiles(const char* key) : key_(key) {}

  void note(const QString& file);
  QStringList existing() const; ///< absolute paths
  /// Fills the menu whenever it opens: open is called with the chosen path; nothing: the text shown when there is none.
  void fill(QMenu* menu, const QString& nothing, const std::function<void(const QString&)>& open) const;

private:
  const char* key_;
};

} // namespace striate
