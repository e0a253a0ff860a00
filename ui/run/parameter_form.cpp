// SPDX-License-Identifier: Apache-2.0
#include "ui/run/parameter_form.h"

#include "engine/core/errors.h"
#include "ui/controls/choice_row.h"
#include "ui/controls/flag_row.h"
#include "ui/controls/follow.h"
#include "ui/controls/hint_label.h"
#include "ui/controls/text_entry.h"
#include "ui/controls/value_entry.h"
#include "ui/controls/value_text.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QToolButton>
#include <fmt/format.h>

#include <algorithm>

namespace striate {

namespace {

/// "1,5": to some one number, to others a list of two. With a blank behind the comma, or more numbers, it is a list.
void refuse_decimal_comma(const Parameter& parameter, const std::string& text) {
  const auto comma = text.find(',');
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (comma == std::string::npos)
    return;
  const std::string_view before = std::string_view(text).substr(0, comma),
                         behind = std::string_view(text).substr(comma + 1);
  if (digits(before) && digits(behind))
    throw Error(fmt::format("{}: \"{}\" may mean {}.{} or a list of two; write \"{}.{}\" or \"{}, {}\".",
                            parameter.label, text, before, behind, before, behind, before, behind),
                Error::Kind::usage);
}

} // namespace

ParameterForm::ParameterForm(ParameterEditor& editor, QWidget* parent)
    : QWidget(parent), editor_(editor), grid_(new QGridLayout(this)), hint_(new HintLabel(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setHorizontalSpacing(6);
  grid_->setVerticalSpacing(5);
  grid_->setColumnStretch(0, 1);
}

template <typename Entry>
Entry* ParameterForm::with_hint(Entry* entry) {
  connect(entry, &Entry::rejected, this, [this](const QString& sentence) { hint_->say(sentence); });
  connect(entry, &Entry::settled, this, [this] { hint_->clear_hint(); });
  return entry;
}

void ParameterForm::add(const std::string& key) {
  const Parameter& row = parameter(key);
  switch (row.type) {
  case ParameterType::flag: {
    auto* box = new FlagRow(row, editor_, this);
    grid_->addWidget(box, next_row_++, 0, 1, 3);
    grid_->addWidget(hint_, next_row_, 0, 1, 3);
    rows_[key].more = box;
    return;
  }
  case ParameterType::choice: {
    QComboBox* box = make_choice_box(row, editor_, this);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // it takes what room the row has
    box->setMinimumContentsLength(6);
    add_label(row, box);
    grid_->addWidget(box, next_row_ - 1, 1, 1, 2); // its words need the room of the units, too
    return;
  }
  case ParameterType::text: {
    auto* entry = with_hint(new TextEntry(
        row, editor_, [](const ParameterSet&) {}, this));
    Row& added = add_row(row, entry, {});
    if (row.path) {
      added.more = path_button(row);
      added.more->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Ignored); // as high as the entry
      grid_->addWidget(added.more, next_row_ - 1, 2);
    }
    return;
  }
  case ParameterType::real:
  case ParameterType::integer:
    break;
  }
  add_row(row, with_hint(new ValueEntry(row, editor_, ValueEntry::Unit::hidden, this)), row.unit);
}

void ParameterForm::add_series(const std::string& key, const std::string& single,
                               std::function<void(const ParameterSet&)> check) {
  const auto check_list = [check = std::move(check), key](const ParameterSet& wanted) {
    refuse_decimal_comma(parameter(key), wanted.text(key));
    check(wanted);
  };
  auto* entry = with_hint(new TextEntry(parameter(key), editor_, check_list, this));
  follow(editor_, single, entry, [this, entry, single] {
    entry->setPlaceholderText(value_text(parameter(single), editor_.parameters().number(single)));
  });
  add_row(parameter(key), entry, parameter(single).unit);
}

ParameterForm::Row& ParameterForm::add_label(const Parameter& parameter, QWidget* entry) {
  Row& row = rows_[parameter.key];
  row.entry = entry;
  auto* label = new QLabel(parameter_label(parameter), this);
  label->setToolTip(parameter_tooltip(parameter));
  label->setBuddy(entry);
  row.label = label;
  grid_->addWidget(label, next_row_++, 0);
  grid_->addWidget(hint_, next_row_, 0, 1, 3); // below what is there so far
  return row;
}

ParameterForm::Row& ParameterForm::add_row(const Parameter& parameter, QWidget* entry, const std::string& unit) {
  Row& row = add_label(parameter, entry);
  row.fixed = true;
  grid_->addWidget(entry, next_row_ - 1, 1);
  if (!unit.empty()) {
    row.unit = new QLabel(QString::fromStdString(unit), this);
    row.unit->setProperty("quiet", true);
    grid_->addWidget(row.unit, next_row_ - 1, 2);
  }
  fit_entries();
  return row;
}

QWidget* ParameterForm::path_button(const Parameter& parameter) {
  auto* button = new QToolButton(this);
  button->setObjectName("browse-" + QString::fromStdString(parameter.key));
  button->setText(QStringLiteral("…"));
  button->setToolTip(tr("Choose a file"));
  button->setProperty("slim", true);
  connect(button, &QToolButton::clicked, this, [this, key = parameter.key, title = parameter_label(parameter)] {
    const QString start = QFileInfo(QString::fromStdString(editor_.parameters().text(key))).absolutePath();
    const QString file = QFileDialog::getOpenFileName(this, title, start);
    if (!file.isEmpty())
      editor_.set_text(QString::fromStdString(key), file);
  });
  return button;
}

void ParameterForm::set_row_visible(const std::string& key, bool visible) {
  const Row& row = rows_.at(key);
  for (QWidget* widget : {row.label, row.entry, static_cast<QWidget*>(row.unit), row.more})
    if (widget)
      widget->setVisible(visible);
}

void ParameterForm::set_entry_sample(const QString& text) {
  sample_ = text;
  fit_entries();
}

int ParameterForm::unit_width() const {
  int widest = 0;
  for (const auto& [key, row] : rows_)
    for (const QWidget* widget : {static_cast<QWidget*>(row.unit), row.label ? row.more : nullptr})
      if (widget)
        widest = std::max(widest, widget->sizeHint().width());
  return widest;
}

void ParameterForm::set_unit_width(int width) {
  grid_->setColumnMinimumWidth(2, width);
}

void ParameterForm::fit_entries() {
  const int width = fontMetrics().horizontalAdvance(sample_) + 20;
  grid_->setColumnMinimumWidth(1, width);
  for (const auto& [key, row] : rows_)
    if (row.fixed)
      row.entry->setFixedWidth(width);
}

void ParameterForm::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
    fit_entries();
}

} // namespace striate
