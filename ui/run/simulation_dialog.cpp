// SPDX-License-Identifier: Apache-2.0
#include "ui/run/simulation_dialog.h"

#include "engine/core/errors.h"
#include "engine/session/session.h"
#include "ui/controls/hint_label.h"
#include "ui/controls/refusal.h"
#include "ui/run/parameter_form.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace striate {

SimulationDialog::SimulationDialog(const ParameterSet& parameters, QWidget* window)
    : QDialog(window), hint_(new HintLabel(this)), start_(new QPushButton(tr("Restart"))) {
  setObjectName("simulation-dialog");
  setWindowTitle(tr("Simulation settings"));
  editor_.load(parameters);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(22, 20, 22, 18);
  column->setSpacing(8);
  dynamics_ = add_section(tr("Dynamics"), {"dynamics", "dt", "reset"});
  inputs_ =
      add_section(tr("Inputs"), {"lgn-geometry", "lgn-input", "lgn-rates", "lgn-spikes", "lgn-population",
                                 "background-input", "background-rate", "background-spikes", "background-population"});
  run_ = add_section(tr("Noise and computing"), {"seed", "trial", "threads", "backend"});
  const int units = std::max({dynamics_->unit_width(), inputs_->unit_width(), run_->unit_width()});
  for (ParameterForm* form : {dynamics_, inputs_, run_}) {
    form->set_entry_sample(QStringLiteral("background_spikes.h5"));
    form->set_unit_width(units);
  }
  auto* note = new QLabel(tr("Restarts the run at 0 s with these settings."));
  note->setProperty("quiet", true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  buttons->button(QDialogButtonBox::Cancel)->setIcon({});
  buttons->addButton(start_, QDialogButtonBox::AcceptRole);
  start_->setObjectName("start-anew");
  start_->setProperty("role", "primary");
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    if (!stops_for_refusal(*this))
      accept();
  });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  hint_->setObjectName("simulation-hint");
  column->addWidget(hint_);
  column->addSpacing(6);
  column->addWidget(note);
  column->addStretch(1);
  column->addWidget(buttons);
  setMinimumWidth(420);
  connect(&editor_, &ParameterEditor::changed, this, &SimulationDialog::show_rows);
  show_rows();
}

ParameterForm* SimulationDialog::add_section(const QString& title, const std::vector<std::string>& keys) {
  auto* heading = new QLabel(title);
  QFont bold = heading->font();
  bold.setWeight(QFont::DemiBold);
  heading->setFont(bold);
  auto* form = new ParameterForm(editor_, this);
  for (const std::string& key : keys)
    form->add(key);
  auto* column = qobject_cast<QVBoxLayout*>(layout());
  if (column->count() > 0)
    column->addSpacing(10);
  column->addWidget(heading);
  column->addWidget(form);
  return form;
}

ParameterSet SimulationDialog::parameters() const {
  ParameterSet wanted = editor_.parameters();
  if (!wanted.is(choices::Dynamics::nest))
    wanted.set("dt", 1.0);
  return wanted;
}

void SimulationDialog::show_rows() {
  const ParameterSet wanted = parameters();
  const bool nest = wanted.is(choices::Dynamics::nest);
  dynamics_->set_row_visible("dt", nest);
  dynamics_->set_row_visible("reset", !nest);
  inputs_->set_row_visible("lgn-population", !wanted.text("lgn-spikes").empty() || !wanted.text("lgn-rates").empty());
  inputs_->set_row_visible("background-population", !wanted.text("background-spikes").empty());
  try {
    steps_per_ms_from(wanted);
    check_texts(wanted);
    hint_->clear_hint();
    start_->setEnabled(true);
  } catch (const Error& failure) {
    hint_->say(QString::fromUtf8(failure.what()));
    start_->setEnabled(false);
  }
  adjustSize();
}

} // namespace striate
