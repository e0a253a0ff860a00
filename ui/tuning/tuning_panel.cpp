#include "ui/tuning/tuning_panel.h"

#include "engine/core/errors.h"
#include "ui/edit/follow.h"
#include "ui/edit/value_text.h"
#include "ui/stimulus/hint_label.h"
#include "ui/stimulus/panel_style.h"
#include "ui/stimulus/protocol_chooser.h"
#include "ui/stimulus/text_entry.h"
#include "ui/stimulus/value_entry.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr int poll_ms = 100, steps = 1000;

QString time_text(double seconds) {
  const int s = static_cast<int>(std::ceil(seconds));
  return s < 60     ? TuningPanel::tr("%1 s").arg(s)
         : s < 3600 ? TuningPanel::tr("%1 min %2 s").arg(s / 60).arg(s % 60)
                    : TuningPanel::tr("%1 h %2 min").arg(s / 3600).arg(s / 60 % 60);
}

} // namespace

TuningPanel::TuningPanel(ParameterEditor& editor, TuningWork& work, QWidget* parent)
    : QWidget(parent), editor_(editor), work_(work), grid_(new QGridLayout), hint_(new HintLabel(this)),
      plan_(new QLabel(this)), state_(new QLabel(this)), time_left_(new QLabel(this)),
      progress_(new QProgressBar(this)), start_(new QPushButton(this)), pause_(new QPushButton(this)),
      cancel_(new QPushButton(tr("Cancel"), this)) {
  setObjectName("tuning-panel");
  setMinimumWidth(260);
  grid_->setHorizontalSpacing(6);
  grid_->setVerticalSpacing(5);
  grid_->setColumnStretch(0, 1);
  protocol_ = new ProtocolChooser(parameter("protocol"), editor_, this);
  protocol_->set_list_name("tuning-protocol");
  grid_->addWidget(protocol_, 0, 0, 1, 3);
  add_number("tune-passes");
  add_number("tune-directions");
  add_number("tune-trials");
  add_number("tune-gray");
  add_number("tune-grating");
  add_series("tune-contrasts", "contrast");
  add_series("tune-spatial-frequencies", "spatial-frequency");
  add_series("tune-temporal-frequencies", "temporal-frequency");
  add_number("batch");
  add_number("threads");
  add_number("seed");
  plan_->setObjectName("tuning-plan");
  plan_->setProperty("quiet", true);
  plan_->setWordWrap(true);
  hint_->setObjectName("tuning-hint");

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 8, 10, 10);
  column->setSpacing(8);
  column->addLayout(grid_);
  column->addWidget(hint_);
  column->addWidget(plan_);
  column->addWidget(make_progress());
  column->addStretch(1);

  poll_.setInterval(poll_ms);
  connect(&poll_, &QTimer::timeout, this, &TuningPanel::show_progress);
  connect(&work_, &TuningWork::state_changed, this, &TuningPanel::show_state);
  connect(&work_, &TuningWork::progressed, this, &TuningPanel::show_progress);
  connect(&work_, &TuningWork::ended, this, &TuningPanel::show_state);
  connect(&editor_, &ParameterEditor::changed, this, [this] {
    if (isVisible()) // a long table is read again for it
      show_plan();
  });
  follow(editor_, "protocol", this, [this] { show_rows(); });
  set_theme(Theme::dark);
  show_state();
}

QWidget* TuningPanel::make_progress() {
  auto* box = new QWidget(this);
  progress_->setObjectName("tuning-progress");
  progress_->setRange(0, steps);
  progress_->setTextVisible(false);
  progress_->setAccessibleName(tr("Progress of the tuning run"));
  state_->setObjectName("tuning-state");
  time_left_->setObjectName("tuning-time-left");
  time_left_->setProperty("quiet", true);
  start_->setObjectName("tuning-start");
  start_->setProperty("role", "primary");
  pause_->setObjectName("tuning-pause");
  cancel_->setObjectName("tuning-cancel");
  cancel_->setToolTip(tr("Stop after this moment; finished trials stay and the run can go on"));
  auto* words = new QHBoxLayout;
  words->addWidget(state_, 1);
  words->addWidget(time_left_);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(8);
  for (QPushButton* button : {start_, pause_, cancel_})
    buttons->addWidget(button, 1);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 2, 0, 0);
  column->setSpacing(8);
  column->addLayout(words);
  column->addWidget(progress_);
  column->addLayout(buttons);
  connect(start_, &QPushButton::clicked, this, &TuningPanel::start_wanted);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    cancel_->setEnabled(false);
    work_.cancel();
  });
  connect(pause_, &QPushButton::clicked, this, [this] {
    if (work_.state() == TuningWork::State::paused)
      work_.resume();
    else if (work_.state() == TuningWork::State::running)
      work_.pause();
    else
      emit go_on_wanted();
  });
  return box;
}

void TuningPanel::add_number(const char* key) {
  auto* entry = new ValueEntry(parameter(key), editor_, ValueEntry::Unit::hidden, this);
  connect(entry, &ValueEntry::rejected, this, [this](const QString& sentence) { hint_->say(sentence); });
  connect(entry, &ValueEntry::settled, this, [this] { hint_->clear_hint(); });
  add_row(parameter(key), entry);
}

