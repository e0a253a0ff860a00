// SPDX-License-Identifier: Apache-2.0
#include "ui/views/lgn_chooser.h"

#include "engine/network/tables/model_tables.h"
#include "ui/controls/number_box.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

namespace striate {

LgnChooser::LgnChooser(QWidget* parent) : QWidget(parent), classes_(new QComboBox) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);

  classes_->setObjectName(QStringLiteral("lgn-class"));
  classes_->setToolTip(tr("Class shown in the map and sampled for random units"));
  classes_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  classes_->setMinimumContentsLength(6);
  classes_->addItem(tr("any"));
  for (const LgnClass& unit_class : model_tables().lgn_classes)
    classes_->addItem(QString::fromStdString(unit_class.name));
  layout->addWidget(classes_, 1);

  auto* random = new QToolButton;
  random->setObjectName(QStringLiteral("lgn-random"));
  random->setText(QStringLiteral("↻"));
  random->setToolTip(tr("Draw three random units of the class"));
  layout->addWidget(random);
  const auto draw = [this] { emit random_wanted(unit_class() < 0 ? std::nullopt : std::optional(unit_class())); };
  connect(random, &QToolButton::clicked, this, draw);
  connect(classes_, &QComboBox::activated, this, draw);
  connect(classes_, &QComboBox::currentIndexChanged, this, &LgnChooser::class_chosen);

  for (int i = 0; i < unit_count; ++i) {
    auto* id = new WholeNumberBox;
    id->setObjectName(QStringLiteral("lgn-unit-%1").arg(i + 1));
    id->setAccessibleName(tr("Unit %1").arg(i + 1));
    id->setToolTip(tr("Unit %1 of the sample, by id").arg(i + 1));
    id->setKeyboardTracking(false);
    id->setButtonSymbols(QAbstractSpinBox::NoButtons);
    id->setAlignment(Qt::AlignRight);
    id->setMinimumWidth(44);
    id->setEnabled(false);
    connect(id, &QSpinBox::valueChanged, this, &LgnChooser::read_ids);
    layout->addWidget(id);
    ids_.push_back(id);
  }
}

int LgnChooser::unit_class() const {
  return classes_->currentIndex() - 1;
}

void LgnChooser::set_units(const std::vector<std::uint32_t>& units, std::uint32_t unit_total) {
  for (std::size_t i = 0; i < ids_.size(); ++i) {
    const QSignalBlocker quiet(ids_[i]);
    ids_[i]->setEnabled(i < units.size());
    ids_[i]->setMaximum(unit_total > 0 ? static_cast<int>(unit_total) - 1 : 0);
    if (i < units.size())
      ids_[i]->setValue(static_cast<int>(units[i]));
  }
}

void LgnChooser::read_ids() {
  std::vector<std::uint32_t> units;
  for (const QSpinBox* id : ids_)
    if (id->isEnabled())
      units.push_back(static_cast<std::uint32_t>(id->value()));
  emit units_chosen(units);
}

} // namespace striate
