// SPDX-License-Identifier: Apache-2.0
// The stimulus panel driven by mouse and keys, as a user does.
#include "engine/core/resources.h"
#include "stimulus_fixture.h"
#include "ui/controls/slider_scale.h"
#include "ui/controls/value_slider.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDial>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QWheelEvent>

#include <cmath>
#include <numbers>

using namespace striate;

namespace {

/// Point of the dial in a direction, y up.
QPoint on_dial(const QWidget& dial, double degrees, double radius = 30.0) {
  const double angle = degrees * std::numbers::pi / 180.0;
  return (QRectF(dial.rect()).center() + QPointF(radius * std::cos(angle), -radius * std::sin(angle))).toPoint();
}

double degrees_apart(double a, double b) {
  return std::abs(std::remainder(a - b, 360.0));
}

void wheel(QWidget& widget, int delta, Qt::KeyboardModifiers modifiers = {}) {
  const QPointF at = widget.rect().center();
  QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
  QApplication::sendEvent(&widget, &event);
}

} // namespace

class StimulusPanelTest : public QObject {
  Q_OBJECT
  QTemporaryDir home_; ///< the presets file of these tests

private slots:
  void initTestCase() { qputenv("XDG_CONFIG_HOME", home_.path().toUtf8()); }
  void init() { std::filesystem::remove(user_config_directory() / "presets.json"); }

  // --- dial ---
  void dial_follows_the_mouse() {
    Fixture f;
    QWidget* dial = f.find("dial");
    for (const double angle : {45.0, 135.0, 225.0, 300.0}) {
      QTest::mouseClick(dial, Qt::LeftButton, {}, on_dial(*dial, angle));
      QVERIFY2(degrees_apart(f.number("direction"), angle) < 3.0, qPrintable(QString::number(angle)));
      QTest::qWait(QApplication::doubleClickInterval() + 50); // these are single clicks
    }
    QTest::mousePress(dial, Qt::LeftButton, {}, on_dial(*dial, 10.0));
    QTest::mouseMove(dial, on_dial(*dial, 90.0));
    QTest::mouseRelease(dial, Qt::LeftButton, {}, on_dial(*dial, 90.0));
    QVERIFY(degrees_apart(f.number("direction"), 90.0) < 3.0);
    QCOMPARE(f.find<QLineEdit>("entry-direction")->text(), QString("%1°").arg(f.number("direction")));
  }

  void dial_snaps_with_shift() {
    Fixture f;
    QWidget* dial = f.find("dial");
    QTest::mouseClick(dial, Qt::LeftButton, Qt::ShiftModifier, on_dial(*dial, 65.0));
    QCOMPARE(f.number("direction"), 60.0);
  }

  void dial_keys() {
    Fixture f;
    QWidget* dial = f.find("dial");
    dial->setFocus();
    QTest::keyClick(dial, Qt::Key_Down);
    QCOMPARE(f.number("direction"), 359.0); // goes round
    QTest::keyClick(dial, Qt::Key_Right);
    QTest::keyClick(dial, Qt::Key_Up);
    QCOMPARE(f.number("direction"), 1.0);
    QTest::keyClick(dial, Qt::Key_PageUp);
    QTest::keyClick(dial, Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(f.number("direction"), 31.0);
    QTest::keyClick(dial, Qt::Key_Home);
    QCOMPARE(f.number("direction"), 0.0);
  }

  void dial_wheel_double_click_and_menu() {
    Fixture f;
    QWidget* dial = f.find("dial");
    wheel(*dial, 120);
    QCOMPARE(f.number("direction"), 5.0);
    wheel(*dial, -120, Qt::ShiftModifier);
    QCOMPARE(f.number("direction"), 350.0);
    QTest::mouseDClick(dial, Qt::LeftButton, {}, on_dial(*dial, 200.0));
    QCOMPARE(f.number("direction"), 0.0);

    open_menu(*dial);
    QAction* turn = menu_action("Reverse");
    QVERIFY(turn);
    turn->trigger();
    QCOMPARE(f.number("direction"), 180.0);
    QApplication::activePopupWidget()->close();
    open_menu(*dial);
    menu_action("Copy")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QString("180°"));
    menu_action("Reset")->trigger();
    QCOMPARE(f.number("direction"), 0.0);
    QApplication::activePopupWidget()->close();
  }

