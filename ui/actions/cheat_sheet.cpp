// SPDX-License-Identifier: Apache-2.0
#include "ui/actions/cheat_sheet.h"

#include "ui/actions/action_list.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>

namespace striate {

namespace {

QLabel* label(const QString& text, const char* name) {
  auto* one = new QLabel(text);
  one->setObjectName(QString::fromLatin1(name));
  return one;
}

struct MouseHint {
  const char* gesture;
  const char* effect;
};
constexpr MouseHint mouse_hints[] = {
    {"Wheel", "Zoom the time axis"},           {"Drag", "Scroll back in time"},   {"Hover", "Name the neuron"},
    {"Click", "Select the neuron everywhere"}, {"Double click", "Zoom back out"},
};

/// One column of groups; a grid of (shortcut, text) rows.
class Column {
public:
  Column() : grid_(new QGridLayout) {
    grid_->setHorizontalSpacing(16);
    grid_->setVerticalSpacing(5);
    grid_->setColumnStretch(1, 1);
  }

  void heading(const QString& text) {
    if (row_ > 0)
      grid_->setRowMinimumHeight(row_++, 8);
    grid_->addWidget(label(text.toUpper(), "sheet-heading"), row_++, 0, 1, 2);
  }
  void line(const QString& keys, const QString& text) {
    QLabel* const cap = label(keys, "key-cap");
    cap->setProperty("role", "keycap");
    cap->setFrameShape(QFrame::StyledPanel);
    cap->setContentsMargins(6, 0, 6, 0);
    grid_->addWidget(cap, row_, 0, Qt::AlignLeft);
    grid_->addWidget(label(text, "key-text"), row_++, 1);
  }
  QGridLayout* finish() {
    grid_->setRowStretch(row_, 1);
    return grid_;
  }

private:
  QGridLayout* grid_;
  int row_ = 0;
};

} // namespace

CheatSheet::CheatSheet(const ActionList& actions, QWidget* window) : QDialog(window) {
  setObjectName("cheat-sheet");
  setWindowTitle(tr("Keyboard shortcuts"));
  Column left, right;
  QString menu;
  for (const ActionInfo& info : action_table()) {
    if (info.shortcut.isEmpty())
      continue;
    Column& column = info.menu == "File" || info.menu == "Edit" || info.menu == "Simulation" ? left : right;
    if (info.menu != menu)
      column.heading(menu = info.menu);
    column.line(info.shortcut.toString(QKeySequence::NativeText), actions.action(info.id)->text());
  }
  right.heading(tr("In the plots"));
  for (const MouseHint& hint : mouse_hints)
    right.line(tr(hint.gesture), tr(hint.effect));

  auto* columns = new QGridLayout(this);
  columns->setContentsMargins(24, 20, 24, 20);
  columns->setHorizontalSpacing(40);
  columns->addLayout(left.finish(), 0, 0);
  columns->addLayout(right.finish(), 0, 1);
  setMinimumWidth(620);
}

} // namespace striate
