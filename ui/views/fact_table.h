// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QStringList>

class QTableWidget;
class QTableWidgetItem;

namespace striate {

/// A quiet table for a narrow panel: the first column is text and takes the room, the others are numbers.
QTableWidget* make_fact_table(const QString& name, const QString& accessible_name, const QStringList& headings);
/// A cell that can only be read.
QTableWidgetItem* fact_cell(const QString& text, bool number);
/// "–" for NaN.
QString number_text(double value, int digits);

} // namespace striate
