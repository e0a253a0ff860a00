// SPDX-License-Identifier: Apache-2.0
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

QString number_text(double value, int digits) {
  return std::isnan(value) ? QStringLiteral("–") : QString::number(value, 'f', digits);
}

} // namespace striate
