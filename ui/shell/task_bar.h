// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "ui/theme/card.h"

#include <QElapsedTimer>
#include <QTimer>

#include <memory>

class QLabel;
class QProgressBar;
class QPushButton;

namespace striate {

/// A slim line that shows one Task while it runs: what, how far, how long still, cancel. Appears after a moment, so
/// short work does not flicker.
class TaskBar : public Card {
  Q_OBJECT
public:
  TaskBar(const QString& object_name, QWidget* parent);

  /// Another task takes the place of the one before, which is cancelled.
  void watch(std::shared_ptr<Task> task);
  bool busy() const { return task_ != nullptr; }
  /// Notices now, not at the next tick, that the task has ended: what is asked next must not overtake what follows the
  /// end.
  void look();
  /// Hidden while something else shows the same task.
  void set_muted(bool muted);

signals:
  void ended(const TaskStatus& status);

private:
  void show_status(const TaskStatus& status);

  std::shared_ptr<Task> task_;
  QLabel* text_;
  QProgressBar* progress_;
  QLabel* remaining_;
  QPushButton* cancel_;
  QTimer timer_;
  bool muted_ = false;
  QElapsedTimer since_start_;
};

} // namespace striate
