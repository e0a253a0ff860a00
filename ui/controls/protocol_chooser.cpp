// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/protocol_chooser.h"

#include "engine/core/errors.h"
#include "engine/stimulus/protocol.h"
#include "ui/controls/choice_row.h"
#include "ui/controls/follow.h"
#include "ui/controls/hint_label.h"
#include "ui/controls/value_text.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace striate {

namespace {

const QString from_file = QStringLiteral("\n"); // item data that no protocol has

} // namespace

ProtocolChooser::ProtocolChooser(const Parameter& parameter, ParameterEditor& editor, QWidget* parent)
    : PanelRow(parameter, parent), editor_(editor), label_(make_label()), box_(make_calm_box(this)),
      hint_(new HintLabel(this)) {
  box_->setObjectName("choice-" + QString::fromStdString(parameter.key));
  box_->setAccessibleName(parameter_label(parameter));
  box_->setToolTip(parameter_tooltip(parameter));
  box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box_->setMinimumContentsLength(6);
  hint_->setObjectName("hint-" + QString::fromStdString(parameter.key));
  label_->setBuddy(box_);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(6);
  grid->setVerticalSpacing(2);
  grid->addWidget(label_, 0, 0);
  grid->addWidget(box_, 0, 1);
  grid->addWidget(hint_, 1, 0, 1, 2);
  grid->setColumnStretch(1, 1);
  connect(box_, &QComboBox::activated, this, &ProtocolChooser::choose);
  follow(editor_, parameter.key, this, [this] { fill(); });
}

void ProtocolChooser::set_list_name(const QString& name) {
  box_->setObjectName(name);
}

void ProtocolChooser::fill() {
  const QSignalBlocker quiet(box_);
  box_->clear();
  box_->addItem(tr("None"), QString());
  for (const std::string& name : protocol_names())
    box_->addItem(QString::fromStdString(name), QString::fromStdString(name));
  const QString now = QString::fromStdString(editor_.parameters().text(key()));
  if (box_->findData(now) < 0)
    box_->addItem(QFileInfo(now).fileName(), now);
  box_->addItem(tr("Table from a file…"), from_file);
  box_->setCurrentIndex(box_->findData(now));
}

void ProtocolChooser::choose(int index) {
  QString wanted = box_->itemData(index).toString();
  if (wanted == from_file)
    wanted = QFileDialog::getOpenFileName(this, tr("Protocol"), {}, tr("Tables (*.csv *.json)"));
  try {
    if (!wanted.isEmpty())
      find_protocol(wanted.toStdString()); // a table that cannot be used is told here, not by the run
    if (!wanted.isEmpty() || index == 0)
      editor_.set_text(QString::fromStdString(key()), wanted);
    hint_->clear_hint();
  } catch (const Error& failure) {
    hint_->say(QString::fromStdString(failure.what()));
  }
  fill();
}

PanelRow::Columns ProtocolChooser::natural_columns() const {
  return {label_->sizeHint().width(), 0, 0};
}

void ProtocolChooser::set_columns(const Columns& columns) {
  label_->setFixedWidth(columns.label);
}

} // namespace striate
