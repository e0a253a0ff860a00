// SPDX-License-Identifier: Apache-2.0
// What is in the files of a figure: PNG, PDF, SVG, CSV.
#include "engine/core/errors.h"
#include "plot_figures.h"
#include "ui/plot/figure_export.h"

#include <QDirIterator>
#include <QFile>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

QByteArray bytes_of(const QString& file) {
  QFile input(file);
  return input.open(QIODevice::ReadOnly) ? input.readAll() : QByteArray();
}

std::filesystem::path to_path(const QString& file) {
  return file.toStdString();
}

} // namespace

class FigureExportTest : public QObject {
  Q_OBJECT

private:
  QTemporaryDir folder_;
  QString file(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }

private slots:
  void png_has_size_resolution_and_settings() {
    export_figure(line_figure(), to_path(file("line.png")), {.width_mm = 85.0, .height_mm = 60.0, .dpi = 300});
    const QImage image(file("line.png"));
    QCOMPARE(image.size(), QSize(1004, 709));
    QCOMPARE(image.dotsPerMeterX(), 11811);
    QCOMPARE(image.text(QStringLiteral("Settings")), QString::fromStdString(line_figure().settings));
    QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
    QVERIFY(count_color(image, image.rect(), ink(Ink::exc, Theme::print)) > 1'000);

    export_figure(line_figure(), to_path(file("clear.png")), {.transparent = true});
    const QImage clear(file("clear.png"));
    QVERIFY(clear.hasAlphaChannel());
    QCOMPARE(clear.pixelColor(0, 0).alpha(), 0);
  }

  void pdf_has_text_fonts_and_page_size() {
    export_figure(line_figure(), to_path(file("line.pdf")), {.width_mm = 180.0, .height_mm = 120.0});
    const QByteArray pdf = bytes_of(file("line.pdf"));
    QVERIFY(pdf.startsWith("%PDF-"));
    QVERIFY(pdf.contains("/FontFile2") && pdf.contains("/ToUnicode")); // embedded, and text can be copied
    QVERIFY(pdf.contains("/EmbeddedFile"));
    QVERIFY(!pdf.contains("/Subtype /Image"));
    const QRegularExpression box(QStringLiteral(R"(/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\])"));
    const QRegularExpressionMatch match = box.match(QString::fromLatin1(pdf));
    QVERIFY(match.hasMatch());
    QVERIFY(std::abs(match.captured(1).toDouble() / 72.0 * 25.4 - 180.0) < 0.001);
    QVERIFY(std::abs(match.captured(2).toDouble() / 72.0 * 25.4 - 120.0) < 0.001);
  }

  void pdf_pages_have_the_size_asked_for_and_objects_are_where_the_table_says() {
    for (const auto& [width_mm, height_mm] : {std::pair{85.0, 60.0}, {180.0, 120.0}, {84.999, 33.3}, {25.4, 25.4}}) {
      export_figure(line_figure(), to_path(file("size.pdf")), {.width_mm = width_mm, .height_mm = height_mm});
      const QByteArray pdf = bytes_of(file("size.pdf"));
      const QRegularExpression box(QStringLiteral(R"(/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\])"));
      const QRegularExpressionMatch match = box.match(QString::fromLatin1(pdf));
      QVERIFY(std::abs(match.captured(1).toDouble() / 72.0 * 25.4 - width_mm) < 0.001);
      QVERIFY(std::abs(match.captured(2).toDouble() / 72.0 * 25.4 - height_mm) < 0.001);
      const qsizetype start = pdf.lastIndexOf("startxref\n") + 10;
      const qsizetype table = pdf.mid(start, pdf.indexOf('\n', start) - start).toLongLong();
      QCOMPARE(pdf.mid(table, 5), QByteArray("xref\n"));
      const qsizetype first = pdf.indexOf('\n', table + 5) + 1;
      const int entries = pdf.mid(table + 5, first - table - 6).split(' ').last().toInt();
      QVERIFY(entries > 5);
      for (int i = 1; i < entries; ++i) {
        const QByteArray entry = pdf.mid(first + 20 * i, 20);
        if (entry[17] == 'n')
          QVERIFY(pdf.mid(entry.left(10).toLongLong()).startsWith(QByteArray::number(i) + " 0 obj"));
      }
    }
  }

  void crowded_dots_become_a_picture() {
    export_figure(dot_figure(30'000), to_path(file("many.pdf")));
    export_figure(dot_figure(300), to_path(file("few.pdf")));
    QVERIFY(bytes_of(file("many.pdf")).contains("/Subtype /Image"));
    QVERIFY(bytes_of(file("many.pdf")).contains("/FontFile2"));
    QVERIFY(!bytes_of(file("few.pdf")).contains("/Subtype /Image"));

    export_figure(dot_figure(30'000), to_path(file("many.svg")));
    const QByteArray svg = bytes_of(file("many.svg"));
    QCOMPARE(svg.count("<image"), 1);
    QVERIFY(svg.contains(">PV</text>"));
    QSvgRenderer renderer(svg);
    QImage image(900, 600, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    QVERIFY(count_color(image, QRect(100, 330, 750, 200), ink(Ink::pv, Theme::print)) > 2'000);
    QCOMPARE(count_color(image, QRect(100, 60, 750, 220), ink(Ink::pv, Theme::print)), 0);
  }

  void svg_is_valid_and_has_text_and_settings() {
    FigureModel figure = line_figure();
    std::get<LineSeries>(figure.panels[0].series[0]).y = {5.0, 500.0}; // leaves the axes: must be cut there
    export_figure(figure, to_path(file("line.svg")), {.width_mm = 85.0, .height_mm = 60.0});
    const QByteArray svg = bytes_of(file("line.svg"));
    QVERIFY(svg.contains("width=\"85mm\"") && svg.contains("height=\"60mm\""));
    QVERIFY(!svg.contains("rgba("));
    QString title, description;
    int texts = 0;
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
      if (xml.readNext() != QXmlStreamReader::StartElement)
        continue;
      if (xml.name() == QLatin1String("title"))
        title = xml.readElementText();
      else if (xml.name() == QLatin1String("desc"))
        description = xml.readElementText();
      else if (xml.name() == QLatin1String("text"))
        ++texts;
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(title, QString::fromStdString(figure.title));
    QCOMPARE(description, QString::fromStdString(figure.settings));
    QVERIFY(texts > 8);

    QSvgRenderer renderer(svg);
    QImage image(850, 600, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    QCOMPARE(count_color(image, QRect(0, 0, 850, 40), ink(Ink::exc, Theme::print)), 0);
    QVERIFY(count_color(image, image.rect(), ink(Ink::exc, Theme::print)) > 100);
  }

  void one_style_for_a_set() {
    FigureModel figure = line_figure();
    figure.panels.front().letter = std::string("B"); // the literal gives a false warning of GCC 12
    const auto svg_of = [&](const FigureExportOptions& options) {
      export_figure(figure, to_path(file("style.svg")), options);
      return bytes_of(file("style.svg"));
    };
    const auto text_sizes = [](const QByteArray& svg) {
      std::vector<double> sizes;
      QXmlStreamReader xml(svg);
      while (!xml.atEnd())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("text"))
          sizes.push_back(xml.attributes().value("font-size").toDouble());
      return sizes;
    };
    const QByteArray usual = svg_of({});
    QVERIFY(usual.contains(">B</text>"));
    const auto before = text_sizes(usual), after = text_sizes(svg_of({.text_pt = 15.0}));
    QVERIFY(before.size() > 4);
    QVERIFY(std::abs(*std::ranges::max_element(after) / *std::ranges::max_element(before) - 2.0) < 0.05);
    QVERIFY(svg_of({.letters = PanelLetters::lower}).contains(">b</text>"));
    const QByteArray none = svg_of({.letters = PanelLetters::none});
    QVERIFY(!none.contains(">b</text>") && !none.contains(">B</text>"));

    FigureExportOptions wide = at_width({}, figure, one_column_mm);
    QCOMPARE(wide.width_mm, one_column_mm);
    QCOMPARE(wide.height_mm / wide.width_mm, figure.height_mm / figure.width_mm);
    QCOMPARE(at_width({}, figure, 0.0).height_mm, 0.0);
    QVERIFY_EXCEPTION_THROWN(svg_of({.text_pt = 40.0}), Error);
  }

  void csv_has_the_numbers() {
    export_figure(line_figure(), to_path(file("line.csv")));
    const QByteArray csv = bytes_of(file("line.csv"));
    QVERIFY(csv.count('\n') >= 3);
    QVERIFY(csv.contains("L4 Exc"));
  }

  void bad_requests_are_explained() {
    const auto message = [](const std::filesystem::path& target, const FigureExportOptions& options) {
      try {
        export_figure(line_figure(), target, options);
      } catch (const Error& error) {
        return QString::fromUtf8(error.what());
      }
      return QString();
    };
    QVERIFY(message(to_path(file("x.docx")), {}).contains(QStringLiteral(".pdf, .svg, .png or .csv")));
    QVERIFY(message(to_path(file("x.pdf")), {.width_mm = -1.0}).contains(QStringLiteral("width")));
    QVERIFY(message(to_path(file("x.png")), {.dpi = 0}).contains(QStringLiteral("dpi")));
    QVERIFY(message(to_path(file("x.png")), {.width_mm = 4000.0, .dpi = 1200}).contains(QStringLiteral("pixels")));
    const QString missing = message(to_path(file("no/such/folder/x.pdf")), {});
    QVERIFY(missing.contains(QStringLiteral("x.pdf")) && missing.contains(QStringLiteral("folder")));
    FigureModel flat = line_figure();
    flat.height_mm = 0.0;
    QVERIFY_EXCEPTION_THROWN(export_figure(flat, to_path(file("flat.svg"))), Error);
    // Nothing half-written stays behind.
    QDirIterator entries(folder_.path(), {QStringLiteral("x.*"), QStringLiteral("flat*")}, QDir::Files);
    QVERIFY(!entries.hasNext());
  }
};

} // namespace striate

QTEST_MAIN(striate::FigureExportTest)
#include "figure_export_test.moc"
