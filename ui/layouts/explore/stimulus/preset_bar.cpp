// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/preset_bar.h"

#include "engine/core/errors.h"
#include "engine/core/resources.h"
#include "ui/controls/flow_layout.h"
#include "ui/controls/hint_label.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace striate {

PresetBar::PresetBar(ParameterEditor& editor, QWidget* parent)
    : QWidget(parent), editor_(editor), flow_box_(new QWidget(this)), flow_(new FlowLayout(flow_box_, 6)),
      save_(new QPushButton("Save preset +", flow_box_)), name_(new QLineEdit(flow_box_)), hint_(new HintLabel(this)) {
  setObjectName("presets");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addWidget(flow_box_);
  column->addWidget(hint_);
  hint_->setObjectName("hint-presets");

  save_->setObjectName("preset-save");
  save_->setProperty("chip", true);
  save_->setToolTip("Save the current stimulus as a preset");
  connect(save_, &QPushButton::clicked, this, &PresetBar::begin_saving);
  name_->setObjectName("preset-name");
  name_->setPlaceholderText("Name, Enter");
  name_->setMaxLength(40);
  name_->setFixedWidth(120);
  name_->hide();
  name_->installEventFilter(this);
  connect(name_, &QLineEdit::returnPressed, this, &PresetBar::finish_saving);
  connect(&editor_, &ParameterEditor::changed, this, &PresetBar::light_chips);
  open_store();
  rebuild();
}

void PresetBar::open_store() {
  try {
    store_.emplace(user_config_directory() / "presets.json");
    store_->load();
  } catch (const Error& failure) {
    hint_->say(QString::fromUtf8(failure.what()));
  }
}

void PresetBar::rebuild() {
  for (const Chip& chip : chips_) {
    flow_->removeWidget(chip.button);
    chip.button->hide();
    chip.button->deleteLater(); // it may be the sender
  }
  chips_.clear();
  flow_->removeWidget(save_);
  flow_->removeWidget(name_);
  for (const Preset& preset : builtin_presets())
    add_chip(preset, false);
  if (store_)
    for (const Preset& preset : store_->presets())
      add_chip(preset, true);
  flow_->addWidget(save_);
  flow_->addWidget(name_);
  light_chips();
  fit_height();
}

void PresetBar::add_chip(const Preset& preset, bool users) {
  const QString name = QString::fromStdString(preset.name);
  auto* button = new QPushButton(QString(name).replace('&', "&&"), flow_box_);
  button->setObjectName("preset-" + QString::fromStdString(slug(preset.name)));
  button->setProperty("chip", true);
  button->setCheckable(true);
  button->setAutoDefault(false);
  connect(button, &QPushButton::clicked, this, [this, name, preset] {
    editor_.apply(name, with_preset(editor_.parameters(), preset));
    light_chips(); // the click itself has toggled the button
  });
  if (users) {
    button->setToolTip("Custom preset; right-click to remove it");
    button->setProperty("preset-name", name);
    button->installEventFilter(this);
    button->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(button, &QWidget::customContextMenuRequested, this,
            [this, button, preset](const QPoint& position) { show_remove_menu(button, preset.name, position); });
  }
  flow_->addWidget(button);
  button->show();
  chips_.push_back({preset, button});
}

void PresetBar::light_chips() {
  for (const Chip& chip : chips_)
    chip.button->setChecked(with_preset(editor_.parameters(), chip.preset) == editor_.parameters());
}

void PresetBar::begin_saving() {
  hint_->clear_hint();
  save_->hide();
  name_->clear();
  name_->show();
  fit_height();
  name_->setFocus();
}

void PresetBar::cancel_saving() {
  name_->hide();
  save_->show();
  fit_height();
}

void PresetBar::finish_saving() {
  const std::string name = name_->text().trimmed().toStdString();
  if (name.empty())
    return cancel_saving();
  for (const Preset& preset : builtin_presets())
    if (preset.name == name)
      return hint_->say(QString::fromStdString("The preset \"" + name + "\" is built in; choose another name."));
  try {
    if (!store_)
      store_.emplace(user_config_directory() / "presets.json");
    store_->put(stimulus_preset(name, editor_.parameters()));
  } catch (const Error& failure) {
    return hint_->say(QString::fromUtf8(failure.what()));
  }
  hint_->clear_hint();
  cancel_saving();
  rebuild();
}

void PresetBar::remove(const std::string& name) {
  try {
    store_->remove(name);
    rebuild();
  } catch (const Error& failure) {
    hint_->say(QString::fromUtf8(failure.what()));
  }
}

void PresetBar::show_remove_menu(QPushButton* chip, const std::string& name, const QPoint& position) {
  auto* menu = new QMenu(chip);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(QString::fromStdString("Remove \"" + name + "\""), this, [this, name] { remove(name); });
  menu->popup(chip->mapToGlobal(position));
}

bool PresetBar::eventFilter(QObject* watched, QEvent* event) {
  if (watched == name_ && event->type() == QEvent::FocusOut && name_->text().trimmed().isEmpty())
    cancel_saving();
  if (event->type() != QEvent::KeyPress)
    return false;
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (watched == name_ && key == Qt::Key_Escape) {
    cancel_saving();
    save_->setFocus();
    return true;
  }
  if (watched != name_ && key == Qt::Key_Delete) {
    remove(watched->property("preset-name").toString().toStdString());
    return true;
  }
  return false;
}

void PresetBar::fit_height() {
  flow_box_->setFixedHeight(std::max(1, flow_->heightForWidth(width())));
}

void PresetBar::resizeEvent(QResizeEvent*) {
  fit_height();
}

} // namespace striate
