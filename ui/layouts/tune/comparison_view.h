// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/cell_group.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QTableWidget;

namespace striate {

class StudyData;
class ViewHeader;

/// Medians of model and recordings and their similarity by cell type, for one metric at a time, with the
/// mean score.
class ComparisonView : public QWidget {
  Q_OBJECT
public:
  explicit ComparisonView(StudyData* study_data, QWidget* parent = nullptr);

  ViewHeader* header() const { return header_; }

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void show_rows();
  void show_group();
  std::optional<CellGroup> group_of(int row) const;

  StudyData* data_;
  ViewHeader* header_;
  QComboBox* metric_;
  QLabel* score_;
  QTableWidget* table_;
  QLabel* hint_;
};

} // namespace striate
