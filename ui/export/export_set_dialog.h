// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/tune/figure_maker.h"
#include "ui/plot/figure_export.h"

#include <QDialog>

#include <memory>
#include <thread>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QDoubleSpinBox;
class QPushButton;
class QSpinBox;

namespace striate {

class TaskBar;

/// Writes all figures of a study and of its network to a folder, in one style, and the tables of the study beside them.
/// A folder that holds files already is only used by a button that says so.
class ExportSetDialog : public QDialog {
  Q_OBJECT
public:
  ExportSetDialog(FigureSource source, QWidget* window);
  ~ExportSetDialog() override;

signals:
  void exported(const QString& folder, int figures);

private:
  void browse();
  void show_state();
  void write();
  void written(const TaskStatus& status);
  std::vector<std::string> endings() const;
  FigureExportOptions options() const;

  FigureSource source_;
  std::vector<FigureEntry> entries_;
  std::vector<QCheckBox*> formats_;
  QComboBox* width_;
  QDoubleSpinBox* text_size_;
  QComboBox* letters_;
  QSpinBox* dpi_;
  QComboBox* theme_;
  QCheckBox* tables_;
  QLineEdit* folder_;
  QLabel* note_;
  QPushButton* write_;
  TaskBar* progress_;
  std::shared_ptr<Task> task_;
  std::thread thread_;
};

} // namespace striate
