#include "engine/core/errors.h"
#include "ui/plot/figure_export.h"
#include "ui/plot/figure_widget.h"
#include "ui/plot/nice_ticks.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <QXmlStreamReader>

#include <cmath>

namespace striate {
namespace {

FigureModel figure_of(Panel panel) {
  FigureModel figure;
  figure.name = "test";
  figure.title = "Test & <figure>";
  figure.caption = "seed 3000; R 400 µm";
  figure.settings = R"({"seed": 3000, "name": "a < b & c"})";
  figure.panels.push_back(std::move(panel));
  return figure;
}

/// y = 5 from x = 0 to 10 on axes from 0 to 10.
FigureModel line_figure() {
  Panel panel;
  panel.id = "line";
  panel.title = "Rate";
  panel.x = {.label = "Time", .unit = "s", .min = 0.0, .max = 10.0};
  panel.y = {.label = "Rate", .unit = "Hz", .min = 0.0, .max = 10.0};
  panel.series.emplace_back(
      LineSeries{.label = "L4 Exc", .ink = Ink::exc, .x = {0.0, 10.0}, .y = {5.0, 5.0}, .width_pt = 2.0});
  return figure_of(std::move(panel));
}

/// Dots in the lower half of the axes only.
FigureModel dot_figure(int dots) {
  Panel panel;
  panel.id = "raster";
  panel.x = {.label = "Time", .unit = "ms", .min = 0.0, .max = 1000.0};
  panel.y = {.label = "Neuron", .min = 0.0, .max = 100.0};
  panel.legend = true;
  panel.series.emplace_back(BandSeries{.from = 0.0, .to = 50.0, .label = "L6"});
  DotSeries series{.label = "PV", .ink = Ink::pv, .diameter_pt = 1.5};
  for (int i = 0; i < dots; ++i) {
    series.x.push_back(static_cast<float>((i * 37) % 1000));
    series.y.push_back(static_cast<float>((i * 61) % 50));
  }
  panel.series.emplace_back(std::move(series));
  panel.series.emplace_back(RuleSeries{.at = 500.0, .label = "45°"});
  return figure_of(std::move(panel));
}

/// A picture whose upper half is red and lower half blue, over the whole panel.
FigureModel image_figure() {
  ImageSeries image{.width = 4, .height = 4, .x0 = 0.0, .x1 = 1.0, .y0 = 0.0, .y1 = 1.0};
  for (int i = 0; i < 16; ++i)
    image.pixels.push_back(i < 8 ? 0xFFFF0000U : 0xFF0000FFU);
  Panel panel;
  panel.series.emplace_back(std::move(image));
  return figure_of(std::move(panel));
}

FigureModel polar_figure() {
  Panel panel;
  panel.polar = true;
  panel.y = {.label = "Rate", .unit = "Hz", .min = 0.0, .max = 10.0};
  panel.series.emplace_back(
      LineSeries{.ink = Ink::exc, .x = {0.0, 90.0, 180.0, 270.0}, .y = {8.0, 8.0, 8.0, 8.0}, .fill = true});
  return figure_of(std::move(panel));
}

bool near_color(QRgb pixel, QColor color, int tolerance = 40) {
  return std::abs(qRed(pixel) - color.red()) < tolerance && std::abs(qGreen(pixel) - color.green()) < tolerance &&
         std::abs(qBlue(pixel) - color.blue()) < tolerance;
}

int count_color(const QImage& image, QRect part, QColor color) {
  int count = 0;
  for (int y = part.top(); y <= part.bottom(); ++y)
    for (int x = part.left(); x <= part.right(); ++x)
      count += near_color(image.pixel(x, y), color);
  return count;
}

QColor ink(Ink name, Theme theme) {
  return to_qcolor(palette(name, theme));
}

QByteArray bytes_of(const QString& file) {
  QFile input(file);
  return input.open(QIODevice::ReadOnly) ? input.readAll() : QByteArray();
}

std::filesystem::path to_path(const QString& file) {
  return file.toStdString();
}

} // namespace

class PlotTest : public QObject {
  Q_OBJECT

private:
  QTemporaryDir folder_;
  QString file(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }

private slots:
  void ticks_are_round_and_inside() {
    QCOMPARE(nice_ticks(0.0, 10.0, 6), (std::vector<double>{0.0, 2.0, 4.0, 6.0, 8.0, 10.0}));
    QCOMPARE(nice_ticks(-0.25, 0.3, 3), (std::vector<double>{-0.2, 0.0, 0.2}));
    for (const auto& [low, high] : {std::pair{0.0, 10.0}, {-3.7, 12.2}, {1e-6, 9e-6}, {5e5, 6e8}, {10.0, 0.0}}) {
      const std::vector<double> ticks = nice_ticks(low, high, 6);
      QVERIFY(ticks.size() >= 2 && ticks.size() <= 7);
      QVERIFY(ticks.front() >= std::min(low, high) - 1e-12 && ticks.back() <= std::max(low, high) * (1 + 1e-9));
    }
    QVERIFY(nice_ticks(1.0, 1.0, 5).empty());
    QVERIFY(nice_ticks(0.0, std::nan(""), 5).empty());
  }

