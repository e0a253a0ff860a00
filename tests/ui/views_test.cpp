// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/view_stage.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/lgn_view.h"
#include "ui/views/neuron_card.h"
#include "ui/views/population_view.h"
#include "ui/views/raster_overlay.h"
#include "ui/views/raster_view.h"
#include "ui/views/selection_view.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace striate;

namespace {

/// Pixel of the middle of a spike in the raster.
QPointF pixel_of(const RasterView& view, std::int64_t ms, std::uint32_t rank) {
  const QRectF area = view.plot()->data_area(0);
  const Axis& time = view.plot()->figure().panels.front().x;
  return {area.left() + area.width() * (static_cast<double>(ms) + 0.5 - time.min) / (time.max - time.min),
          area.top() + area.height() * (rank + 0.5 - view.rows().first()) / (view.rows().last() - view.rows().first())};
}

} // namespace

class ViewsTest : public QObject {
  Q_OBJECT
private slots:
  void zoom_has_limits();
  void rows_zoom_around_the_pointer_and_return();
  void scrolls_back_and_returns_to_live();
  void held_view_stands_still_while_the_run_goes_on();
  void hover_names_the_neuron_under_the_pixel();
  void click_selects_and_marks_the_row();
  void arrows_walk_through_the_layers();
  void export_is_what_is_shown();
  void every_view_exports_something();
  void hidden_view_draws_nothing();
  void selection_shows_facts_and_a_hint();
  void selectivity_waits_for_exposure();
  void dots_keep_their_size_on_fine_screens();
  void lgn_units_can_be_chosen();
};

void ViewsTest::zoom_has_limits() {
  Stage<RasterView> s;
  s.advance(2000);
  QCOMPARE(s.window.length_ms(), 3000.0);
  const QPointF middle = s.view->plot()->data_area(0).center();
  turn_wheel(s.view->plot(), middle, 1);
  QVERIFY(s.window.length_ms() < 3000.0);
  turn_wheel(s.view->plot(), middle, 40);
  QCOMPARE(s.window.length_ms(), TimeWindow::min_length_ms);
  QVERIFY(s.window.following());
  turn_wheel(s.view->plot(), middle, -60);
  QCOMPARE(s.window.length_ms(), TimeWindow::max_length_ms);
  s.child<QToolButton>("window-1s")->click();
  QCOMPARE(s.window.length_ms(), 1000.0);
  QVERIFY(s.child<QToolButton>("window-1s")->isChecked());
  QTest::keyClick(s.view.get(), Qt::Key_Plus);
  QVERIFY(s.window.length_ms() < 1000.0);
  QTest::keyClick(s.view.get(), Qt::Key_Minus);
  QVERIFY(std::abs(s.window.length_ms() - 1000.0) < 1e-6);
}

void ViewsTest::rows_zoom_around_the_pointer_and_return() {
  Stage<RasterView> s;
  s.advance(500);
  const QRectF area = s.view->plot()->data_area(0);
  const QPointF at(area.center().x(), area.top() + 0.25 * area.height());
  const double rank = 0.25 * s.view->rows().rows();
  turn_wheel(s.view->plot(), at, 3, Qt::ControlModifier);
  const RowWindow& rows = s.view->rows();
  QVERIFY(rows.last() - rows.first() < rows.rows());
  QVERIFY(std::abs(rows.first() + 0.25 * (rows.last() - rows.first()) - rank) < 2.0);
  turn_wheel(s.view->plot(), at, 100, Qt::ControlModifier);
  QCOMPARE(rows.last() - rows.first(), static_cast<std::uint32_t>(RowWindow::min_rows));
  s.settle();
  QTest::mouseDClick(s.view->plot(), Qt::LeftButton, {}, at.toPoint());
  QVERIFY(rows.all());
}

