// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/explore/recording/recording_edits.h"

#include <QString>
#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;

namespace striate {

/// A check for every kind of file that a recording can hold, with what it writes per second of model time.
class RecordedFiles : public QWidget {
  Q_OBJECT
public:
  explicit RecordedFiles(QWidget* parent = nullptr);

  void show_plan(const RecordingPlan& plan);
  void show_estimate(const RecordingEstimate& estimate);

signals:
  void switched(RecordedFile file, const QString& name, bool on);
  void float32_wanted(bool on);

private:
  struct Row {
    RecordedFile file;
    double RecordingEstimate::*bytes_per_s;
    QCheckBox* check;
    QLabel* size;
  };
  void add(RecordedFile file, double RecordingEstimate::*bytes_per_s, const char* name, const QString& title,
           const QString& tooltip);

  QGridLayout* grid_;
  std::vector<Row> rows_;
  QComboBox* precision_; ///< of the simulation data
};

} // namespace striate