void TuningPanel::add_series(const char* key, const char* single) {
  auto* entry = new TextEntry(
      parameter(key), editor_, [](const ParameterSet& wanted) { tuning_plan(wanted); }, this);
  connect(entry, &TextEntry::rejected, this, [this](const QString& sentence) { hint_->say(sentence); });
  connect(entry, &TextEntry::settled, this, [this] { hint_->clear_hint(); });
  follow(editor_, single, entry, [this, entry, name = std::string(single)] {
    entry->setPlaceholderText(value_text(parameter(name), editor_.parameters().number(name)));
  });
  add_row(parameter(key), entry);
}

void TuningPanel::add_row(const Parameter& parameter, QWidget* entry) {
  const int row = grid_->rowCount();
  auto* label = new QLabel(QString::fromStdString(parameter.label), this);
  label->setToolTip(parameter_tooltip(parameter));
  label->setBuddy(entry);
  const std::string unit = parameter.key == "tune-spatial-frequencies" ? striate::parameter("spatial-frequency").unit
                           : parameter.key == "tune-temporal-frequencies"
                               ? striate::parameter("temporal-frequency").unit
                               : parameter.unit;
  auto* unit_label = new QLabel(QString::fromStdString(unit), this);
  unit_label->setProperty("quiet", true);
  grid_->addWidget(label, row, 0);
  grid_->addWidget(entry, row, 1);
  grid_->addWidget(unit_label, row, 2);
  rows_.push_back({parameter.key, label, entry, unit_label});
}

/// A protocol takes the place of directions, trials, times and series.
void TuningPanel::show_rows() {
  const bool protocol = !editor_.parameters().text("protocol").empty();
  for (const Row& row : rows_) {
    const bool shown = row.key == "tune-passes" ? protocol : !(protocol && row.key.starts_with("tune-"));
    for (QWidget* part : {row.label, row.entry, row.unit})
      part->setVisible(shown);
  }
}

void TuningPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  show_plan();
}

void TuningPanel::fit_entries() {
  for (const Row& row : rows_)
    row.entry->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("0.02,0.04,0.08")) + 20);
}

void TuningPanel::set_theme(Theme theme) {
  setStyleSheet(panel_style(surface_colors(theme)));
  fit_entries();
}

void TuningPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange)
    fit_entries();
}

void TuningPanel::set_obstacle(const QString& sentence) {
  obstacle_ = sentence;
  show_state();
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
    plan_->setText(tr("%1 trials of %2, %3 in all").arg(table.trials.size()).arg(one, time_text(all_s)));
  } catch (const Error& failure) {
    plan_->setText(QString::fromUtf8(failure.what()));
  }
}

void TuningPanel::show_state() {
  const TuningWork::State state = work_.state();
  const bool idle = state == TuningWork::State::idle, run = work_.trial_count() > 0;
  protocol_->setEnabled(idle);
  for (const Row& row : rows_)
    row.entry->setEnabled(idle);
  start_->setVisible(idle);
  start_->setText(work_.can_go_on() ? tr("New run") : tr("Start tuning run"));
  start_->setEnabled(obstacle_.isEmpty());
  start_->setToolTip(obstacle_.isEmpty() ? tr("Measure every neuron of this network") : obstacle_);
  pause_->setVisible(idle ? work_.can_go_on() : run);
  pause_->setText(state == TuningWork::State::running ? tr("Pause") : tr("Go on"));
  pause_->setEnabled(!idle || obstacle_.isEmpty());
  cancel_->setVisible(!idle);
  cancel_->setEnabled(!idle);
  if (idle)
    poll_.stop();
  else
    poll_.start();
  show_progress();
}

QString TuningPanel::remaining() const {
  if (work_.state() == TuningWork::State::paused)
    return tr("paused");
  const std::shared_ptr<const Task> task = work_.task();
  if (!task)
    return {};
  const TaskStatus status = task->status();
  return status.eta_s && status.fraction < 1.0 ? tr("%1 left").arg(time_text(*status.eta_s)) : QString();
}

void TuningPanel::show_progress() {
  const bool idle = work_.state() == TuningWork::State::idle;
  const int trials = work_.trial_count(), done = work_.finished_trials();
  const std::shared_ptr<const Task> task = work_.task();
  state_->setToolTip(task ? QString::fromStdString(task->status().step) : QString());
  progress_->setValue(static_cast<int>(work_.share_done() * steps));
  const bool measuring = task && trials > 0 && done == trials;
  state_->setText(trials == 0              ? (idle ? QString() : tr("analyzing"))
                  : measuring              ? tr("measuring %1 trials").arg(trials)
                  : idle && done == trials ? tr("%1 trials done").arg(trials)
                                           : tr("%1 of %2 trials").arg(done).arg(trials));
  time_left_->setText(remaining());
  progress_->setVisible(!idle || work_.can_go_on());
}

} // namespace striate
