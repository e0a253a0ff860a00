// SPDX-License-Identifier: Apache-2.0
#include "ui/actions/command_palette.h"

#include "ui/actions/palette_model.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

namespace striate {

namespace {

/// Name at the left, menu and shortcut quiet at the right.
class PaletteDelegate : public QStyledItemDelegate {
public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + 14};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QStyledItemDelegate::paint(painter, option, index);
    const QRect row = option.rect.adjusted(0, 0, -12, 0);
    const QString shortcut = index.data(PaletteModel::shortcut_role).toString();
    painter->save();
    painter->setFont(option.font);
    QColor color = option.palette.color(QPalette::Text);
    painter->setPen(color);
    painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, shortcut);
    color.setAlphaF(0.45f);
    painter->setPen(color);
    const int shortcut_width = shortcut.isEmpty() ? 0 : 110;
    painter->drawText(row.adjusted(0, 0, -shortcut_width, 0), Qt::AlignRight | Qt::AlignVCenter,
                      index.data(PaletteModel::menu_role).toString());
    painter->restore();
  }
};

} // namespace

CommandPalette::CommandPalette(const ActionList& actions, QWidget* window)
    : QDialog(window, Qt::Dialog | Qt::FramelessWindowHint), model_(new PaletteModel(actions, this)),
      entry_(new QLineEdit(this)), list_(new QListView(this)) {
  setObjectName("command-palette");
  setAccessibleName(tr("Command palette"));
  setModal(true);
  entry_->setObjectName("palette-entry");
  entry_->setAccessibleName(tr("Command"));
  entry_->setPlaceholderText(tr("Type a command"));
  entry_->setClearButtonEnabled(false);
  entry_->installEventFilter(this);
  list_->setObjectName("palette-list");
  list_->setAccessibleName(tr("Matching commands"));
  list_->setModel(model_);
  list_->setItemDelegate(new PaletteDelegate(list_));
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setUniformItemSizes(true);
  list_->setIconSize({16, 16});
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setFrameShape(QFrame::NoFrame);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 10, 10, 10);
  column->setSpacing(8);
  column->addWidget(entry_);
  column->addWidget(list_);
  resize(560, 420);

  connect(entry_, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(list_, &QListView::clicked, this, &CommandPalette::trigger);
  filter({});
}

void CommandPalette::showEvent(QShowEvent* event) {
  QDialog::showEvent(event);
  if (const QWidget* window = parentWidget()) {
    const QPoint top = window->mapToGlobal(QPoint((window->width() - width()) / 2, 60));
    move(top);
  }
  entry_->clear();
  entry_->setFocus();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched == entry_ && event->type() == QEvent::KeyPress) {
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
      move_by(1);
      return true;
    case Qt::Key_Up:
      move_by(-1);
      return true;
    case Qt::Key_PageDown:
      move_by(8);
      return true;
    case Qt::Key_PageUp:
      move_by(-8);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      trigger(list_->currentIndex());
      return true;
    default:
      break;
    }
  }
  return QDialog::eventFilter(watched, event);
}

void CommandPalette::filter(const QString& pattern) {
  model_->filter(pattern);
  list_->setCurrentIndex(model_->index(0));
}

void CommandPalette::move_by(int rows) {
  const int last = model_->rowCount() - 1;
  if (last >= 0)
    list_->setCurrentIndex(model_->index(std::clamp(list_->currentIndex().row() + rows, 0, last)));
}

void CommandPalette::trigger(const QModelIndex& index) {
  QAction* action = model_->action(index.isValid() ? index.row() : -1);
  if (!action || !action->isEnabled())
    return;
  accept();
  // After this dialog is gone, so that an action that opens another one has the window as its ground.
  QTimer::singleShot(0, action, &QAction::trigger);
}

} // namespace striate
