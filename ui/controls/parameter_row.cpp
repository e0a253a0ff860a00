// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/parameter_row.h"

#include "ui/controls/hint_label.h"
#include "ui/controls/value_entry.h"
#include "ui/controls/value_slider.h"

#include <QGridLayout>
#include <QLabel>

namespace striate {

ParameterRow::ParameterRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent)
    : PanelRow(parameter, parent), label_(make_label()), slider_(new ValueSlider(parameter, editor, this)),
      entry_(new ValueEntry(parameter, editor, ValueEntry::Unit::hidden, this)),
      unit_(new QLabel(QString::fromStdString(parameter.unit), this)), hint_(new HintLabel(this)) {
  label_->setBuddy(entry_);
  unit_->setProperty("quiet", true);
  hint_->setObjectName("hint-" + QString::fromStdString(parameter.key));

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(6);
  grid->setVerticalSpacing(2);
  grid->addWidget(label_, 0, 0);
  grid->addWidget(slider_, 0, 1);
  grid->addWidget(entry_, 0, 2);
  grid->addWidget(unit_, 0, 3);
  grid->addWidget(hint_, 1, 0, 1, 4);
  grid->setColumnStretch(1, 1);
  connect(entry_, &ValueEntry::rejected, hint_, &HintLabel::say);
  connect(entry_, &ValueEntry::settled, hint_, &HintLabel::clear_hint);
}

PanelRow::Columns ParameterRow::natural_columns() const {
  return {label_->sizeHint().width(), entry_->sizeHint().width(), unit_->sizeHint().width()};
}

void ParameterRow::set_columns(const Columns& columns) {
  label_->setFixedWidth(columns.label);
  entry_->setFixedWidth(columns.entry);
  unit_->setFixedWidth(columns.unit);
}

void ParameterRow::set_colors(const SurfaceColors& colors) {
  slider_->set_colors(colors);
}

} // namespace striate
