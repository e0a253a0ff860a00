#include "ui/stimulus/text_row.h"

#include "engine/core/errors.h"
#include "ui/edit/follow.h"
#include "ui/edit/value_text.h"
#include "ui/stimulus/hint_label.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace striate {

TextRow::TextRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent)
    : PanelRow(parameter, parent), editor_(editor), label_(make_label()), entry_(new QLineEdit(this)),
      hint_(new HintLabel(this)) {
  const QString key = QString::fromStdString(parameter.key);
  entry_->setObjectName("entry-" + key);
  entry_->setAccessibleName(QString::fromStdString(parameter.label));
  entry_->setToolTip(parameter_tooltip(parameter));
  entry_->installEventFilter(this);
  entry_->setMinimumWidth(60);
  hint_->setObjectName("hint-" + key);
  label_->setBuddy(entry_);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(6);
  grid->setVerticalSpacing(2);
  grid->addWidget(label_, 0, 0);
  grid->addWidget(entry_, 0, 1);
  grid->addWidget(hint_, 1, 0, 1, 3);
  grid->setColumnStretch(1, 1);
  if (parameter.path) {
    auto* choose = new QToolButton(this);
    choose->setObjectName("browse-" + key);
    choose->setText(QStringLiteral("…"));
    choose->setToolTip(tr("Choose a file or a folder"));
    choose->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(choose);
    menu->addAction(tr("File…"), this, [this] { browse(false); });
    menu->addAction(tr("Folder of pictures…"), this, [this] { browse(true); });
    choose->setMenu(menu);
    grid->addWidget(choose, 0, 2);
  }
  connect(entry_, &QLineEdit::editingFinished, this, &TextRow::commit);
  follow(editor_, parameter.key, this, [this] { show_value(); });
}

void TextRow::commit() {
  try {
    editor_.set_text(QString::fromStdString(key()), entry_->text().trimmed());
    hint_->clear_hint();
  } catch (const Error& failure) {
    hint_->say(QString::fromStdString(failure.what()));
    show_value();
  }
}

void TextRow::show_value() {
  entry_->setText(QString::fromStdString(editor_.parameters().text(key())));
}

void TextRow::browse(bool folder) {
  const QString start = QFileInfo(entry_->text()).absolutePath();
  const QString chosen = folder ? QFileDialog::getExistingDirectory(this, tr("Folder of pictures"), start)
                                : QFileDialog::getOpenFileName(this, label_->text(), start);
  if (chosen.isEmpty())
    return;
  entry_->setText(chosen);
  commit();
}

bool TextRow::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
    show_value();
  return PanelRow::eventFilter(watched, event);
}

PanelRow::Columns TextRow::natural_columns() const {
  return {label_->sizeHint().width(), 0, 0};
}

void TextRow::set_columns(const Columns& columns) {
  label_->setFixedWidth(columns.label);
}

} // namespace striate
