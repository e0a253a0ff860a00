// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

#include <functional>

class QFileDialog;
class QWidget;

namespace striate {

/// Where runs of one kind are kept: each in a folder of its own, named by date and time, below a base that the user may
/// choose and that is remembered.
class RunFolders {
public:
  /// kind: "tuning" remembers "tuning/folder" and begins with ~/Striate/tuning.
  explicit RunFolders(const char* kind) : kind_(QString::fromLatin1(kind)) {}

  QString base() const;
  void set_base(const QString& folder) const;
  QString new_folder() const; ///< does not exist yet

  /// A dialog for a folder; chosen() gets it. name: of the dialog's object.
  void ask(QWidget* window, const QString& title, const char* name,
           const std::function<void(const QString&)>& chosen) const;

private:
  QString key() const { return kind_ + QStringLiteral("/folder"); }

  QString kind_;
};

} // namespace striate
