// The stimulus panel driven by mouse and keys, as a user does.
#include "engine/core/errors.h"
#include "engine/core/resources.h"
#include "engine/stimulus/stimulus.h"
#include "ui/edit/parameter_editor.h"
#include "ui/stimulus/grating_image.h"
#include "ui/stimulus/preset_store.h"
#include "ui/stimulus/slider_scale.h"
#include "ui/stimulus/stimulus_panel.h"
#include "ui/stimulus/value_slider.h"

#include <QCheckBox>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDial>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <fstream>
#include <numbers>

using namespace striate;

namespace {

/// A shown panel with its editor.
struct Fixture {
  ParameterEditor editor;
  StimulusPanel panel{editor};

  Fixture() {
    panel.resize(330, 560);
    panel.show();
    if (!QTest::qWaitForWindowExposed(&panel))
      qFatal("the panel does not show");
  }
  double number(const char* key) const { return editor.parameters().number(key); }
  template <class Widget = QWidget>
  Widget* find(const char* name) const {
    auto* found = panel.findChild<Widget*>(name);
    if (!found)
      qFatal("no widget \"%s\"", name);
    return found;
  }
  void type(const char* entry, const QString& text, Qt::Key end = Qt::Key_Return) {
    auto* edit = find<QLineEdit>(entry);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, end);
  }
  void show_grating(const Stimulus& stimulus, double now_ms = 0.0) {
    panel.set_clock(start_grating(stimulus, 0), now_ms);
    QTest::qWait(60); // the preview paints at most every 33 ms
  }
  QImage preview() const { return find("preview")->grab().toImage().convertToFormat(QImage::Format_Grayscale8); }
};

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

QAction* menu_action(const QString& begins) {
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  if (!menu)
    return nullptr;
  for (QAction* action : menu->actions())
    if (action->text().startsWith(begins))
      return action;
  return nullptr;
}

void open_menu(QWidget& widget) {
  const QPoint at = widget.rect().center();
  QContextMenuEvent event(QContextMenuEvent::Mouse, at, widget.mapToGlobal(at));
  QApplication::sendEvent(&widget, &event);
}

} // namespace

class StimulusTest : public QObject {
  Q_OBJECT
  QTemporaryDir home_; ///< the presets file of these tests

private slots:
  void initTestCase() { qputenv("XDG_CONFIG_HOME", home_.path().toUtf8()); }
  void init() { std::filesystem::remove(user_config_directory() / "presets.json"); }

  // --- editor ---
  void undo_names_the_edit() {
    ParameterEditor editor;
    editor.set("direction", 45.0);
    QTest::qWait(1050);
    editor.set("direction", 135.0);
    QCOMPARE(editor.undo_stack().undoText(), QString("Direction 45° → 135°"));
    editor.undo_stack().undo();
    QCOMPARE(editor.parameters().number("direction"), 45.0);
    QCOMPARE(editor.undo_stack().undoText(), QString("Direction 0° → 45°"));
  }

  void quick_edits_of_one_key_are_one_step() {
    ParameterEditor editor;
    for (const double angle : {10.0, 20.0, 30.0})
      editor.set("direction", angle);
    editor.set("contrast", 0.5);
    QCOMPARE(editor.undo_stack().count(), 2);
    QCOMPARE(editor.undo_stack().text(0), QString("Direction 0° → 30°"));
    for (const double contrast : {0.3, 0.8})
      editor.set("contrast", contrast);
    QCOMPARE(editor.undo_stack().count(), 1); // back where it began: nothing to undo
  }

  void load_replaces_everything() {
    ParameterEditor editor;
    editor.set("direction", 45.0);
    ParameterSet other;
    other.set("contrast", 0.1);
    QStringList told;
    connect(&editor, &ParameterEditor::changed, this, [&](const QStringList& keys) { told += keys; });
    editor.load(other);
    told.sort();
    QCOMPARE(told, (QStringList{"contrast", "direction"}));
    QVERIFY(!editor.undo_stack().canUndo());
    QVERIFY(editor.parameters() == other);
  }

