// SPDX-License-Identifier: Apache-2.0
// The looks of the LGN view: map of all units and filter of one.
#include "engine/analysis/figures/lgn_figures.h"
#include "tests/ui/view_stage.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/lgn_view.h"
#include "ui/views/neuron_card.h"

#include <QComboBox>

#include <algorithm>

using namespace striate;

namespace {

QPointF pixel_of(const FigureWidget& plot, double x, double y) {
  const QRectF area = plot.data_area(0);
  const Panel& panel = plot.figure().panels.front();
  return {area.left() + area.width() * (x - panel.x.min) / (panel.x.max - panel.x.min),
          area.bottom() - area.height() * (y - panel.y.min) / (panel.y.max - panel.y.min)};
}

} // namespace

class LgnViewTest : public QObject {
  Q_OBJECT
private slots:
  void map_shows_rates_at_their_places();
  void map_is_square_in_degrees();
  void pointing_names_a_unit_and_a_click_chooses_it();
  void map_filters_by_class();
  void filter_shows_the_chosen_unit();
  void export_is_the_look();
};

void LgnViewTest::map_shows_rates_at_their_places() {
  Stage<LgnView> s;
  s.child<QComboBox>("lgn-look")->setCurrentIndex(1);
  s.advance(100);
  const FigureWidget& plot = *s.view->field();
  const auto* picture = std::get_if<ImageSeries>(&plot.figure().panels.front().series.front());
  QVERIFY(picture);
  // the rate grows along x, so the colours go from dark blue to yellow
  const QImage image = s.view->field()->grab().toImage();
  const auto mean_red = [&](double from, double to) {
    double sum = 0.0, count = 0.0;
    for (double x = from; x < to; x += 0.2)
      for (double y = 1.0; y < 15.0; y += 0.2) {
        const QColor color = image.pixelColor((pixel_of(plot, x, y) * image.devicePixelRatio()).toPoint());
        if (color.saturation() > 60) {
          sum += color.red() + color.green();
          ++count;
        }
      }
    return sum / count;
  };
  QVERIFY(mean_red(16.0, 23.0) > mean_red(8.0, 15.0) + 30.0);
  QVERIFY(mean_red(8.0, 15.0) > mean_red(1.0, 7.0) + 30.0);
}

void LgnViewTest::map_is_square_in_degrees() {
  Stage<LgnView> s;
  s.child<QComboBox>("lgn-look")->setCurrentIndex(1);
  for (const QSize size : {QSize(800, 600), QSize(280, 260), QSize(400, 900)}) {
    s.view->resize(size);
    s.advance(50);
    const FigureWidget& plot = *s.view->field();
    const double across = pixel_of(plot, 10.0, 8.0).x() - pixel_of(plot, 0.0, 8.0).x();
    const double up = pixel_of(plot, 10.0, 0.0).y() - pixel_of(plot, 10.0, 10.0).y();
    QVERIFY2(std::abs(across / up - 1.0) < 0.05, qPrintable(QString("%1 %2").arg(across).arg(up)));
  }
}

void LgnViewTest::pointing_names_a_unit_and_a_click_chooses_it() {
  Stage<LgnView> s;
  s.child<QComboBox>("lgn-look")->setCurrentIndex(1);
  s.advance(50);
  const LgnUnits& units = s.data.network()->lgn_units;
  const std::uint32_t unit = 123;
  const QPointF at = pixel_of(*s.view->field(), units.x_deg[unit], units.y_deg[unit]);
  move_mouse(s.view->field(), at);
  const auto* card = s.view->findChild<NeuronCard*>();
  QTRY_VERIFY(card->isVisible());
  const auto named = card->title().section('#', 1).toUInt();
  QVERIFY(std::hypot(units.x_deg[named] - units.x_deg[unit], units.y_deg[named] - units.y_deg[unit]) < 0.3);
  QTest::mouseClick(s.view->field(), Qt::LeftButton, {}, at.toPoint());
  QCOMPARE(s.data.lgn_units().size(), std::size_t{3});
  const auto chosen = s.data.lgn_units().front();
  QVERIFY(std::hypot(units.x_deg[chosen] - units.x_deg[unit], units.y_deg[chosen] - units.y_deg[unit]) < 0.3);
}

void LgnViewTest::map_filters_by_class() {
  Stage<LgnView> s;
  s.child<QComboBox>("lgn-look")->setCurrentIndex(1);
  s.child<QComboBox>("lgn-class")->setCurrentIndex(3); // the third class
  s.advance(50);
  const LgnUnits& units = s.data.network()->lgn_units;
  const FigureModel figure = s.view->export_model();
  const auto& dots = std::get<DotSeries>(figure.panels.front().series.front());
  QCOMPARE(dots.x.size(), static_cast<std::size_t>(std::ranges::count(units.unit_class, 2)));
  for (std::size_t i = 0; i < dots.x.size(); ++i)
    QCOMPARE(dots.value[i], dots.x[i]);
}

void LgnViewTest::filter_shows_the_chosen_unit() {
  Stage<LgnView> s;
  s.child<QComboBox>("lgn-look")->setCurrentIndex(2);
  const LgnUnits& units = s.data.network()->lgn_units;
  const auto& classes = model_tables().lgn_classes;
  std::uint32_t composite = 0;
  while (!classes[units.unit_class[composite]].composite)
    ++composite;
  s.run.select_lgn_units({composite});
  s.data.select_lgn_units({composite});
  s.advance(300);
  FigureModel figure = s.view->export_model();
  QCOMPARE(figure.panels.size(), std::size_t{4});           // field, kernel, stimulus, rate
  QCOMPARE(figure.panels[1].series.size(), std::size_t{3}); // two subfields and the line at zero
  const auto& field = std::get<MatrixSeries>(figure.panels[0].series.front());
  const auto [least, most] = std::ranges::minmax(field.values);
  QVERIFY(least < -0.2 && most > 0.2); // ON and OFF
  QCOMPARE(std::max(-least, most), 1.0);
  s.view->resize(300, 220); // no room for more than the filter
  s.advance(50);
  QCOMPARE(s.view->field()->figure().panels.size(), std::size_t{2});
}

void LgnViewTest::export_is_the_look() {
  Stage<LgnView> s;
  s.advance(300);
  for (const auto& [index, name] : {std::pair(0, "lgn_sample"), std::pair(1, "lgn_map"), std::pair(2, "lgn_unit")}) {
    s.child<QComboBox>("lgn-look")->setCurrentIndex(index);
    s.settle();
    QCOMPARE(s.view->export_model().name, std::string(name));
  }
}

QTEST_MAIN(LgnViewTest)
#include "lgn_view_test.moc"
