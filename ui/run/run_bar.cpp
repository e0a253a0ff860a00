// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_bar.h"

#include "ui/run/time_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace striate {

namespace {

constexpr int poll_ms = 100, steps = 1000;

} // namespace

RunBar::RunBar(RunWork& work, const Words& words, QWidget* parent)
    : QWidget(parent), work_(work), words_(words), state_(new QLabel(this)), time_left_(new QLabel(this)),
      progress_(new QProgressBar(this)), start_(new QPushButton(this)), pause_(new QPushButton(this)),
      cancel_(new QPushButton(words.cancel, this)) {
  compose();
  poll_.setInterval(poll_ms);
  connect(&poll_, &QTimer::timeout, this, &RunBar::show_progress);
  connect(&work_, &RunWork::state_changed, this, &RunBar::show_state);
  connect(&work_, &RunWork::progressed, this, &RunBar::show_progress);
  connect(&work_, &RunWork::ended, this, &RunBar::show_state);
  connect(start_, &QPushButton::clicked, this, &RunBar::start_wanted);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    cancel_->setEnabled(false);
    work_.cancel();
  });
  connect(pause_, &QPushButton::clicked, this, [this] {
    if (work_.state() == RunWork::State::paused)
      work_.resume();
    else if (work_.state() == RunWork::State::running)
      work_.pause();
    else
      emit go_on_wanted();
  });
  show_state();
}

void RunBar::compose() {
  progress_->setRange(0, steps);
  progress_->setTextVisible(false);
  progress_->setAccessibleName(words_.progress);
  time_left_->setProperty("quiet", true);
  start_->setProperty("role", "primary");
  cancel_->setToolTip(words_.cancel_tip);
  const auto name = [this](QWidget* widget, const char* role) {
    widget->setObjectName(words_.name + QLatin1Char('-') + QLatin1String(role));
  };
  name(progress_, "progress");
  name(state_, "state");
  name(time_left_, "time-left");
  name(start_, "start");
  name(pause_, "pause");
  name(cancel_, "cancel");
  auto* line = new QHBoxLayout;
  line->addWidget(state_, 1);
  line->addWidget(time_left_);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(8);
  for (QPushButton* button : {start_, pause_, cancel_})
    buttons->addWidget(button, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 2, 0, 0);
  column->setSpacing(8);
  column->addLayout(line);
  column->addWidget(progress_);
  column->addLayout(buttons);
}

void RunBar::set_obstacle(const QString& sentence) {
  obstacle_ = sentence;
  show_state();
}

void RunBar::show_state() {
  const RunWork::State state = work_.state();
  const bool idle = state == RunWork::State::idle;
  start_->setVisible(idle);
  start_->setText(work_.can_go_on() ? words_.start_again : words_.start);
  start_->setEnabled(obstacle_.isEmpty());
  start_->setToolTip(obstacle_.isEmpty() ? words_.start_tip : obstacle_);
  pause_->setVisible(idle ? work_.can_go_on() : work_.can_pause());
  pause_->setText(state == RunWork::State::running ? tr("Pause") : tr("Resume"));
  pause_->setEnabled(!idle || obstacle_.isEmpty());
  cancel_->setVisible(!idle);
  cancel_->setEnabled(!idle);
  if (idle)
    poll_.stop();
  else
    poll_.start();
  show_progress();
}

QString RunBar::remaining() const {
  if (work_.state() == RunWork::State::paused)
    return tr("paused");
  const auto seconds = work_.remaining_s();
  return seconds ? tr("%1 left").arg(time_text(*seconds)) : QString();
}

void RunBar::show_progress() {
  const std::shared_ptr<const Task> task = work_.task();
  state_->setToolTip(task ? QString::fromStdString(task->status().step) : QString());
  state_->setText(work_.progress_text());
  progress_->setValue(static_cast<int>(work_.share_done() * steps));
  progress_->setVisible(work_.state() != RunWork::State::idle || work_.can_go_on());
  time_left_->setText(remaining());
  state_->setVisible(!state_->text().isEmpty());
  time_left_->setVisible(!time_left_->text().isEmpty());
}

} // namespace striate
