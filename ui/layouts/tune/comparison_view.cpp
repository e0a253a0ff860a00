// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/comparison_view.h"

#include "ui/layouts/tune/study_data.h"
#include "ui/live/live_data.h"
#include "ui/views/fact_table.h"
#include "ui/views/view_header.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>

namespace striate {

namespace {

enum Column { type_column, model_column, recorded_column, score_column, column_count };

/// A label for a header line, short enough for a narrow panel.
QString short_label(const std::string& metric) {
  return metric == "preferred_rate"     ? ComparisonView::tr("preferred rate")
         : metric == "evoked_rate"      ? ComparisonView::tr("evoked rate")
         : metric == "spontaneous_rate" ? ComparisonView::tr("spontaneous rate")
                                        : QString::fromStdString(metric);
}

} // namespace

ComparisonView::ComparisonView(StudyData* study_data, QWidget* parent)
    : QWidget(parent), data_(study_data), header_(new ViewHeader(tr("Against Neuropixels"))), metric_(new QComboBox),
      score_(new QLabel),
      table_(make_fact_table(QStringLiteral("comparison-table"), tr("Model and recordings by cell type"),
                             {tr("Type"), tr("Model"), tr("Recorded"), tr("S")})),
      hint_(new QLabel) {
  setObjectName("comparison");
  metric_->setObjectName("comparison-metric");
  metric_->setToolTip(tr("Compared measure; OSI and DSI of neurons at or above 0.5 Hz"));
  for (const std::string& metric : compared_metrics())
    metric_->addItem(short_label(metric), QString::fromStdString(metric));
  metric_->setCurrentIndex(metric_->findData("OSI"));
  score_->setObjectName("comparison-score");
  score_->setProperty("role", "fact");
  score_->setToolTip(tr("Mean similarity over the types with enough values on both sides"));
  table_->horizontalHeaderItem(score_column)
      ->setToolTip(
          tr("Similarity 1 - KS of the distributions; 1 = identical. Dimmed: too few values for the mean score"));
  table_->setMouseTracking(true);
  table_->viewport()->installEventFilter(this);
  connect(table_, &QTableWidget::cellEntered, this, [this](int row) { data_->live().hover_group(group_of(row)); });
  connect(table_, &QTableWidget::cellClicked, this, [this](int row) {
    if (const auto group = group_of(row))
      data_->live().toggle_group(*group);
  });
  connect(&data_->live(), &LiveData::group_changed, this, &ComparisonView::show_group);
  hint_->setProperty("role", "hint");
  hint_->setAlignment(Qt::AlignCenter);
  hint_->setWordWrap(true);
  hint_->setText(tr("A tuning run compares every cell type with the recordings."));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 4, 6, 8);
  auto* top = new QHBoxLayout;
  top->addWidget(metric_);
  top->addStretch(1);
  top->addWidget(score_);
  column->addLayout(top);
  column->addWidget(table_, 1);
  column->addWidget(hint_, 1);
  connect(metric_, &QComboBox::currentIndexChanged, this, &ComparisonView::show_rows);
  connect(data_, &StudyData::changed, this, &ComparisonView::show_rows);
  setProperty("setting", "view");
  show_rows();
}

/// The quiet cells hold a colour of the palette.
void ComparisonView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange)
    show_group();
}

std::optional<CellGroup> ComparisonView::group_of(int row) const {
  return group_named(table_->item(row, type_column)->text().toStdString());
}

/// The highlighted types bold, the others quiet.
void ComparisonView::show_group() {
  const auto group = data_->live().shown_group();
  for (int row = 0; row < table_->rowCount(); ++row) {
    const auto of_row = group_of(row);
    const bool member = group && of_row && of_row->overlaps(*group);
    for (int column = 0; column < table_->columnCount(); ++column) {
      QTableWidgetItem* item = table_->item(row, column);
      const bool quiet = (group && !member) || item->data(Qt::UserRole).toBool();
      item->setForeground(quiet ? palette().placeholderText() : QBrush()); // no brush: that of the table
      QFont font = item->font();
      font.setBold(member);
      item->setFont(font);
    }
  }
}

bool ComparisonView::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Leave)
    data_->live().hover_group(std::nullopt);
  return QWidget::eventFilter(watched, event);
}

void ComparisonView::show_rows() {
  const auto findings = data_->findings();
  table_->setVisible(findings != nullptr);
  hint_->setVisible(findings == nullptr);
  score_->clear();
  metric_->setVisible(findings != nullptr);
  table_->setRowCount(0);
  if (!findings)
    return;
  const std::string metric = metric_->currentData().toString().toStdString();
  const int digits = std::string(metric_unit(metric)).empty() ? 2 : 1;
  for (const TypeComparison& row : findings->comparison.rows) {
    if (row.metric != metric)
      continue;
    const int at = table_->rowCount();
    table_->insertRow(at);
    table_->setItem(at, type_column, fact_cell(QString::fromStdString(spaced(row.cell_type)), false));
    table_->setItem(at, model_column, fact_cell(number_text(row.model.median, digits), true));
    table_->setItem(at, recorded_column,
                    fact_cell(number_text(row.recorded_units > 0 ? row.recorded_median : std::nan(""), digits), true));
    auto* score = fact_cell(number_text(row.similarity, 2), true);
    score->setData(Qt::UserRole, !row.scored);
    table_->setItem(at, score_column, score);
  }
  show_group();
  const double mean = findings->comparison.score(metric);
  score_->setText(std::isnan(mean) ? tr("no score") : tr("mean S %1").arg(mean, 0, 'f', 2));
}

} // namespace striate
