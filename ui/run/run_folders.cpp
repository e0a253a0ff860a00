// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_folders.h"

#include "ui/shell/window_settings.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>

namespace striate {

QString RunFolders::base() const {
  return WindowSettings().value(key(), QDir::home().filePath("Striate/" + kind_)).toString();
}

void RunFolders::set_base(const QString& folder) const {
  WindowSettings().setValue(key(), folder);
}

QString RunFolders::new_folder() const {
  const QDir place(base());
  const QString name = QDateTime::currentDateTime().toString("yyyy-MM-dd_HH-mm-ss");
  QString folder = place.filePath(name);
  for (int n = 2; QFileInfo::exists(folder); ++n)
    folder = place.filePath(QStringLiteral("%1_%2").arg(name).arg(n));
  return folder;
}

void RunFolders::ask(QWidget* window, const QString& title, const char* name,
                     const std::function<void(const QString&)>& chosen) const {
  auto* dialog = new QFileDialog(window, title, base());
  dialog->setObjectName(QString::fromLatin1(name));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  QObject::connect(dialog, &QFileDialog::fileSelected, window, chosen);
  dialog->open();
}

} // namespace striate