  // --- entries and sliders ---
  void typed_values_with_and_without_unit() {
    Fixture f;
    f.type("entry-spatial-frequency", "0.12 cyc/°");
    QCOMPARE(f.number("spatial-frequency"), 0.12);
    f.type("entry-temporal-frequency", "4Hz", Qt::Key_Tab);
    QCOMPARE(f.number("temporal-frequency"), 4.0);
    f.type("entry-contrast", "0,35"); // decimal comma
    QCOMPARE(f.number("contrast"), 0.35);
    f.type("entry-direction", "-22.5°");
    QCOMPARE(f.number("direction"), 337.5);
    QCOMPARE(f.find<QLineEdit>("entry-direction")->text(), QString("337.5°"));
    f.type("entry-spatial-frequency", "0.0405");
    QCOMPARE(f.number("spatial-frequency"), 0.0405);
    QCOMPARE(f.find<QLineEdit>("entry-spatial-frequency")->text(), QString("0.0405")); // not rounded away
  }

  void out_of_range_keeps_the_old_value() {
    Fixture f;
    auto* entry = f.find<QLineEdit>("entry-contrast");
    auto* hint = f.find<QLabel>("hint-contrast");
    QVERIFY(!hint->isVisible());
    f.type("entry-contrast", "1.5");
    QCOMPARE(f.number("contrast"), 0.8);
    QVERIFY(hint->isVisible());
    QVERIFY(hint->text().contains("0.00 to 1.00"));
    QVERIFY(entry->toolTip().contains("0.00 to 1.00"));
    QTest::keyClick(entry, Qt::Key_Escape);
    QCOMPARE(entry->text(), QString("0.80"));
    QVERIFY(!hint->isVisible());

    f.type("entry-contrast", "bright", Qt::Key_Tab); // leaving: the value comes back, the sentence stays
    QCOMPARE(entry->text(), QString("0.80"));
    QVERIFY(hint->isVisible());
    f.type("entry-contrast", "0.4");
    QVERIFY(!hint->isVisible());
    QCOMPARE(f.editor.undo_stack().count(), 1);
  }

  void entry_arrows_step() {
    Fixture f;
    auto* entry = f.find<QLineEdit>("entry-contrast");
    QTest::keyClick(entry, Qt::Key_Down);
    QCOMPARE(f.number("contrast"), 0.75);
    QTest::keyClick(entry, Qt::Key_PageUp);
    QCOMPARE(f.number("contrast"), 1.0); // stops at the end
  }

  void slider_by_mouse_and_keys() {
    Fixture f;
    auto* slider = f.find<ValueSlider>("slider-contrast");
    const int y = slider->height() / 2;
    QTest::mousePress(slider, Qt::LeftButton, {}, QPoint(static_cast<int>(slider->handle_x(0.8)), y));
    QCOMPARE(f.number("contrast"), 0.8); // a press on the handle does not move it
    QTest::mouseMove(slider, QPoint(static_cast<int>(std::lround(slider->handle_x(0.25))), y));
    QVERIFY(std::abs(f.number("contrast") - 0.25) < 0.02);
    QTest::mouseMove(slider, QPoint(slider->width() + 40, y));
    QTest::mouseRelease(slider, Qt::LeftButton, {}, QPoint(slider->width() + 40, y));
    QCOMPARE(f.number("contrast"), 1.0);
    QCOMPARE(f.find<QLineEdit>("entry-contrast")->text(), QString("1.00"));
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(f.number("contrast"), 0.95);
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(f.number("contrast"), 0.0);
    QTest::mouseDClick(slider, Qt::LeftButton, {}, QPoint(slider->width() / 2, y));
    QCOMPARE(f.number("contrast"), 0.8);
    auto* phase = f.find<ValueSlider>("slider-phase");
    QTest::mouseClick(phase, Qt::LeftButton, {}, QPoint(phase->width() - 1, phase->height() / 2));
    QCOMPARE(f.number("phase"), 359.9); // the far end is not the near end
  }

