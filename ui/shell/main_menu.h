// SPDX-License-Identifier: Apache-2.0
#pragma once

class QMenu;
class QWidget;

namespace striate {

class ActionList;

/// All menus of the action table as submenus of one; the recent ones go below "Open session…" and "Open network…".
QMenu* make_main_menu(const ActionList& actions, QMenu* recent_sessions, QMenu* recent_networks, QWidget* window);

} // namespace striate
