// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/recent_files.h"

#include "ui/shell/window_settings.h"

#include <QFileInfo>
#include <QMenu>

namespace striate {

namespace {

constexpr qsizetype recent_count = 8;

/// A folder's name, a session's name without its ending, any other file with its folder: "v1/config.json".
QString shown_name(const QFileInfo& file) {
  if (file.isDir())
    return file.fileName();
  if (file.suffix() == "striate")
    return file.completeBaseName();
  return QFileInfo(file.absolutePath()).fileName() + '/' + file.fileName();
}

} // namespace

void RecentFiles::note(const QString& file) {
  WindowSettings settings;
  const QString path = QFileInfo(file).absoluteFilePath();
  QStringList recent = settings.value(key_).toStringList();
  recent.removeAll(path);
  recent.prepend(path);
  settings.setValue(key_, QStringList(recent.mid(0, recent_count)));
}

QStringList RecentFiles::existing() const {
  QStringList files;
  for (const QString& path : WindowSettings().value(key_).toStringList())
    if (QFileInfo::exists(path))
      files << path;
  return files;
}

void RecentFiles::fill(QMenu* menu, const QString& nothing, const std::function<void(const QString&)>& open) const {
  const auto refill = [recent = *this, menu, nothing, open] {
    menu->clear();
    for (const QString& path : recent.existing())
      menu->addAction(shown_name(QFileInfo(path)), menu, [path, open] { open(path); })->setToolTip(path);
    if (menu->isEmpty())
      menu->addAction(nothing)->setEnabled(false);
  };
  menu->setToolTipsVisible(true);
  QObject::connect(menu, &QMenu::aboutToShow, menu, refill);
  refill();
}

} // namespace striate