  void slider_scale_spreads_frequencies() {
    for (const char* key : {"spatial-frequency", "temporal-frequency", "contrast", "phase"}) {
      const Parameter& p = parameter(key);
      const SliderScale scale(p);
      QCOMPARE(scale.value(0.0), p.min);
      QCOMPARE(scale.position(scale.max()), 1.0);
      for (double at = 0.0; at <= 1.0; at += 0.05) {
        const double value = scale.value(at);
        QVERIFY(std::abs(scale.value(scale.position(value)) - value) < 1e-9);
      }
    }
    QVERIFY(std::abs(SliderScale(parameter("temporal-frequency")).position(2.0) - 1.0 / 3.0) < 1e-9);
    QVERIFY(std::abs(SliderScale(parameter("contrast")).position(0.8) - 0.8) < 1e-9);
  }

  // --- following the editor ---
  void undo_and_load_move_the_widgets() {
    Fixture f;
    f.type("entry-contrast", "0.3");
    f.type("entry-direction", "90");
    f.choose("choice-stimulus", "Gray");
    auto& undo = f.editor.undo_stack();
    QCOMPARE(undo.count(), 3);
    undo.setIndex(0);
    QCOMPARE(f.find<QLineEdit>("entry-contrast")->text(), QString("0.80"));
    QCOMPARE(f.find<QLineEdit>("entry-direction")->text(), QString("0°"));
    QCOMPARE(f.find<QComboBox>("choice-stimulus")->currentText(), QString("Drifting grating"));
    QCOMPARE(f.find<QDial>("dial")->value(), 0);
    undo.setIndex(3);
    QCOMPARE(f.find<QDial>("dial")->value(), 90);
    QCOMPARE(f.find<QComboBox>("choice-stimulus")->currentText(), QString("Gray"));
    f.editor.load(ParameterSet());
    QCOMPARE(f.find<QLineEdit>("entry-contrast")->text(), QString("0.80"));
    QCOMPARE(f.find<QComboBox>("choice-stimulus")->currentText(), QString("Drifting grating"));
  }

  void dial_needle_moves_on_screen() {
    Fixture f;
    const QImage before = f.find("dial")->grab().toImage();
    f.editor.set("direction", 135.0);
    const QImage turned = f.find("dial")->grab().toImage();
    QVERIFY(turned != before);
    f.editor.undo_stack().undo();
    QCOMPARE(f.find("dial")->grab().toImage(), before);
  }

  void lines_follow_the_stimulus() {
    Fixture f;
    const auto shown = [&](const char* key) { return f.find(("row-" + std::string(key)).c_str())->isVisible(); };
    f.choose("choice-stimulus", "Static");
    QCOMPARE(f.editor.parameters().choice("stimulus"), std::string("static-grating"));
    QVERIFY(!shown("temporal-frequency") && shown("spatial-frequency") && f.find("dial")->isEnabled());
    f.choose("choice-stimulus", "Gray");
    QVERIFY(!shown("contrast") && !shown("phase") && !shown("spatial-frequency") && !f.find("dial")->isEnabled());
    f.choose("choice-stimulus", "Drifting");
    QVERIFY(shown("temporal-frequency") && shown("waveform") && !shown("aperture-size"));
    f.choose("choice-aperture", "Disc");
    QCOMPARE(f.editor.parameters().choice("aperture"), std::string("disc"));
    QVERIFY(shown("aperture-size") && shown("centre-x") && shown("centre-y"));
    f.choose("choice-stimulus", "Plaid");
    for (const char* key : {"plaid-angle", "plaid-spatial-frequency", "plaid-temporal-frequency", "plaid-contrast"})
      QVERIFY2(shown(key), key);
    f.choose("choice-stimulus", "Flash");
    QVERIFY(shown("flash-on") && shown("flash-off") && shown("polarity") && !shown("aperture"));
    f.choose("choice-stimulus", "Moving");
    QVERIFY(shown("bar-width") && shown("speed") && shown("centre-x") && f.find("dial")->isEnabled());
    f.choose("choice-stimulus", "Looming");
    QVERIFY(shown("start-radius") && shown("end-radius") && shown("speed") && !shown("bar-width"));
    f.choose("choice-stimulus", "Movie");
    for (const char* key : {"movie", "movie-layout", "frame-rate", "movie-range", "movie-flip", "movie-repeat"})
      QVERIFY2(shown(key), key);
    QVERIFY(!f.find("dial")->isEnabled());
  }

