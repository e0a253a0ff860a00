#pragma once

class QMenu;
class QWidget;

namespace striate {

class ActionList;

/// All menus of the action table as submenus of one. recent becomes a submenu below "Open session…".
QMenu* make_main_menu(const ActionList& actions, QMenu* recent, QWidget* window);

} // namespace striate
