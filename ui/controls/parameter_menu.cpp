// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/parameter_menu.h"

#include "ui/controls/value_text.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>

namespace striate {

void show_parameter_menu(const Parameter& p, ParameterEditor& editor, QWidget* owner, const QPoint& global) {
  const QString key = QString::fromStdString(p.key);
  const double value = editor.parameters().number(p.key);
  auto* menu = new QMenu(owner);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(QCoreApplication::translate("parameters", "Copy %1").arg(value_with_unit(p, value)),
                  [text = value_with_unit(p, value)] { QGuiApplication::clipboard()->setText(text); });
  if (p.wraps) {
    const double opposite = checked_value(p, value + p.max / 2.0);
    menu->addAction(QCoreApplication::translate("parameters", "Reverse to %1").arg(value_with_unit(p, opposite)), owner,
                    [&editor, key, opposite] { editor.set(key, opposite); });
  }
  QAction* reset = menu->addAction(
      QCoreApplication::translate("parameters", "Reset to %1").arg(value_with_unit(p, p.default_number)), owner,
      [&editor, key, &p] { editor.set(key, p.default_number); });
  reset->setEnabled(value != p.default_number);
  menu->popup(global);
}

} // namespace striate
