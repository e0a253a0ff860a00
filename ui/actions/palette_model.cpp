// SPDX-License-Identifier: Apache-2.0
#include "ui/actions/palette_model.h"

#include "ui/actions/action_list.h"
#include "ui/actions/fuzzy_match.h"

#include <QAction>

#include <algorithm>

namespace striate {

PaletteModel::PaletteModel(const ActionList& actions, QObject* parent) : QAbstractListModel(parent) {
  for (const ActionInfo& info : action_table())
    if (info.id != "help.palette") // it is open already
      all_.push_back({actions.action(info.id), info.menu});
  filter({});
}

void PaletteModel::filter(const QString& pattern) {
  struct Scored {
    int score;
    Entry entry;
  };
  std::vector<Scored> scored;
  for (const Entry& entry : all_) {
    const auto by_text = fuzzy_score(pattern, entry.action->text());
    const auto with_menu = fuzzy_score(pattern, entry.menu + ' ' + entry.action->text());
    const auto by_tip = fuzzy_score(pattern, entry.action->statusTip());
    const int score =
        std::max({by_text ? *by_text + 6 : INT_MIN, with_menu ? *with_menu : INT_MIN, by_tip ? *by_tip - 12 : INT_MIN});
    if (score != INT_MIN)
      scored.push_back({score, entry});
  }
  std::ranges::stable_sort(scored, std::ranges::greater{}, &Scored::score);
  beginResetModel();
  shown_.clear();
  for (const Scored& one : scored)
    shown_.push_back(one.entry);
  endResetModel();
}

QAction* PaletteModel::action(int row) const {
  return row >= 0 && row < rowCount() ? shown_[static_cast<std::size_t>(row)].action : nullptr;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  const QAction* found = action(index.row());
  if (!found)
    return {};
  switch (role) {
  case Qt::DisplayRole:
    return found->text();
  case Qt::DecorationRole:
    return found->icon();
  case Qt::ToolTipRole:
    return found->statusTip();
  case shortcut_role:
    return found->shortcut().toString(QKeySequence::NativeText);
  case menu_role:
    return shown_[static_cast<std::size_t>(index.row())].menu;
  default:
    return {};
  }
}

} // namespace striate