  void bad_values_change_nothing() {
    ParameterEditor editor;
    QVERIFY_EXCEPTION_THROWN(editor.set("contrast", 1.5), Error);
    QVERIFY_EXCEPTION_THROWN(editor.set("contrast", std::nan("")), Error);
    QVERIFY_EXCEPTION_THROWN(editor.set("contrats", 0.5), Error);
    QVERIFY(editor.parameters() == ParameterSet());
    QVERIFY(!editor.undo_stack().canUndo());
  }

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
    QAction* turn = menu_action("Turn round");
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
    f.find<QPushButton>("kind-gray")->click();
    auto& undo = f.editor.undo_stack();
    QCOMPARE(undo.count(), 3);
    undo.setIndex(0);
    QCOMPARE(f.find<QLineEdit>("entry-contrast")->text(), QString("0.80"));
    QCOMPARE(f.find<QLineEdit>("entry-direction")->text(), QString("0°"));
    QVERIFY(f.find<QPushButton>("kind-drifting-grating")->isChecked());
    QCOMPARE(f.find<QDial>("dial")->value(), 0);
    undo.setIndex(3);
    QCOMPARE(f.find<QDial>("dial")->value(), 90);
    QVERIFY(f.find<QPushButton>("kind-gray")->isChecked());
    f.editor.load(ParameterSet());
    QCOMPARE(f.find<QLineEdit>("entry-contrast")->text(), QString("0.80"));
    QVERIFY(f.find<QPushButton>("kind-drifting-grating")->isChecked());
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

  void kind_disables_what_does_not_matter() {
    Fixture f;
    QTest::mouseClick(f.find("kind-static-grating"), Qt::LeftButton);
    QCOMPARE(f.editor.parameters().choice("stimulus"), std::string("static-grating"));
    QVERIFY(!f.find("slider-temporal-frequency")->isEnabled());
    QVERIFY(f.find("slider-spatial-frequency")->isEnabled());
    QVERIFY(f.find("dial")->isEnabled());
    QTest::mouseClick(f.find("kind-gray"), Qt::LeftButton);
    for (const char* name : {"dial", "entry-direction", "slider-contrast", "entry-phase", "slider-spatial-frequency"})
      QVERIFY2(!f.find(name)->isEnabled(), name);
    QTest::mouseClick(f.find("kind-drifting-grating"), Qt::LeftButton);
    QVERIFY(f.find("slider-temporal-frequency")->isEnabled());
  }

  void restart_flag() {
    Fixture f;
    auto* box = f.find<QCheckBox>("check-restart-phase");
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QVERIFY(f.editor.parameters().flag("restart-phase"));
    f.editor.undo_stack().undo();
    QVERIFY(!box->isChecked());
  }

  // --- presets ---
  void presets_are_one_step() {
    Fixture f;
    f.type("entry-direction", "90");
    f.type("entry-contrast", "0.3");
    const ParameterSet before = f.editor.parameters();
    auto* preferred = f.find<QPushButton>("preset-preferred-0");
    QVERIFY(!preferred->isChecked());
    QTest::mouseClick(preferred, Qt::LeftButton);
    QCOMPARE(f.number("direction"), 0.0);
    QCOMPARE(f.number("contrast"), 0.8);
    QVERIFY(preferred->isChecked());
    QTest::mouseClick(preferred, Qt::LeftButton); // again: stays lit, no empty step
    QVERIFY(preferred->isChecked());
    QCOMPARE(f.editor.undo_stack().count(), 3);
    f.editor.undo_stack().undo();
    QVERIFY(f.editor.parameters() == before);
    QTest::mouseClick(f.find("preset-fast-8-hz"), Qt::LeftButton);
    QCOMPARE(f.number("temporal-frequency"), 8.0);
    QCOMPARE(f.number("direction"), 90.0); // what a preset does not name stays
    QTest::mouseClick(f.find("preset-gray"), Qt::LeftButton);
    QCOMPARE(f.editor.parameters().choice("stimulus"), std::string("gray"));
  }

