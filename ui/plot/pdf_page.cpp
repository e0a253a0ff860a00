// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/pdf_page.h"

#include "engine/core/errors.h"

#include <QList>

#include <algorithm>

namespace striate {

namespace {

/// A replacement in the file: positions behind it move.
struct Change {
  qsizetype at, grows;
};

[[noreturn]] void fail(const char* what) {
  throw Error(std::string("The PDF file could not be given its exact size, since Qt wrote no ") + what +
              "; export another format.");
}

qsizetype moved(qsizetype position, const QList<Change>& changes) {
  qsizetype result = position;
  for (const Change& change : changes)
    if (position > change.at)
      result += change.grows;
  return result;
}

/// The table "xref" of where each object begins, in entries of 20 bytes, and the place of the table itself.
void correct_table(QByteArray& pdf, const QList<Change>& changes) {
  const qsizetype start = pdf.lastIndexOf("startxref\n");
  if (start < 0)
    fail("startxref");
  const qsizetype number = start + 10, end = pdf.indexOf('\n', number);
  const qsizetype table = moved(pdf.mid(number, end - number).toLongLong(), changes);
  if (pdf.mid(table, 5) != "xref\n")
    fail("table of objects");
  qsizetype line = pdf.indexOf('\n', table + 5);
  const QList<QByteArray> range = pdf.mid(table + 5, line - table - 5).split(' ');
  const int entries = range.size() == 2 ? range[1].toInt() : 0;
  ++line;
  for (int i = 0; i < entries; ++i, line += 20) {
    if (pdf.mid(line + 17, 1) != "n")
      continue; // a free entry
    const QByteArray place = QByteArray::number(moved(pdf.mid(line, 10).toLongLong(), changes)).rightJustified(10, '0');
    pdf.replace(line, 10, place);
  }
  pdf.replace(number, end - number, QByteArray::number(table));
}

} // namespace

QByteArray with_page_size(QByteArray pdf, double width_pt, double height_pt) {
  const QByteArray box =
      "/MediaBox [0 0 " + QByteArray::number(width_pt, 'f', 4) + ' ' + QByteArray::number(height_pt, 'f', 4) + ']';
  QList<Change> changes; // in positions of the file as it was
  qsizetype shift = 0;
  for (qsizetype at = pdf.indexOf("/MediaBox ["); at >= 0; at = pdf.indexOf("/MediaBox [", at + box.size())) {
    const qsizetype old = pdf.indexOf(']', at) + 1 - at;
    pdf.replace(at, old, box);
    changes.append({at - shift, box.size() - old});
    shift += box.size() - old;
  }
  if (changes.isEmpty())
    fail("page");
  correct_table(pdf, changes);
  return pdf;
}

} // namespace striate
