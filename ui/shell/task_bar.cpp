// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/task_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <cmath>

namespace striate {

namespace {

constexpr int poll_ms = 50, appear_after_ms = 250, steps = 1000;

QString remaining_text(const TaskStatus& status) {
  if (!status.eta_s)
    return QStringLiteral("%1 s").arg(status.elapsed_s, 0, 'f', 0);
  const int seconds = static_cast<int>(std::ceil(*status.eta_s));
  return seconds < 60 ? TaskBar::tr("%1 s left").arg(seconds)
                      : TaskBar::tr("%1 min %2 s left").arg(seconds / 60).arg(seconds % 60);
}

} // namespace

TaskBar::TaskBar(const QString& object_name, QWidget* parent)
    : Card(parent), text_(new QLabel(this)), progress_(new QProgressBar(this)), remaining_(new QLabel(this)),
      cancel_(new QPushButton(tr("Cancel"), this)) {
  setObjectName(object_name);
  setAccessibleName(tr("Progress"));
  progress_->setRange(0, steps);
  progress_->setTextVisible(false);
  remaining_->setProperty("role", "quiet");
  cancel_->setObjectName("task-cancel");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 5, 10, 5);
  row->setSpacing(12);
  row->addWidget(text_);
  row->addWidget(progress_, 1);
  row->addWidget(remaining_);
  row->addWidget(cancel_);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    cancel_->setEnabled(false);
    if (task_)
      task_->cancel();
  });
  timer_.setInterval(poll_ms);
  connect(&timer_, &QTimer::timeout, this, &TaskBar::look);
  hide();
}

void TaskBar::watch(std::shared_ptr<Task> task) {
  if (task_)
    task_->cancel();
  task_ = std::move(task);
  cancel_->setEnabled(true);
  since_start_.start();
  timer_.start();
}

void TaskBar::set_muted(bool muted) {
  muted_ = muted;
  if (muted)
    hide();
}

void TaskBar::look() {
  if (!task_)
    return;
  const TaskStatus status = task_->status();
  if (status.state == TaskState::waiting || status.state == TaskState::running) {
    show_status(status);
    if (since_start_.elapsed() >= appear_after_ms)
      setVisible(!muted_);
    return;
  }
  timer_.stop();
  hide();
  task_.reset();
  emit ended(status);
}

void TaskBar::show_status(const TaskStatus& status) {
  const QString title = QString::fromStdString(task_->title());
  text_->setText(status.step.empty() ? title : title + QStringLiteral(" · ") + QString::fromStdString(status.step));
  progress_->setValue(static_cast<int>(status.fraction * steps));
  remaining_->setText(remaining_text(status));
}

} // namespace striate
