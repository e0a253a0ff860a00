// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/dataset/dataset.h"

#include <QDialog>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace striate {

/// Asks for the files of an analysis: spikes, and for data of other programs the neurons, what was shown and, of files
/// with several populations, which is meant.
class AnalyzeDialog : public QDialog {
  Q_OBJECT
public:
  explicit AnalyzeDialog(QWidget* window);

  DatasetFiles files() const;

private:
  QLineEdit* add_file(QGridLayout* grid, const QString& label, const char* name, const QString& hint);
  void show_state();

  QLineEdit* spikes_ = nullptr;
  QLineEdit* nodes_ = nullptr;
  QLineEdit* stimuli_ = nullptr;
  QLineEdit* population_ = nullptr;
  QLabel* note_;
  QPushButton* analyze_;
};

} // namespace striate
