// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"

#include <QDialog>
#include <QTimer>

#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace striate {

class ExportForm;

/// Writes one of the figures to a file, with a preview of what it will be. An existing file is only replaced by a
/// button that says so.
class ExportDialog : public QDialog {
  Q_OBJECT
public:
  ExportDialog(std::vector<FigureModel> figures, int chosen, QWidget* window);

signals:
  void exported(const QString& file);

private:
  const FigureModel& figure() const;
  void take_figure();
  void take_change();
  void suggest_file();
  void show_state();
  void show_preview();
  void browse();
  void write();
  void written(const QString& file, const QString& problem);

  std::vector<FigureModel> figures_;
  QComboBox* which_;
  ExportForm* form_;
  QLineEdit* file_;
  QLabel* note_;
  QLabel* preview_;
  QPushButton* write_;
  QTimer preview_soon_;
};

} // namespace striate
