// SPDX-License-Identifier: Apache-2.0
// Where the marks of a figure are on the screen, and what the mouse says there.
#include "plot_figures.h"
#include "ui/plot/figure_export.h"
#include "ui/plot/figure_widget.h"
#include "ui/plot/nice_ticks.h"
#include "ui/theme/control_colors.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

namespace striate {
namespace {

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

} // namespace

class PlotTest : public QObject {
  Q_OBJECT

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
    QVERIFY(count_color(image, image.rect(), control_colors(Theme::dark).fill) > 1'000);
    QCOMPARE(qApp->palette().color(QPalette::Window), surface_colors(Theme::dark).window);
    apply_theme(*qApp, Theme::light);
    QCOMPARE(qApp->palette().color(QPalette::Window), surface_colors(Theme::light).window);
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
};

} // namespace striate

QTEST_MAIN(striate::PlotTest)
#include "plot_test.moc"