  void users_presets_are_kept_and_removed() {
    {
      Fixture f;
      f.type("entry-direction", "60");
      QTest::mouseClick(f.find("preset-save"), Qt::LeftButton);
      f.type("preset-name", "Gray");
      QVERIFY(f.find<QLabel>("hint-presets")->text().contains("built in"));
      f.type("preset-name", "Sixty");
      QVERIFY(f.find<QPushButton>("preset-sixty")->isChecked());
      QVERIFY(!f.find("preset-name")->isVisible());
    }
    Fixture f; // a new window reads the file
    QTest::mouseClick(f.find("preset-sixty"), Qt::LeftButton);
    QCOMPARE(f.number("direction"), 60.0);
    open_menu(*f.find("preset-sixty"));
    QVERIFY(menu_action("Remove"));
    menu_action("Remove")->trigger();
    QTRY_VERIFY(!f.panel.findChild<QPushButton*>("preset-sixty"));
    PresetStore store(user_config_directory() / "presets.json");
    store.load();
    QVERIFY(store.presets().empty());
  }

  void broken_presets_file_is_set_aside() {
    const auto file = user_config_directory() / "presets.json";
    std::ofstream(file) << "{ \"version\": 1, \"presets\": [";
    Fixture f;
    QVERIFY(f.find<QLabel>("hint-presets")->text().contains("presets.json"));
    QTest::mouseClick(f.find("preset-save"), Qt::LeftButton);
    f.type("preset-name", "Mine");
    QVERIFY(f.panel.findChild<QPushButton*>("preset-mine"));
    QVERIFY(std::filesystem::remove(file.string() + ".broken")); // nothing the user had is lost
  }

  void presets_of_the_future_or_with_bad_values() {
    const auto file = user_config_directory() / "presets.json";
    PresetStore store(file);
    std::ofstream(file) << R"({"version": 2, "presets": []})";
    QVERIFY_EXCEPTION_THROWN(store.load(), Error);
    std::ofstream(file) << R"({"version": 1, "presets": [{"name": "x", "values": {"contrast": 7}}]})";
    try {
      store.load();
      QFAIL("no error");
    } catch (const Error& failure) {
      const QString sentence = failure.what();
      QVERIFY(sentence.contains("presets.json") && sentence.contains("\"x\"") && sentence.contains("contrast"));
    }
  }

  // --- preview ---
  void image_is_the_luminance() {
    Stimulus stimulus;
    stimulus.direction_deg = 65.0;
    stimulus.phase_deg = 40.0;
    const GratingClock grating = start_grating(stimulus, 100);
    const QImage image = grating_image(grating, 733.0, {240, 160});
    for (int r = 0; r < 160; r += 13)
      for (int c = 0; c < 240; c += 17) {
        const double x = (c + 0.5) * 0.5, y = 80.0 - (r + 0.5) * 0.5;
        const double gray = 127.5 * (1.0 + grating.luminance(x, y, 733.0));
        QVERIFY(std::abs(image.constScanLine(r)[c] - gray) <= 1.0);
      }
  }

  void preview_shows_direction_contrast_and_time() {
    Fixture f;
    f.panel.set_network_radius(0.0);
    Stimulus stimulus;
    const auto spread = [](const QImage& image, bool along_x) {
      int low = 255, high = 0;                                        // along a line through the middle
      const int n = along_x ? image.width() : image.height() * 3 / 4; // above the caption
      for (int i = 4; i < n - 4; ++i) {
        const int gray = qGray(along_x ? image.pixel(i, image.height() / 2) : image.pixel(image.width() / 2, i));
        low = std::min(low, gray);
        high = std::max(high, gray);
      }
      return high - low;
    };
    f.show_grating(stimulus); // 0°: vertical stripes
    const QImage right = f.preview();
    QVERIFY(spread(right, true) > 190);
    QVERIFY(spread(right, false) <= 1);
    stimulus.direction_deg = 90.0;
    f.show_grating(stimulus);
    QVERIFY(spread(f.preview(), true) <= 1);
    QVERIFY(spread(f.preview(), false) > 190);
    stimulus.direction_deg = 0.0;
    stimulus.contrast = 0.2;
    f.show_grating(stimulus);
    QVERIFY(std::abs(spread(f.preview(), true) - 51) < 5);
    stimulus.kind = StimulusKind::gray;
    f.show_grating(stimulus);
    QVERIFY(spread(f.preview(), true) == 0 && spread(f.preview(), false) == 0);

    stimulus = {};
    f.show_grating(stimulus, 125.0); // a quarter of a period later
    QVERIFY(f.preview() != right);
  }

