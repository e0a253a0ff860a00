// SPDX-License-Identifier: Apache-2.0
// The whole path in the real window inside a real X server: the network runs by itself, the mouse turns the dial, the
// spikes follow, undo takes it back, a recording made on the way is repeated headless spike for spike.
#include "engine/recording/recorder.h"
#include "engine/session/run_settings.h"
#include "scripted_run.h"
#include "tests/ui/running_window.h"
#include "ui/actions/action_list.h"
#include "ui/plot/figure_export.h"
#include "ui/plot/figure_widget.h"
#include "ui/run/recording_controller.h"
#include "ui/views/figure_view.h"
#include "ui/views/raster_view.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace striate;

namespace {

ParameterSet tiny_with_gray() {
  ParameterSet parameters;
  parameters.set_text("network", "tiny");
  parameters.set("gray-before", 100);
  return parameters;
}

/// Strongly coloured pixels: spikes, not text or axes.
int coloured_pixels(const QImage& picture) {
  int count = 0;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x) {
      const QColor c = picture.pixelColor(x, y);
      count += std::max({c.red(), c.green(), c.blue()}) - std::min({c.red(), c.green(), c.blue()}) > 60;
    }
  return count;
}

} // namespace

class WindowTest : public QObject {
  Q_OBJECT
private slots:
  void init() {
    window_ = shown_window(tiny_with_gray());
    window_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    QTRY_VERIFY_WITH_TIMEOUT(model_ms() > 300, 30'000);
  }
  void cleanup() { window_.reset(); }

  void the_network_runs_and_is_seen() {
    QVERIFY(window_->data().latest()->running);
    QTRY_VERIFY(coloured_pixels(raster()->plot()->grab().toImage()) > 200);
    for (FigureView* view : window_->findChildren<FigureView*>())
      if (view->isVisible() && view->objectName() != "selection")
        QVERIFY2(coloured_pixels(view->grab().toImage()) > 20, qPrintable(view->title()));
  }

  void run_pause_step_by_mouse_and_key() {
    QTest::mouseClick(child("run"), Qt::LeftButton);
    QTRY_VERIFY(!window_->data().latest()->running);
    const auto paused = model_ms();
    QTest::qWait(100);
    QCOMPARE(model_ms(), paused);
    QTest::keyClick(window_.get(), Qt::Key_Period);
    QTRY_COMPARE(model_ms(), paused + 1);
    QTest::keyClick(window_.get(), Qt::Key_Space);
    QTRY_VERIFY(model_ms() > paused + 50);
  }

  void turning_the_dial_changes_the_spikes_and_undo_returns() {
    // Up from the centre of the dial is 90 degrees: motion upward.
    auto* dial = child("dial");
    const QPoint up(dial->width() / 2, dial->height() / 8);
    QTest::mouseClick(dial, Qt::LeftButton, Qt::NoModifier, up);
    QTRY_VERIFY(qAbs(shown_direction() - 90.0) < 3.0);
    QTRY_VERIFY(!window_->data().marks().empty() && qAbs(marked_direction() - 90.0) < 3.0);
    const double onset = window_->data().marks().back().time_ms;
    // Directions drive other rows: after the edit the tuning counts gather under the new direction.
    QTRY_VERIFY(static_cast<double>(model_ms()) > onset + 400.0);
    QVERIFY(window_->data().tuning(0).seconds[2] > 0.2);

    window_->activateWindow();
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(shown_direction(), 0.0);
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(qAbs(shown_direction() - 90.0) < 3.0);
    QVERIFY(window_->data().latest()->running);
  }

  void edits_while_paused_act_at_the_next_step() {
    QTest::mouseClick(child("run"), Qt::LeftButton);
    QTRY_VERIFY(!window_->data().latest()->running);
    const auto paused = model_ms();
    child("choice-stimulus")->setFocus();
    QTest::keyClicks(child("choice-stimulus"), "Gray");
    QTRY_COMPARE(window_->data().latest()->grating.contrast, 0.0);
    QCOMPARE(model_ms(), paused);
  }

  void a_click_in_the_raster_selects_and_the_trace_grows() {
    auto* plot = raster()->plot();
    const QPoint middle = plot->data_area(0).center().toPoint();
    QTest::mouseClick(plot, Qt::LeftButton, Qt::NoModifier, middle);
    QTRY_VERIFY(window_->data().selected_neuron().has_value());
    QTRY_VERIFY(window_->data().neuron_history().v_mV.size() > 100);
    QTRY_VERIFY(coloured_pixels(child("selection")->grab().toImage()) > 20);
  }

  void a_recording_of_a_played_run_is_repeated_headless_spike_for_spike() {
    const QTemporaryDir folder;
    RecordingController::set_base_folder(folder.path());
    QTest::mouseClick(child("run"), Qt::LeftButton);
    QTest::keyClick(window_.get(), Qt::Key_R, Qt::ControlModifier); // from 0 ms, so that the file holds the whole run
    QTRY_COMPARE(model_ms(), 0);
    QTest::mouseClick(child("record"), Qt::LeftButton);
    QTRY_VERIFY(window_->data().latest()->recording);
    QTest::keyClick(window_.get(), Qt::Key_Space);
    QTRY_VERIFY(model_ms() > 200);
    auto* dial = child("dial");
    QTest::mouseClick(dial, Qt::LeftButton, Qt::NoModifier, QPoint(dial->width() / 8, dial->height() / 2));
    QTRY_VERIFY(qAbs(shown_direction() - 180.0) < 3.0);
    auto* contrast = child("slider-contrast");
    contrast->setFocus();
    QTest::keyClick(contrast, Qt::Key_Left);
    const auto edited = model_ms();
    QTRY_VERIFY(model_ms() > edited + 200);
    QTest::mouseClick(child("run"), Qt::LeftButton);
    QTRY_VERIFY(!window_->data().latest()->running);
    const auto end = model_ms();
    QTest::mouseClick(child("record"), Qt::LeftButton);
    QTRY_VERIFY(!window_->data().latest()->recording);

    const QStringList runs = QDir(folder.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QCOMPARE(runs.size(), 1);
    const std::filesystem::path recorded = folder.filePath(runs[0]).toStdString();
    const RunSettings settings = read_run_settings(recorded / "settings.json");
    QVERIFY(settings.edits.size() >= 2);
    const SpikeFile live = read_spikes(recorded / "spikes.h5");
    const std::vector<std::uint64_t> ids = scripted_ids(settings, window_->data().network(), end);
    QVERIFY(ids.size() > 200);
    QCOMPARE(live.node_id, ids);
  }

  void what_is_on_screen_is_exported() {
    const QTemporaryDir folder;
    const FigureModel figure = raster()->export_model();
    for (const char* ending : {"pdf", "svg", "png", "csv"}) {
      const QString file = folder.filePath(QString("raster.%1").arg(ending));
      export_figure(figure, file.toStdString());
      QVERIFY2(QFileInfo(file).size() > 1000, qPrintable(file));
    }
  }

  void both_themes_and_the_present_layout_are_drawn() {
    for (const char* id : {"view.theme-light", "view.layout-present", "view.theme-dark", "view.layout-explore"}) {
      window_->actions().action(id)->trigger();
      QTRY_VERIFY2(coloured_pixels(raster()->plot()->grab().toImage()) > 100, id);
    }
  }

private:
  QWidget* child(const char* name) {
    auto* found = window_->findChild<QWidget*>(name);
    if (!found)
      qFatal("the window has no control named %s", name);
    return found;
  }
  RasterView* raster() { return window_->findChild<RasterView*>(); }
  qlonglong model_ms() {
    const Snapshot* latest = window_->data().latest();
    return latest ? latest->now_ms : -1;
  }
  double marked_direction() {
    return QString::fromStdString(window_->data().marks().back().label).section("°", 0, 0).toDouble();
  }
  double shown_direction() { return window_->data().latest()->parameters.number("direction"); }

  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
