// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QToolButton>

#include <vector>

namespace striate {

/// Actions of one choice behind one button that shows the checked one: what a SegmentedControl becomes where there is
/// no room for it.
class ChoiceButton : public QToolButton {
  Q_OBJECT
public:
  ChoiceButton(const std::vector<QAction*>& choices, const QString& object_name, const QString& accessible_name,
               QWidget* parent);
  QSize sizeHint() const override; ///< of the widest choice, so that the bar stays still

private:
  void show_choice();
};

} // namespace striate