  void preview_has_y_up() {
    // moving to 45°: equal luminance along x + y = constant in degrees, so down the picture to the right
    Fixture f;
    f.panel.set_network_radius(0.0);
    Stimulus stimulus;
    stimulus.direction_deg = 45.0;
    f.show_grating(stimulus);
    const QImage image = f.preview();
    const int x = image.width() / 2, y = image.height() / 2, d = image.height() / 9; // half a cycle across
    int across = 0;
    for (int shift = -10; shift <= 10; ++shift) { // several points, so none by luck
      const int here = qGray(image.pixel(x + shift, y));
      QVERIFY(std::abs(here - qGray(image.pixel(x + shift + d, y + d))) < 12);
      across = std::max(across, std::abs(here - qGray(image.pixel(x + shift + d, y - d))));
    }
    QVERIFY(across > 60);
  }

  void preview_marks_the_patch_and_names_the_pointer() {
    Fixture f;
    Stimulus gray;
    gray.kind = StimulusKind::gray;
    f.show_grating(gray);
    QWidget* preview = f.find("preview");
    const auto yellow = [&] {
      const QImage image = preview->grab().toImage();
      int left = image.width(), right = -1;
      for (int x = 0; x < image.width(); ++x)
        for (int y = 0; y < image.height(); ++y)
          if (const QColor c = image.pixelColor(x, y); c.red() - c.blue() > 60) {
            left = std::min(left, x);
            right = std::max(right, x);
          }
      return right < 0 ? 0.0 : (right - left) * 120.0 / image.width();
    };
    f.panel.set_network_radius(400.0);
    QVERIFY(std::abs(yellow() - 56.0) < 3.0); // ±28°
    f.panel.set_network_radius(200.0);
    QVERIFY(std::abs(yellow() - 28.0) < 3.0);
    f.panel.set_network_radius(0.0);
    QCOMPARE(yellow(), 0.0);
    const QImage before = preview->grab().toImage();
    QTest::mouseMove(preview, preview->rect().center());
    QTRY_VERIFY(preview->grab().toImage() != before); // the caption reads the position
  }

  void themes_and_widths() {
    Fixture f;
    for (const Theme theme : {Theme::light, Theme::dark})
      for (const int width : {260, 330, 420}) {
        f.panel.set_theme(theme);
        f.panel.resize(width, 620);
        QTest::qWait(20);
        QCOMPARE(f.panel.width(), width); // nothing forces it wider
        const int right = f.find("entry-contrast")->mapTo(&f.panel, QPoint(0, 0)).x();
        for (const char* name : {"entry-phase", "entry-spatial-frequency", "entry-temporal-frequency"})
          QCOMPARE(f.find(name)->mapTo(&f.panel, QPoint(0, 0)).x(), right);
        QVERIFY(f.find("slider-contrast")->width() >= 40);
        const QSize preview = f.find("preview")->size();
        QVERIFY(std::abs(preview.width() * 2 - preview.height() * 3) <= 3); // the field's shape
        for (const QWidget* child : f.panel.findChildren<QWidget*>())
          if (child->isVisible())
            QVERIFY2(f.panel.rect().contains(QRect(child->mapTo(&f.panel, QPoint(0, 0)), child->size())),
                     qPrintable(child->objectName()));
      }
  }
};

QTEST_MAIN(StimulusTest)
#include "stimulus_panel_test.moc"
