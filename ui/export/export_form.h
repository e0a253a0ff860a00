// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/figure_export.h"

#include <QString>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QSpinBox;

namespace striate {

/// The choices of an export: format, size, dpi, theme. Remembers them between runs.
class ExportForm : public QWidget {
  Q_OBJECT
public:
  explicit ExportForm(QWidget* parent);

  /// A row above the others, in line with them.
  void put_first(const QString& label, QWidget* control);
  QString ending() const; ///< "pdf", "svg", "png", "csv"
  FigureExportOptions options() const;
  /// Height for the chosen width that keeps the figure's own proportions.
  void set_proportions(double width_mm, double height_mm);
  void remember() const;

signals:
  void changed();

private:
  void recall();
  void fit_controls();
  void take_width(int preset);

  QFormLayout* form_;
  QComboBox* format_;
  QComboBox* width_preset_;
  QDoubleSpinBox* width_;
  QDoubleSpinBox* height_;
  QSpinBox* dpi_;
  QComboBox* theme_;
  QCheckBox* transparent_;
  double height_per_width_ = 2.0 / 3.0;
};

} // namespace striate
