// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/perturbation/target_box.h"

#include "engine/network/neuron_id.h"
#include "engine/network/selection.h"
#include "engine/network/tables/model_tables.h"
#include "ui/controls/window_undo.h"
#include "ui/live/live_data.h"

#include <QCompleter>
#include <QLineEdit>
#include <QStandardItemModel>

namespace striate {

namespace {

/// Wide choices first: everything, layers, classes, then both.
QStringList short_list() {
  QStringList names{"all", "L1", "L2/3", "L4", "L5", "L6", "Exc", "Inh", "PV", "SST", "VIP"};
  for (const Population& population : model_tables().populations)
    if (const QString name = QString::fromStdString(population.cell_type); !names.contains(name))
      names << name;
  return names;
}

QStringList every_name() {
  QStringList names;
  for (const std::string& name : selection_names())
    names << QString::fromStdString(name);
  return names;
}

} // namespace

TargetBox::TargetBox(QWidget* parent) : QComboBox(parent) {
  setEditable(true);
  setInsertPolicy(NoInsert);
  setMaxVisibleItems(16);
  addItem(QString());
  addItems(short_list());
  set_selected_neuron(std::nullopt);
  auto* completer = new QCompleter(every_name(), this);
  completer->setCaseSensitivity(Qt::CaseInsensitive);
  setCompleter(completer);
  lineEdit()->setMaxLength(400);
  setEditText("L2/3_PV");
  connect(this, &QComboBox::activated, this, [this](int index) {
    if (index == 0 && selected_)
      setEditText(QStringLiteral("ids:%1").arg(*selected_));
  });
}

void TargetBox::set_selected_neuron(std::optional<std::uint64_t> id) {
  selected_ = id;
  const QString typed = currentText();
  setItemText(0, id ? tr("Selected neuron (#%1)").arg(*id) : tr("Selected neuron (none)"));
  static_cast<QStandardItemModel*>(model())->item(0)->setEnabled(id.has_value());
  setEditText(typed);
}

void TargetBox::settle() {
  lineEdit()->setModified(false);
}

bool TargetBox::event(QEvent* event) {
  return leaves_undo_to_window(*event, *lineEdit()) ? false : QComboBox::event(event);
}

void TargetBox::follow_selection(LiveData& live) {
  connect(&live, &LiveData::selection_changed, this, [this, &live] {
    const auto neuron = live.selected_neuron();
    set_selected_neuron(neuron ? std::optional(neuron_id(live.network()->neurons, *neuron)) : std::nullopt);
  });
}

} // namespace striate
