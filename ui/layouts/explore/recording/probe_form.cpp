// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/recording/probe_form.h"

#include "ui/layouts/explore/perturbation/target_box.h"
#include "ui/layouts/explore/recording/interval_box.h"
#include "ui/layouts/explore/recording/recording_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace striate {

namespace {

/// The state first, counts of spikes last.
constexpr ProbeVariable offered[] = {ProbeVariable::v,          ProbeVariable::synaptic,   ProbeVariable::recurrent,
                                     ProbeVariable::lgn,        ProbeVariable::background, ProbeVariable::asc,
                                     ProbeVariable::refractory, ProbeVariable::spikes,     ProbeVariable::count};

} // namespace

ProbeForm::ProbeForm(QWidget* parent)
    : NeuronForm(QStringLiteral("probe"), tr("Add probe"), parent), variable_(new QComboBox),
      interval_(new IntervalBox) {
  variable_->setObjectName("probe-variable");
  variable_->setAccessibleName(tr("Variable"));
  for (const ProbeVariable one : offered) {
    variable_->addItem(probe_variable_text(one), static_cast<int>(one));
    variable_->setItemData(variable_->count() - 1, tr("in %1").arg(QLatin1String(probe_units(one))), Qt::ToolTipRole);
  }
  variable_->setToolTip(tr("<p>Potential (mV) and currents (pA) at the end of every interval; spikes as counts per "
                           "interval, by neuron or by population.</p>"));
  interval_->setObjectName("probe-interval");
  interval_->setAccessibleName(tr("Interval"));
  interval_->setToolTip(tr("Sampling interval in ms of model time, a multiple of the time step up to 1,000,000"));
  interval_->setPrefix(tr("every "));
  interval_->setSuffix(QStringLiteral(" ms"));
  interval_->setMinimumWidth(96);
  apply_->setToolTip(tr("Record as a SONATA report; its size depends on neurons and interval"));
  compose();
  change(std::nullopt);
}

void ProbeForm::compose() {
  // They share a narrow dock: long entries may be cut, never widen it.
  for (QComboBox* box : {variable_, static_cast<QComboBox*>(target_)}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
  }
  auto* what = new QHBoxLayout;
  what->setSpacing(6);
  what->addWidget(variable_, 3);
  what->addWidget(target_, 2);
  auto* when = new QHBoxLayout;
  when->setSpacing(6);
  when->addWidget(interval_, 1);
  when->addWidget(cancel_);
  when->addWidget(apply_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  column->addLayout(what);
  column->addLayout(when);
}

Probe ProbeForm::probe() const {
  Probe probe;
  probe.variable = static_cast<ProbeVariable>(variable_->currentData().toInt());
  probe.selection = Selection::parse(target_->target().toStdString());
  probe.interval_ms = interval_->interval_ms();
  return probe;
}

void ProbeForm::change(const std::optional<Probe>& probe) {
  show_change(probe.has_value());
  if (!probe)
    return;
  variable_->setCurrentIndex(variable_->findData(static_cast<int>(probe->variable)));
  target_->set_target(QString::fromStdString(probe->selection.text()));
  interval_->set_interval(probe->interval_ms);
}

} // namespace striate
