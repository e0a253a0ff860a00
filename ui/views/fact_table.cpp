#include "ui/views/fact_table.h"

#include <QHeaderView>
#include <QTableWidget>

#include <cmath>

namespace striate {

QTableWidget* make_fact_table(const QString& name, const QString& accessible_name, const QStringList& headings) {
  auto* table = new QTableWidget(0, static_cast<int>(headings.size()));
  table->setObjectName(name);
  table->setAccessibleName(accessible_name);
  table->setHorizontalHeaderLabels(headings);
  for (int column = 0; column < headings.size(); ++column)
    table->horizontalHeaderItem(column)->setTextAlignment((column > 0 ? Qt::AlignRight : Qt::AlignLeft) |
                                                          Qt::AlignVCenter);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(21);
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table->horizontalHeader()->setHighlightSections(false);
  table->setShowGrid(false);
  table->setFrameShape(QFrame::NoFrame);
  table->setSelectionMode(QAbstractItemView::NoSelection);
  table->setFocusPolicy(Qt::NoFocus);
  return table;
}

QTableWidgetItem* fact_cell(const QString& text, bool number) {
  auto* item = new QTableWidgetItem(text);
  item->setTextAlignment((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  item->setFlags(Qt::ItemIsEnabled);
  return item;
}

QString fact_table_style(Theme theme) {
  const SurfaceColors colors = surface_colors(theme);
  return QStringLiteral("QTableWidget { background: %1; color: %2; border: none; font-size: 8.5pt; } "
                        "QHeaderView { border: none; } QHeaderView::section { background: %1; font-size: 8.5pt; "
                        "padding: 2px 6px; } QTableWidget::item { padding: 0 6px; border: none; } "
                        "QTableWidget::item:selected { background: %3; color: %2; padding: 0 6px; }")
      .arg(colors.panel.name(), colors.text.name(), colors.raised.name());
}

QString number_text(double value, int digits) {
  return std::isnan(value) ? QStringLiteral("–") : QString::number(value, 'f', digits);
}

} // namespace striate
