// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/view_stage.h"
#include "ui/views/column_canvas.h"
#include "ui/views/column_view.h"
#include "ui/views/neuron_card.h"

#include <QComboBox>

using namespace striate;

/// The column in space under the hands of a user.
class ColumnViewTest : public QObject {
  Q_OBJECT
private slots:
  void shows_cells_and_lights_them();
  void turns_zooms_and_returns();
  void hover_names_and_click_selects();
  void exports_what_is_shown();
};

namespace {

int bright_pixels(QWidget* widget) {
  const QImage image = widget->grab().toImage();
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      count += qGray(image.pixel(x, y)) > 120;
  return count;
}

/// Somewhere on the canvas where a neuron is.
QPoint a_neuron(const ColumnCanvas& canvas) {
  for (int y = canvas.height() / 2; y < canvas.height(); ++y)
    for (int x = canvas.width() / 4; x < canvas.width(); ++x)
      if (canvas.neuron_at(QPointF(x, y)))
        return {x, y};
  return {};
}

} // namespace

void ColumnViewTest::shows_cells_and_lights_them() {
  Stage<ColumnView> quiet(3000, 0.0), busy(3000, 20.0);
  quiet.advance(300);
  busy.advance(300);
  QVERIFY(a_neuron(*quiet.view->canvas()) != QPoint());
  QVERIFY(bright_pixels(busy.view.get()) > 2 * bright_pixels(quiet.view.get()));
}

void ColumnViewTest::turns_zooms_and_returns() {
  Stage<ColumnView> s;
  s.advance(100);
  ColumnCanvas* canvas = s.view->canvas();
  const ColumnCamera first = canvas->camera();
  const QPoint middle = canvas->rect().center();
  QTest::mousePress(canvas, Qt::LeftButton, {}, middle);
  QMouseEvent drag(QEvent::MouseMove, middle + QPointF(60, 20), canvas->mapToGlobal(middle + QPointF(60, 20)),
                   Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(canvas, &drag);
  QTest::mouseRelease(canvas, Qt::LeftButton, {}, middle + QPoint(60, 20));
  QVERIFY(std::abs(canvas->camera().yaw_deg - first.yaw_deg) > 10.0);
  QVERIFY(canvas->camera().pitch_deg > first.pitch_deg);
  QVERIFY(!s.data.selected_neuron()); // a turn is no click
  turn_wheel(canvas, middle, 3);
  QVERIFY(canvas->camera().zoom > 1.5);
  turn_wheel(canvas, middle, -100);
  QVERIFY(canvas->camera().zoom >= 0.5);
  QTest::mouseDClick(canvas, Qt::LeftButton, {}, middle);
  QVERIFY(canvas->camera() == ColumnCamera());
}

void ColumnViewTest::hover_names_and_click_selects() {
  Stage<ColumnView> s;
  s.advance(100);
  ColumnCanvas* canvas = s.view->canvas();
  const QPoint at = a_neuron(*canvas);
  const auto expected = canvas->neuron_at(at);
  QVERIFY(expected);
  move_mouse(canvas, at);
  QCOMPARE(s.data.hovered_neuron(), expected);
  QVERIFY(canvas->findChild<NeuronCard*>()->isVisible());
  QTest::mouseClick(canvas, Qt::LeftButton, {}, at);
  QCOMPARE(s.data.selected_neuron(), expected);
  move_mouse(canvas, QPointF(0, 0));
  QVERIFY(!canvas->findChild<NeuronCard*>()->isVisible());
}

void ColumnViewTest::exports_what_is_shown() {
  Stage<ColumnView> s;
  s.advance(200);
  QCOMPARE(dot_count(s.view->export_model()), std::size_t(s.data.network()->neurons.size()));
  s.child<QComboBox>("column-coloring")->setCurrentIndex(2);
  s.settle();
  QVERIFY(std::holds_alternative<ImageSeries>(s.view->export_model().panels.front().series.front()));
}

QTEST_MAIN(ColumnViewTest)
#include "column_view_test.moc"
