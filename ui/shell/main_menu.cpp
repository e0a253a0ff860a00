// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/main_menu.h"

#include "ui/actions/action_list.h"

#include <QMenu>

namespace striate {

QMenu* make_main_menu(const ActionList& actions, QMenu* recent_sessions, QMenu* recent_networks, QWidget* window) {
  auto* main = new QMenu(window);
  main->setObjectName("main-menu");
  std::map<QString, QMenu*> menus;
  for (const ActionInfo& info : action_table()) {
    if (info.menu.isEmpty())
      continue;
    QMenu*& menu = menus[info.menu];
    if (!menu) {
      menu = main->addMenu(info.menu);
      menu->setObjectName("menu-" + info.menu.toLower());
    }
    if (info.section)
      menu->addSeparator();
    menu->addAction(actions.action(info.id));
    if (info.id == "file.open")
      menu->addMenu(recent_sessions);
    if (info.id == "file.open-network")
      menu->addMenu(recent_networks);
  }
  return main;
}

} // namespace striate