  void every_parameter_of_the_stimulus_has_a_control() {
    Fixture f;
    for (const Parameter& one : parameter_table())
      if (one.of_stimulus() && one.live && one.key != "stimulus" && one.key != "direction")
        QVERIFY2(f.panel.findChild<QWidget*>(QString::fromStdString("row-" + one.key)), one.key.c_str());
  }

  void movie_file_is_typed() {
    Fixture f;
    f.choose("choice-stimulus", "Movie");
    f.type("entry-movie", "/data/pictures");
    QCOMPARE(f.editor.parameters().text("movie"), std::string("/data/pictures"));
    auto* entry = f.find<QLineEdit>("entry-movie");
    entry->setFocus();
    QTest::keyClicks(entry, "x");
    QTest::keyClick(entry, Qt::Key_Escape);
    QCOMPARE(entry->text(), QString("/data/pictures"));
    f.editor.undo_stack().undo();
    QCOMPARE(entry->text(), QString());
  }

  void protocol_is_chosen_by_name() {
    Fixture f;
    f.choose("choice-protocol", "contrast");
    QCOMPARE(f.editor.parameters().text("protocol"), std::string("contrast-series"));
    f.choose("choice-protocol", "None");
    QCOMPARE(f.editor.parameters().text("protocol"), std::string());
  }

  void wheel_over_a_box_without_focus_changes_nothing() {
    Fixture f;
    f.find("dial")->setFocus();
    auto* box = f.find<QComboBox>("choice-waveform");
    wheel(*box, -120);
    QCOMPARE(f.editor.parameters().choice("waveform"), std::string("sine"));
  }

  void restart_flag() {
    Fixture f;
    auto* box = f.find<QCheckBox>("check-restart-phase");
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QVERIFY(f.editor.parameters().flag("restart-phase"));
    f.editor.undo_stack().undo();
    QVERIFY(!box->isChecked());
  }

  void themes_and_widths() {
    Fixture f;
    for (const Theme theme : {Theme::light, Theme::dark})
      for (const int width : {260, 330, 420}) {
        f.panel.set_theme(theme);
        f.panel.resize(width, 760);
        QTest::qWait(20);
        QCOMPARE(f.panel.width(), width); // nothing forces it wider
        const int right = f.find("entry-contrast")->mapTo(&f.panel, QPoint(0, 0)).x();
        for (const char* name : {"entry-phase", "entry-spatial-frequency", "entry-temporal-frequency"})
          QCOMPARE(f.find(name)->mapTo(&f.panel, QPoint(0, 0)).x(), right);
        QVERIFY(f.find("slider-contrast")->width() >= 40);
        const QSize preview = f.find("preview")->size();
        QVERIFY(std::abs(preview.width() * 2 - preview.height() * 3) <= 3); // the field's shape
        for (const QWidget* child : f.panel.findChildren<QWidget*>())
          if (child->isVisible() && !child->visibleRegion().isEmpty())
            QVERIFY2(f.panel.rect().contains(QRect(child->mapTo(&f.panel, QPoint(0, 0)), child->size())),
                     qPrintable(child->objectName()));
      }
  }
};

QTEST_MAIN(StimulusPanelTest)
#include "stimulus_panel_test.moc"
