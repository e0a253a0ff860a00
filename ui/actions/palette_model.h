// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QAbstractListModel>

#include <vector>

class QAction;

namespace striate {

class ActionList;

/// The actions that fit what was typed, best first. Display text, the shortcut in shortcut_role, the menu in menu_role.
class PaletteModel : public QAbstractListModel {
  Q_OBJECT
public:
  static constexpr int shortcut_role = Qt::UserRole, menu_role = Qt::UserRole + 1;

  PaletteModel(const ActionList& actions, QObject* parent);

  void filter(const QString& pattern);
  QAction* action(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

private:
  struct Entry {
    QAction* action;
    QString menu;
  };
  std::vector<Entry> all_;
  std::vector<Entry> shown_;
};

} // namespace striate