  void tick_texts_are_readable() {
    QCOMPARE(tick_text(0.30000000000000004, 0.1), std::string("0.3"));
    QCOMPARE(tick_text(-20.0, 10.0), std::string("−20"));
    QCOMPARE(tick_text(66652.0, 1.0), std::string("66,652"));
    QCOMPARE(tick_text(0.0, 0.5), std::string("0.0"));
    QCOMPARE(tick_text(2e8, 1e8), std::string("2×10⁸"));
  }

  void line_is_where_its_data_are() {
    FigureWidget widget;
    widget.resize(400, 300);
    widget.set_theme(Theme::light);
    widget.set_figure(line_figure());
    const QImage image = widget.grab().toImage();
    const QRectF area = widget.data_area(0);
    QVERIFY(area.width() > 250.0 && area.height() > 180.0);
    const QPoint middle = area.center().toPoint();
    QVERIFY(count_color(image, QRect(middle - QPoint(2, 3), QSize(5, 7)), ink(Ink::exc, Theme::light)) > 5);
    QCOMPARE(count_color(image, QRect(middle + QPoint(0, 20), QSize(20, 20)), ink(Ink::exc, Theme::light)), 0);
    QVERIFY(widget.data_area(1).isEmpty());
    QVERIFY(!widget.accessibleName().isEmpty());
  }