void ViewsTest::scrolls_back_and_returns_to_live() {
  Stage<RasterView> s(60);
  s.advance(70'000);
  auto* live = s.child<QPushButton>("back-to-live");
  auto* bar = s.child<QScrollBar>("raster-scroll");
  QVERIFY(!live->isVisible());
  QCOMPARE(s.window.to_ms(), 70'001.0);

  bar->setValue(bar->minimum()); // 60 s and more can be looked at
  s.settle();
  QCOMPARE(s.window.from_ms(), 0.0);
  QVERIFY(live->isVisible());
  QCOMPARE(s.view->plot()->figure().panels.front().x.min, 0.0);
  s.advance(320);
  QCOMPARE(s.window.from_ms(), 0.0);
  QTest::keyClick(s.view.get(), Qt::Key_Right);
  QCOMPARE(s.window.from_ms(), 300.0);

  QTest::mouseClick(live, Qt::LeftButton);
  QVERIFY(s.window.following());
  QVERIFY(!live->isVisible());
  QCOMPARE(s.window.to_ms(), 70'321.0);
  QTest::keyClick(s.view.get(), Qt::Key_Home);
  QCOMPARE(s.window.from_ms(), 0.0);
  QTest::keyClick(s.view.get(), Qt::Key_End);
  QVERIFY(s.window.following());
}

void ViewsTest::held_view_stands_still_while_the_run_goes_on() {
  Stage<RasterView> s;
  s.advance(4000);
  QTest::mouseClick(s.child<QPushButton>("hold-view"), Qt::LeftButton);
  s.settle();
  const double to = s.window.to_ms();
  const FigureModel before = s.view->plot()->figure();
  s.advance(500);
  QCOMPARE(s.window.to_ms(), to);
  const FigureModel& after = s.view->plot()->figure();
  QCOMPARE(after.panels.front().x.max, before.panels.front().x.max);
  const QPointF middle = s.view->plot()->data_area(0).center();
  QTest::mousePress(s.view->plot(), Qt::LeftButton, {}, middle.toPoint());
  QMouseEvent drag(QEvent::MouseMove, middle + QPointF(80, 0), s.view->plot()->mapToGlobal(middle + QPointF(80, 0)),
                   Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(s.view->plot(), &drag);
  QTest::mouseRelease(s.view->plot(), Qt::LeftButton, {}, (middle + QPointF(80, 0)).toPoint());
  QVERIFY(s.window.to_ms() < to - 100.0); // dragged towards the past
  QVERIFY(!s.data.selected_neuron());     // a drag is no click
}

void ViewsTest::hover_names_the_neuron_under_the_pixel() {
  Stage<RasterView> s(3000, 0.05); // few spikes: the nearest is the one meant
  s.advance(3000);
  QSignalSpy hovered(&s.data, &LiveData::hover_changed);
  int tried = 0;
  s.data.spikes().for_each_step(100, 2900, [&](std::int64_t ms, std::span<const std::uint32_t> ids) {
    if (ids.size() != 1 || ++tried > 20)
      return;
    const std::uint32_t rank = static_cast<std::uint32_t>(s.data.order().rank[ids[0]]);
    move_mouse(s.view->plot(), pixel_of(*s.view, ms, rank));
    QVERIFY(s.data.hovered_neuron().has_value());
    const auto found = std::int64_t{s.data.order().rank[*s.data.hovered_neuron()]};
    // Exact up to the pixel: 2,900 rows share 480 pixels.
    QVERIFY2(std::abs(found - std::int64_t{rank}) <= 7, qPrintable(QString::number(found - std::int64_t{rank})));
    QCOMPARE(s.child<NeuronCard>("neuron-card")->title(), s.data.describe_neuron(*s.data.hovered_neuron()));
  });
  QVERIFY(tried > 5);
  QVERIFY(hovered.count() > 5);
  QVERIFY(s.child<NeuronCard>("neuron-card")->isVisible());

  // Zoomed in so far that each neuron has pixels of its own, the row under the pointer is exact.
  const QPointF at = s.view->plot()->data_area(0).center();
  turn_wheel(s.view->plot(), at, 100, Qt::ControlModifier);
  s.settle();
  const std::uint32_t rank = s.view->rows().first() + 7;
  const QRectF area = s.view->plot()->data_area(0);
  move_mouse(s.view->plot(), {area.left() + 1.0, pixel_of(*s.view, 0, rank).y()});
  QCOMPARE(*s.data.hovered_neuron(), s.data.order().neuron[rank]);

  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(s.view->plot(), &leave);
  QVERIFY(!s.data.hovered_neuron());
  QVERIFY(!s.child<NeuronCard>("neuron-card")->isVisible());
}

void ViewsTest::click_selects_and_marks_the_row() {
  Stage<RasterView> s;
  s.advance(2000);
  QSignalSpy changed(&s.data, &LiveData::selection_changed);
  const QPointF at = s.view->plot()->data_area(0).center();
  move_mouse(s.view->plot(), at);
  const auto hovered = s.data.hovered_neuron();
  QVERIFY(hovered.has_value());
  s.advance(100); // the picture moves on under the pointer
  QTest::mouseClick(s.view->plot(), Qt::LeftButton, {}, at.toPoint());
  QCOMPARE(s.data.selected_neuron(), hovered);
  QCOMPARE(changed.count(), 1);
  s.settle();
  auto* overlay = s.child<RasterOverlay>("raster-overlay");
  QVERIFY(overlay->selected_y().has_value());
  const auto rank = static_cast<std::uint32_t>(s.data.order().rank[*hovered]);
  QVERIFY(std::abs(*overlay->selected_y() - pixel_of(*s.view, 0, rank).y()) < 0.01);
}

void ViewsTest::arrows_walk_through_the_layers() {
  Stage<RasterView> s;
  s.advance(200);
  QTest::keyClick(s.view.get(), Qt::Key_Down);
  QCOMPARE(*s.data.selected_neuron(), s.data.order().neuron[0]);
  QTest::keyClick(s.view.get(), Qt::Key_Down);
  QCOMPARE(*s.data.selected_neuron(), s.data.order().neuron[1]);
  QTest::keyClick(s.view.get(), Qt::Key_Up);
  QTest::keyClick(s.view.get(), Qt::Key_Up);
  QCOMPARE(*s.data.selected_neuron(), s.data.order().neuron[0]);
  QTest::keyClick(s.view.get(), Qt::Key_Escape);
  QVERIFY(!s.data.selected_neuron());
}

void ViewsTest::export_is_what_is_shown() {
  Stage<RasterView> s;
  s.advance(1000);
  s.run.turn(90);
  s.advance(3000);
  const FigureModel all = s.view->export_model();
  QCOMPARE(all.name, std::string("laminar_raster"));
  QCOMPARE(dot_count(all), spike_count(s.data, s.window.from_ms(), s.window.to_ms(), 0, s.data.order().rows()));
  QVERIFY(dot_count(all) > 1000);

  turn_wheel(s.view->plot(), s.view->plot()->data_area(0).center(), 6, Qt::ControlModifier);
  s.window.scroll_by(-500);
  s.settle();
  const FigureModel part = s.view->export_model();
  const Panel& file = part.panels.front();
  const Panel& screen = s.view->plot()->figure().panels.front();
  QCOMPARE(file.y.min, screen.y.min);
  QCOMPARE(file.y.max, screen.y.max);
  QVERIFY(std::abs(file.x.min - screen.x.min) < 10.0 && std::abs(file.x.max - screen.x.max) < 10.0); // within a column
  QCOMPARE(dot_count(part),
           spike_count(s.data, s.window.from_ms(), s.window.to_ms(), s.view->rows().first(), s.view->rows().last()));
}

void ViewsTest::every_view_exports_something() {
  Stage<PopulationView> population;
  population.advance(1000);
  QCOMPARE(population.view->plot()->figure().panels.size(), std::size_t{5});
  QCOMPARE(population.view->export_model().panels.size(), std::size_t{9});
  QCOMPARE(population.view->export_model().panels.front().x.min, population.window.from_ms());

  Stage<LgnView> lgn;
  lgn.advance(1000);
  QCOMPARE(lgn.view->export_model().panels.size(), std::size_t{4}); // luminance and three units
  for (const Panel& panel : lgn.view->export_model().panels)
    QVERIFY(!std::get<LineSeries>(panel.series.front()).x.empty());

  Stage<SelectionView> selection;
  selection.advance(100);
  QVERIFY(selection.view->export_model().panels.empty());
  selection.data.select_neuron(12);
  selection.run.select_neuron(12);
  selection.advance(500);
  const FigureModel neuron = selection.view->export_model();
  QCOMPARE(neuron.rows, 2);
  QVERIFY(neuron.panels.front().polar);
  QCOMPARE(neuron.panels.back().row, 1);
}

void ViewsTest::hidden_view_draws_nothing() {
  Stage<RasterView> s;
  s.advance(200);
  s.view->hide();
  const double before = s.view->plot()->figure().panels.front().x.max;
  s.advance(4000);
  QCOMPARE(s.view->plot()->figure().panels.front().x.max, before);
  s.view->show();
  s.settle();
  QVERIFY(s.view->plot()->figure().panels.front().x.max > before);
}

void ViewsTest::selection_shows_facts_and_a_hint() {
  Stage<SelectionView> s;
  s.advance(100);
  QVERIFY(s.child<QLabel>("selection-hint")->isVisible());
  QTest::keyClick(s.view.get(), Qt::Key_Down);
  s.settle();
  const std::uint32_t neuron = *s.data.selected_neuron();
  QCOMPARE(neuron, s.data.order().neuron[0]);
  QVERIFY(!s.child<QLabel>("selection-hint")->isVisible());
  QCOMPARE(s.child<QLabel>("view-facts")->text(), s.data.describe_neuron(neuron));
  QVERIFY(s.data.describe_neuron(neuron).contains(QStringLiteral("L1 Htr3a (i1Htr3a)")));
  QTRY_VERIFY(s.data.inputs(neuron).has_value());
  QCOMPARE(s.data.inputs(neuron)->recurrent, neuron % 5);
}

void ViewsTest::selectivity_waits_for_exposure() {
  Stage<SelectionView> s(600);
  const auto fact = [&](const QString& name) {
    const auto labels = s.view->findChildren<QLabel*>();
    for (qsizetype i = 0; i + 1 < labels.size(); ++i)
      if (labels[i]->text() == name)
        return labels[i + 1]->text();
    return QString();
  };
  s.data.select_neuron(s.data.order().neuron[0]);
  for (int k = 0; k < 8; ++k) { // one turn of the dial
    s.run.turn(45.0 * k);
    s.advance(100);
  }
  QCOMPARE(fact("OSI"), QString("– (0.8 s)"));
  QCOMPARE(fact("DSI"), QString("– (0.8 s)"));
  QCOMPARE(fact("Directions"), QString("0 of 8"));
  for (int round = 0; round < 12; ++round)
    for (int k = 0; k < 8; ++k) {
      s.run.turn(45.0 * k);
      s.advance(500);
    }
  QCOMPARE(fact("Directions"), QString("8 of 8"));
  const TuningEstimate tuning = s.data.tuning(*s.data.selected_neuron());
  QVERIFY(tuning.spikes_fired() >= TuningEstimate::least_spikes);
  QCOMPARE(fact("OSI"), QString::number(tuning.osi(), 'f', 2));
  QVERIFY(QString::fromStdString(s.view->export_model().caption).contains("contrast 0.8"));
}

// Registered a second time with QT_SCALE_FACTOR=2.
void ViewsTest::dots_keep_their_size_on_fine_screens() {
  Stage<RasterView> s(40, 0.5);
  s.advance(3000);
  ImageSeries image;
  for (const Series& series : s.view->plot()->figure().panels.front().series)
    if (const auto* picture = std::get_if<ImageSeries>(&series))
      image = *picture;
  const double ratio = s.view->plot()->devicePixelRatioF();
  QCOMPARE(image.width, static_cast<int>(std::lround(s.view->plot()->data_area(0).width() * ratio)));
  const auto lit = [&](int x, int y) {
    return image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                        static_cast<std::size_t>(x)] != 0;
  };
  int dots = 0, narrowest = image.width, widest = 0;
  for (int y = 0; y < image.height; ++y)
    for (int x = 1; x < image.width; ++x) {
      if (!lit(x, y) || lit(x - 1, y))
        continue;
      int end = x;
      while (end < image.width && lit(end, y))
        ++end;
      if (end == image.width)
        continue; // cut off by the border
      ++dots;
      narrowest = std::min(narrowest, end - x);
      widest = std::max(widest, end - x);
    }
  QVERIFY(dots > 20);
  QCOMPARE(narrowest, static_cast<int>(std::lround(ratio)));
  QVERIFY(widest < 10 * ratio);
}

void ViewsTest::lgn_units_can_be_chosen() {
  Stage<LgnView> s;
  s.advance(300);
  const auto first = s.data.lgn_units();
  QCOMPARE(first.size(), std::size_t{3});
  const auto& classes = model_tables().lgn_classes;
  const auto& units = s.data.network()->lgn_units;
  QVERIFY(classes[units.unit_class[first[0]]].name.starts_with("sON"));
  QVERIFY(classes[units.unit_class[first[1]]].name.starts_with("sOFF"));
  QVERIFY(classes[units.unit_class[first[2]]].name.starts_with("tOFF"));
  QTest::mouseClick(s.child<QToolButton>("lgn-random"), Qt::LeftButton);
  const auto second = s.data.lgn_units();
  QCOMPARE(second.size(), std::size_t{3});
  QVERIFY(second != first);
}

QTEST_MAIN(ViewsTest)
#include "views_test.moc"
