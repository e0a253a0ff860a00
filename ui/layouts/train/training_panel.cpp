// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/training_panel.h"

#include "engine/core/errors.h"
#include "engine/core/process.h"
#include "engine/training/run/cost.h"
#include "ui/controls/hint_label.h"
#include "ui/controls/protocol_chooser.h"
#include "ui/layouts/train/training_sections.h"
#include "ui/run/fold_section.h"
#include "ui/run/parameter_form.h"
#include "ui/run/run_bar.h"
#include "ui/run/time_text.h"

#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace striate {

namespace {

constexpr int least_width_px = 270;

RunBar::Words words() {
  return {.name = QStringLiteral("training"),
          .start = TrainingPanel::tr("Start training"),
          .start_again = TrainingPanel::tr("New run"),
          .cancel = TrainingPanel::tr("Stop"),
          .start_tip = TrainingPanel::tr("Train the synapses of this network so that it fires like recorded V1"),
          .cancel_tip = TrainingPanel::tr("Stop with a checkpoint; the run can be resumed"),
          .progress = TrainingPanel::tr("Progress of the training run")};
}

QString memory_text(std::size_t bytes) {
  const double mb = static_cast<double>(bytes) * 1e-6;
  return mb < 1000.0 ? TrainingPanel::tr("%1 MB").arg(mb, 0, 'f', 0)
                     : TrainingPanel::tr("%1 GB").arg(mb * 1e-3, 0, 'f', 1);
}

} // namespace

TrainingPanel::TrainingPanel(ParameterEditor& editor, TrainingWork& work,
                             std::function<std::shared_ptr<const Network>()> network, QWidget* parent)
    : QWidget(parent), editor_(editor), work_(work), network_(std::move(network)), scroll_(new QScrollArea(this)),
      cost_(new QLabel(this)), bar_(new RunBar(work, words(), this)),
      live_(new QCheckBox(tr("Live view uses current training weights"), this)) {
  setObjectName("training-panel");
  cost_->setObjectName("training-cost");
  cost_->setProperty("quiet", true);
  cost_->setWordWrap(true);
  live_->setObjectName("training-live");
  compose();
  connect(&work_, &RunWork::state_changed, this, &TrainingPanel::show_state);
  connect(&work_, &RunWork::ended, this, &TrainingPanel::show_cost);
  connect(&editor_, &ParameterEditor::changed, this, [this] {
    show_rows();
    if (isVisible()) // a long protocol is read again for it
      show_cost();
  });
  align_rows();
  show_rows();
  show_state();
}

void TrainingPanel::compose() {
  auto* content = new QWidget;
  auto* rows = new QVBoxLayout(content);
  rows->setContentsMargins(10, 6, 10, 6);
  rows->setSpacing(8);
  add_sections(rows);
  rows->addStretch(1);
  scroll_->setObjectName("training-scroll");
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // sections open and close: the rows stay where they are
  scroll_->setWidgetResizable(true);
  scroll_->setWidget(content);
  auto* rule = new QFrame(this);
  rule->setProperty("rule", true);
  rule->setFixedHeight(1);

  auto* below = new QVBoxLayout;
  below->setContentsMargins(10, 8, 10, 8);
  below->setSpacing(8);
  below->addWidget(cost_);
  below->addWidget(bar_);
  below->addWidget(live_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(scroll_, 1);
  column->addWidget(rule);
  column->addLayout(below);
}

void TrainingPanel::add_sections(QVBoxLayout* column) {
  for (const TrainingSection& section : training_sections()) {
    auto* form = new ParameterForm(editor_, this);
    for (const std::string& key : section.keys)
      form->add(key);
    form->hint()->setObjectName("training-hint");
    forms_.push_back(form);
    QWidget* content = form;
    if (section.keys.front() == "train-order") { // what the trials show
      content = new QWidget(this);
      auto* rows = new QVBoxLayout(content);
      rows->setContentsMargins(0, 0, 0, 0);
      rows->setSpacing(5);
      protocol_ = new ProtocolChooser(parameter("protocol"), editor_, content);
      protocol_->set_list_name("training-protocol");
      rows->addWidget(protocol_);
      rows->addWidget(form);
    }
    column->addWidget(new FoldSection(section.title, content, section.open, this));
  }
}

void TrainingPanel::align_rows() {
  int widest = 0;
  for (const ParameterForm* form : forms_)
    widest = std::max(widest, form->unit_width());
  for (ParameterForm* form : forms_)
    form->set_unit_width(widest);
  // Nothing of a row is cut at the right.
  const int rows = scroll_->widget()->minimumSizeHint().width() + scroll_->verticalScrollBar()->sizeHint().width();
  setMinimumWidth(std::max(least_width_px, rows));
}

void TrainingPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  align_rows(); // the style is there now
  show_cost();
}

void TrainingPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange)
    align_rows();
}

void TrainingPanel::show_rows() {
  for (std::size_t i = 0; i < forms_.size(); ++i)
    for (const std::string& key : training_sections()[i].keys)
      forms_[i]->set_row_visible(key, matters_in_training(key, editor_.parameters()));
}

void TrainingPanel::show_state() {
  for (ParameterForm* form : forms_)
    form->setEnabled(work_.state() == RunWork::State::idle);
  protocol_->setEnabled(work_.state() == RunWork::State::idle);
}

void TrainingPanel::set_pace(std::optional<double> pace) {
  pace_ = pace;
  show_cost();
}

void TrainingPanel::show_cost() {
  try {
    const auto network = network_();
    if (!network) {
      cost_->clear();
      return;
    }
    const TrainingCost cost = training_cost(*network, editor_.parameters(), pace_.value_or(1.0));
    work_.set_planned_updates(cost.updates);
    const double there_mb = physical_memory_mb();
    QString memory = tr("%1 of memory").arg(memory_text(cost.memory_bytes));
    if (cost.gpu_bytes > 0)
      memory += tr(", %1 on the GPU").arg(memory_text(cost.gpu_bytes));
    QString text = tr("%1 updates, about %2 and %3").arg(cost.updates).arg(memory, rough_time_text(cost.run_s));
    if (there_mb > 0.0 && static_cast<double>(cost.memory_bytes) * 1e-6 > there_mb)
      text += tr("; this machine has %1").arg(memory_text(static_cast<std::size_t>(there_mb * 1e6)));
    cost_->setText(text);
    cost_->setToolTip(pace_ ? tr("Time: estimated from the last training run on this machine. The Memory setting "
                                 "limits the backward pass.")
                            : tr("Time: rough estimate before the first training run on this machine. The Memory "
                                 "setting limits the backward pass."));
  } catch (const Error& failure) {
    cost_->setText(QString::fromUtf8(failure.what()));
  }
}

} // namespace striate