  void peaks_survive_decimation() {
    FigureModel figure = line_figure();
    auto& line = std::get<LineSeries>(figure.panels[0].series[0]);
    line.x.clear();
    line.y.clear();
    for (int i = 0; i < 100'000; ++i) {
      line.x.push_back(i * 1e-4);
      line.y.push_back(i == 50'003 ? 9.0 : 1.0); // one sample in a hundred thousand
    }
    const QImage image = render_figure(figure, QSize(400, 300), 96.0, Theme::dark);
    QVERIFY(count_color(image, QRect(100, 60, 250, 100), ink(Ink::exc, Theme::dark)) > 50);
  }

  void gaps_stay_gaps() {
    FigureModel figure = line_figure();
    auto& line = std::get<LineSeries>(figure.panels[0].series[0]);
    line.x = {0.0, 4.0, 5.0, 6.0, 10.0};
    line.y = {5.0, 5.0, std::nan(""), 5.0, 5.0};
    FigureWidget widget;
    widget.resize(400, 300);
    widget.set_figure(figure);
    const QPoint middle = widget.data_area(0).center().toPoint();
    QCOMPARE(
        count_color(widget.grab().toImage(), QRect(middle - QPoint(5, 10), QSize(10, 20)), ink(Ink::exc, Theme::dark)),
        0);
  }

  void picture_has_its_rows_from_the_top() {
    FigureWidget widget;
    widget.resize(300, 200);
    widget.set_figure(image_figure());
    const QImage image = widget.grab().toImage();
    const QRectF area = widget.data_area(0);
    QVERIFY(near_color(image.pixel((area.center() - QPointF(0.0, 40.0)).toPoint()), Qt::red));
    QVERIFY(near_color(image.pixel((area.center() + QPointF(0.0, 40.0)).toPoint()), Qt::blue));
  }

  void polar_panel_is_round() {
    FigureWidget widget;
    widget.resize(400, 260);
    widget.set_figure(polar_figure());
    const QImage image = widget.grab().toImage();
    const QRectF area = widget.data_area(0);
    QVERIFY(std::abs(area.width() - area.height()) < 1.0);
    const double radius = 0.4 * area.width(); // 8 of 10
    for (const QPointF& direction : {QPointF(1, 0), QPointF(0, -1), QPointF(-1, 0), QPointF(0, 1)})
      QVERIFY(count_color(image, QRect((area.center() + radius * direction).toPoint() - QPoint(3, 3), QSize(7, 7)),
                          ink(Ink::exc, Theme::dark)) > 0);
  }

  void many_dots_keep_their_place() {
    FigureWidget widget;
    widget.resize(500, 400);
    widget.set_figure(dot_figure(30'000));
    const QImage image = widget.grab().toImage();
    const QRect area = widget.data_area(0).toRect();
    const QRect upper(area.topLeft() + QPoint(4, 20), QSize(area.width() - 8, area.height() / 2 - 30));
    const QRect lower = upper.translated(0, area.height() / 2);
    QCOMPARE(count_color(image, upper, ink(Ink::pv, Theme::dark)), 0);
    QVERIFY(count_color(image, lower, ink(Ink::pv, Theme::dark)) > 5'000);
  }

  void themes_differ() {
    const QImage dark = render_figure(line_figure(), QSize(200, 150), 96.0, Theme::dark);
    const QImage light = render_figure(line_figure(), QSize(200, 150), 96.0, Theme::light);
    const QImage print = render_figure(line_figure(), QSize(200, 150), 96.0, Theme::print);
    QCOMPARE(dark.pixelColor(0, 0), surface_colors(Theme::dark).panel);
    QCOMPARE(light.pixelColor(0, 0), surface_colors(Theme::light).panel);
    QCOMPARE(print.pixelColor(0, 0), QColor(Qt::white));
    QVERIFY(dark != light && light != print);
  }

  void theme_colours_reach_widgets() {
    apply_theme(*qApp, Theme::dark);
    QPushButton button(QStringLiteral("Run"));
    button.setProperty("role", "primary");
    button.resize(120, 40);
    const QImage image = button.grab().toImage();
    QVERIFY(count_color(image, image.rect(), surface_colors(Theme::dark).accent) > 1'000);
    QCOMPARE(qApp->palette().color(QPalette::Window), surface_colors(Theme::dark).window);
    apply_theme(*qApp, Theme::light);
    QCOMPARE(qApp->palette().color(QPalette::Window), surface_colors(Theme::light).window);
    QVERIFY(!qApp->styleSheet().contains(u'@'));
    qApp->setStyleSheet(QString());
  }

  void mouse_speaks_data_units() {
    FigureWidget widget;
    widget.resize(400, 300);
    widget.set_figure(line_figure());
    widget.show();
    QSignalSpy clicked(&widget, &FigureWidget::clicked), hovered(&widget, &FigureWidget::hovered);
    QSignalSpy left(&widget, &FigureWidget::left), dragged(&widget, &FigureWidget::dragged);
    QSignalSpy wheel(&widget, &FigureWidget::wheel_turned), twice(&widget, &FigureWidget::double_clicked);
    const QRectF area = widget.data_area(0);
    const QPoint at = (area.topLeft() + QPointF(0.25 * area.width(), 0.25 * area.height())).toPoint();

    QTest::mouseMove(&widget, at);
    QTRY_VERIFY(hovered.count() > 0);
    QCOMPARE(hovered.last().at(0).toInt(), 0);
    QVERIFY(std::abs(hovered.last().at(1).toDouble() - 2.5) < 0.05);
    QVERIFY(std::abs(hovered.last().at(2).toDouble() - 7.5) < 0.05);
    QTest::mouseMove(&widget, QPoint(1, 1));
    QTRY_VERIFY(left.count() > 0);

    QTest::mouseClick(&widget, Qt::LeftButton, {}, at);
    QCOMPARE(clicked.count(), 1);
    QVERIFY(std::abs(clicked.last().at(1).toDouble() - 2.5) < 0.05);
    QTest::mouseDClick(&widget, Qt::LeftButton, {}, at);
    QCOMPARE(twice.count(), 1);

    const int clicks = static_cast<int>(clicked.count());
    QTest::mousePress(&widget, Qt::LeftButton, {}, at);
    const QPoint to = at + QPoint(qRound(0.5 * area.width()), 0);
    QMouseEvent move(QEvent::MouseMove, to, widget.mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(&widget, &move);
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, to);
    QCOMPARE(dragged.count(), 1);
    QVERIFY(std::abs(dragged.last().at(1).toDouble() - 5.0) < 0.1);
    QCOMPARE(clicked.count(), clicks); // a drag is no click

    QWheelEvent turn(QPointF(at), widget.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 240), Qt::NoButton,
                     Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &turn);
    QCOMPARE(wheel.count(), 1);
    QCOMPARE(wheel.last().at(3).toDouble(), 2.0);
  }

  void cursor_is_drawn() {
    FigureWidget widget;
    widget.resize(400, 300);
    widget.set_figure(line_figure());
    const QImage before = widget.grab().toImage();
    widget.set_cursor_x(2.0);
    QVERIFY(widget.grab().toImage() != before);
    widget.set_cursor_x(std::nan(""));
    QCOMPARE(widget.grab().toImage(), before);
  }

  void data_areas_of_a_column_are_aligned() {
    FigureModel figure = line_figure();
    figure.rows = 2;
    Panel second = figure.panels[0];
    second.row = 1;
    second.y.max = 1e5; // wider tick texts
    figure.panels.push_back(second);
    FigureWidget widget;
    widget.resize(400, 400);
    widget.set_figure(figure);
    QCOMPARE(widget.data_area(0).left(), widget.data_area(1).left());
    QCOMPARE(widget.data_area(0).right(), widget.data_area(1).right());
    QVERIFY(widget.data_area(0).bottom() < widget.data_area(1).top());
  }

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
    QVERIFY(std::abs(match.captured(1).toDouble() / 72.0 * 25.4 - 180.0) < 0.2); // Qt rounds pages to whole points
    QVERIFY(std::abs(match.captured(2).toDouble() / 72.0 * 25.4 - 120.0) < 0.2);
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
    figure.panels.front().letter = "B";
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

QTEST_MAIN(striate::PlotTest)
#include "plot_test.moc"
