// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/run/run_work.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace striate {

/// Start, progress with the time that is left, pause, cancel and going on of a long run. What start and going on mean
/// is told by signals; pause and cancel act at once.
class RunBar : public QWidget {
  Q_OBJECT
public:
  struct Words {
    QString name; ///< of the controls: "tuning" makes "tuning-start"
    QString start, start_again, cancel;
    QString start_tip, cancel_tip, progress;
  };
  RunBar(RunWork& work, const Words& words, QWidget* parent);

  /// Why a run cannot start now; empty: it can.
  void set_obstacle(const QString& sentence);

public slots:
  void show_state();

signals:
  void start_wanted();
  void go_on_wanted();

private:
  void compose();
  void show_progress();
  QString remaining() const;

  RunWork& work_;
  Words words_;
  QLabel* state_;
  QLabel* time_left_;
  QProgressBar* progress_;
  QPushButton* start_;
  QPushButton* pause_;
  QPushButton* cancel_;
  QString obstacle_;
  QTimer poll_;
};

} // namespace striate
