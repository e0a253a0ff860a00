// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_table.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;

namespace striate {

/// A line of the stimulus panel that edits one parameter. Lines share the widths of their columns.
class PanelRow : public QWidget {
  Q_OBJECT
public:
  struct Columns {
    int label = 0, entry = 0, unit = 0; ///< px
  };

  PanelRow(const Parameter& parameter, QWidget* parent);

  const std::string& key() const { return parameter_.key; }
  /// 0 for a column that the line does not have.
  virtual Columns natural_columns() const = 0;
  virtual void set_columns(const Columns& columns) = 0;
  virtual void set_colors(const SurfaceColors& /*colors*/) {}

protected:
  const Parameter& row_parameter() const { return parameter_; }
  /// The parameter's name with its tooltip, for the first column.
  QLabel* make_label();

private:
  const Parameter& parameter_;
};

} // namespace striate
