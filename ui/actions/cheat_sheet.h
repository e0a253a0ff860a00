// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDialog>

namespace striate {

class ActionList;

/// All shortcuts on one sheet, by menu, and what the mouse does in the plots.
class CheatSheet : public QDialog {
  Q_OBJECT
public:
  CheatSheet(const ActionList& actions, QWidget* window);
};

} // namespace striate
