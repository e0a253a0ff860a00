// SPDX-License-Identifier: Apache-2.0
#include "ui/actions/action_list.h"

#include "engine/core/errors.h"
#include "ui/actions/line_icon.h"

#include <QAction>
#include <QActionGroup>
#include <QWidget>
#include <fmt/format.h>

namespace striate {

namespace {

QString tooltip_with_shortcut(const ActionInfo& info) {
  if (info.shortcut.isEmpty())
    return info.tooltip;
  return QStringLiteral("%1  (%2)").arg(info.tooltip, info.shortcut.toString(QKeySequence::NativeText));
}

} // namespace

ActionList::ActionList(QWidget* window) : QObject(window) {
  std::map<QString, QActionGroup*> choices;
  for (const ActionInfo& info : action_table()) {
    auto* action = new QAction(info.text, this);
    action->setObjectName(info.id);
    if (!info.label.isEmpty())
      action->setIconText(info.label);
    action->setShortcut(info.shortcut);
    action->setShortcutContext(Qt::WindowShortcut);
    action->setToolTip(tooltip_with_shortcut(info));
    action->setStatusTip(info.tooltip);
    action->setCheckable(info.checkable);
    if (!info.choice.isEmpty()) {
      QActionGroup*& group = choices[info.choice];
      if (!group)
        group = new QActionGroup(this);
      group->addAction(action);
    }
    window->addAction(action);
    actions_[info.id] = action;
    handled_[info.id] = false;
  }
}

QAction* ActionList::action(const QString& id) const {
  const auto found = actions_.find(id);
  if (found == actions_.end())
    throw Error(
        fmt::format("The action \"{}\" is not in the action table (ui/actions/action_table.cpp).", id.toStdString()));
  return found->second;
}

void ActionList::handle(const QString& id, std::function<void()> handler) {
  connect(action(id), &QAction::triggered, this, [handler = std::move(handler)] { handler(); });
  handled_[id] = true;
}

std::vector<QString> ActionList::unhandled() const {
  std::vector<QString> ids;
  for (const auto& [id, handled] : handled_)
    if (!handled)
      ids.push_back(id);
  return ids;
}

void ActionList::set_icon_color(const QColor& color) {
  for (const ActionInfo& info : action_table())
    if (!info.icon.isEmpty())
      actions_[info.id]->setIcon(line_icon(info.icon, color));
}

} // namespace striate
