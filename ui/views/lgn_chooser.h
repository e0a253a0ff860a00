// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

#include <cstdint>
#include <optional>
#include <vector>

class QComboBox;
class QSpinBox;

namespace striate {

/// Chooses the LGN units of the sample: three ids, or three at random from one class. Asks by a signal; who owns the
/// choice answers with set_units.
class LgnChooser : public QWidget {
  Q_OBJECT
public:
  static constexpr int unit_count = 3;

  explicit LgnChooser(QWidget* parent = nullptr);

  void set_units(const std::vector<std::uint32_t>& units, std::uint32_t unit_total);
  /// The class in the box; -1: any.
  int unit_class() const;

signals:
  void class_chosen();
  void units_chosen(std::vector<std::uint32_t> units);
  void random_wanted(std::optional<int> unit_class); ///< index into ModelTables::lgn_classes; empty: any

private:
  void read_ids();

  QComboBox* classes_;
  std::vector<QSpinBox*> ids_;
};

} // namespace striate
