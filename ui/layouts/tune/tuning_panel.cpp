// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/tuning_panel.h"

#include "engine/core/errors.h"
#include "ui/controls/follow.h"
#include "ui/controls/hint_label.h"
#include "ui/controls/protocol_chooser.h"
#include "ui/run/parameter_form.h"
#include "ui/run/run_bar.h"
#include "ui/run/time_text.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace striate {

namespace {

RunBar::Words words() {
  return {.name = QStringLiteral("tuning"),
          .start = TuningPanel::tr("Start tuning run"),
          .start_again = TuningPanel::tr("New run"),
          .cancel = TuningPanel::tr("Cancel"),
          .start_tip = TuningPanel::tr("Measure every neuron of this network"),
          .cancel_tip = TuningPanel::tr("Stop now; completed trials are kept and the run can be resumed"),
          .progress = TuningPanel::tr("Progress of the tuning run")};
}

} // namespace

TuningPanel::TuningPanel(ParameterEditor& editor, TuningWork& work, QWidget* parent)
    : QWidget(parent), editor_(editor), form_(new ParameterForm(editor, this)), plan_(new QLabel(this)),
      bar_(new RunBar(work, words(), this)) {
  setObjectName("tuning-panel");
  setMinimumWidth(260);
  form_->set_entry_sample(QStringLiteral("0.02,0.04,0.08"));
  const auto check = [](const ParameterSet& wanted) { tuning_plan(wanted); };
  auto* protocol = new ProtocolChooser(parameter("protocol"), editor_, this);
  protocol->set_list_name("tuning-protocol");
  for (const char* key : {"tune-passes", "tune-directions", "tune-trials", "tune-gray", "tune-grating"})
    form_->add(key);
  form_->add_series("tune-contrasts", "contrast", check);
  form_->add_series("tune-spatial-frequencies", "spatial-frequency", check);
  form_->add_series("tune-temporal-frequencies", "temporal-frequency", check);
  for (const char* key : {"batch", "threads", "seed"})
    form_->add(key);
  form_->hint()->setObjectName("tuning-hint");
  plan_->setObjectName("tuning-plan");
  plan_->setProperty("quiet", true);
  plan_->setWordWrap(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 8, 10, 10);
  column->setSpacing(8);
  column->addWidget(protocol);
  column->addWidget(form_);
  column->addWidget(plan_);
  column->addWidget(bar_);
  column->addStretch(1);
  connect(&work, &RunWork::state_changed, form_, [this, protocol, &work] {
    protocol->setEnabled(work.state() == RunWork::State::idle);
    form_->setEnabled(work.state() == RunWork::State::idle);
  });
  connect(&editor_, &ParameterEditor::changed, this, [this] {
    if (isVisible()) // a long table is read again for it
      show_plan();
  });
  follow(editor_, "protocol", this, [this] { show_rows(); });
}

/// A protocol takes the place of directions, trials, times and series.
void TuningPanel::show_rows() {
  const bool protocol = !editor_.parameters().text("protocol").empty();
  for (const Parameter& one : parameter_table())
    if (one.scope == Scope::tuning && form_->has(one.key))
      form_->set_row_visible(one.key, (one.key == "tune-passes") == protocol);
}

void TuningPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  show_plan();
}

void TuningPanel::show_plan() {
  try {
    const TrialTable table = tuning_plan(editor_.parameters()).table();
    const auto [shortest, longest] = std::ranges::minmax_element(table.trials, {}, &TableTrial::stop_ms);
    double all_s = 0.0;
    for (const TableTrial& trial : table.trials)
      all_s += 1e-3 * trial.stop_ms;
    const auto seconds = [](const TableTrial& trial) { return QString::number(1e-3 * trial.stop_ms, 'g', 4); };
    const QString one = shortest->stop_ms == longest->stop_ms
                            ? tr("%1 s").arg(seconds(*shortest))
                            : tr("%1 to %2 s").arg(seconds(*shortest), seconds(*longest));
    plan_->setText(tr("%1 trials × %2 = %3 of model time").arg(table.trials.size()).arg(one, time_text(all_s)));
  } catch (const Error& failure) {
    plan_->setText(QString::fromUtf8(failure.what()));
  }
}

} // namespace striate
