// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDialog>

class QLineEdit;
class QListView;

namespace striate {

class ActionList;
class PaletteModel;

/// Type a few letters, press Return: every action by name. Up and Down move, Escape closes.
class CommandPalette : public QDialog {
  Q_OBJECT
public:
  CommandPalette(const ActionList& actions, QWidget* window);

protected:
  void showEvent(QShowEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void filter(const QString& pattern);
  void move_by(int rows);
  void trigger(const QModelIndex& index);

  PaletteModel* model_;
  QLineEdit* entry_;
  QListView* list_;
};

} // namespace striate
