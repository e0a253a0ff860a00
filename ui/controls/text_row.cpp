// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/text_row.h"

#include "ui/controls/hint_label.h"
#include "ui/controls/text_entry.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace striate {

TextRow::TextRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent)
    : PanelRow(parameter, parent), editor_(editor), label_(make_label()),
      entry_(new TextEntry(
          parameter, editor, [](const ParameterSet&) {}, this)),
      hint_(new HintLabel(this)) {
  const QString key = QString::fromStdString(parameter.key);
  entry_->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
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
  connect(entry_, &TextEntry::rejected, hint_, &HintLabel::say);
  connect(entry_, &TextEntry::settled, hint_, &HintLabel::clear_hint);
}

void TextRow::browse(bool folder) {
  const QString start = QFileInfo(entry_->text()).absolutePath();
  const QString chosen = folder ? QFileDialog::getExistingDirectory(this, tr("Folder of pictures"), start)
                                : QFileDialog::getOpenFileName(this, label_->text(), start);
  if (!chosen.isEmpty())
    editor_.set_text(QString::fromStdString(key()), chosen); // a path is text: nothing to refuse
}

PanelRow::Columns TextRow::natural_columns() const {
  return {label_->sizeHint().width(), 0, 0};
}

void TextRow::set_columns(const Columns& columns) {
  label_->setFixedWidth(columns.label);
}

} // namespace striate
