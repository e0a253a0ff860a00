// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/choice_row.h"

#include "ui/controls/follow.h"
#include "ui/controls/value_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QWheelEvent>

namespace striate {

namespace {

class CalmBox : public QComboBox {
public:
  using QComboBox::QComboBox;

protected:
  void wheelEvent(QWheelEvent* event) override {
    if (hasFocus())
      QComboBox::wheelEvent(event);
    else
      event->ignore();
  }
};

} // namespace

QComboBox* make_calm_box(QWidget* parent) {
  auto* box = new CalmBox(parent);
  box->setFocusPolicy(Qt::StrongFocus);
  return box;
}

QComboBox* make_choice_box(const Parameter& parameter, ParameterEditor& editor, QWidget* parent) {
  QComboBox* box = make_calm_box(parent);
  box->setObjectName("choice-" + QString::fromStdString(parameter.key));
  box->setAccessibleName(parameter_label(parameter));
  box->setToolTip(parameter_tooltip(parameter));
  box->setMaxVisibleItems(20);
  for (std::size_t i = 0; i < parameter.choices.size(); ++i)
    box->addItem(choice_label(parameter, i), QString::fromStdString(parameter.choices[i]));
  QObject::connect(box, &QComboBox::activated, box,
                   [&editor, key = QString::fromStdString(parameter.key)](int choice) { editor.set(key, choice); });
  follow(editor, parameter.key, box, [box, &editor, &parameter] {
    box->setCurrentIndex(static_cast<int>(editor.parameters().integer(parameter.key)));
  });
  return box;
}

ChoiceRow::ChoiceRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent)
    : PanelRow(parameter, parent), label_(make_label()) {
  auto* box = make_choice_box(parameter, editor, this);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // it takes what room the line has
  box->setMinimumContentsLength(6);
  label_->setBuddy(box);
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(6);
  line->addWidget(label_);
  line->addWidget(box, 1);
}

PanelRow::Columns ChoiceRow::natural_columns() const {
  return {label_->sizeHint().width(), 0, 0};
}

void ChoiceRow::set_columns(const Columns& columns) {
  label_->setFixedWidth(columns.label);
}

} // namespace striate
