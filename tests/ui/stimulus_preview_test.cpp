// SPDX-License-Identifier: Apache-2.0
// What the preview of the stimulus paints, pixel by pixel.
#include "engine/core/resources.h"
#include "engine/stimulus/patterns.h"
#include "stimulus_fixture.h"
#include "ui/layouts/explore/stimulus/scene_image.h"

#include <QTemporaryDir>

#include <cmath>

using namespace striate;

class StimulusPreviewTest : public QObject {
  Q_OBJECT
  QTemporaryDir home_; ///< the presets file of these tests

private slots:
  void initTestCase() { qputenv("XDG_CONFIG_HOME", home_.path().toUtf8()); }
  void init() { std::filesystem::remove(user_config_directory() / "presets.json"); }

  // --- preview ---
  void image_is_the_luminance() {
    Stimulus stimulus;
    stimulus.kind = StimulusKind::plaid;
    stimulus.direction_deg = 65.0;
    stimulus.phase_deg = 40.0;
    stimulus.contrast = 0.5;
    stimulus.second.contrast = 0.3;
    stimulus.aperture.shape = Aperture::Shape::disc;
    stimulus.aperture.size_deg = 60.0;
    Stimulus bar;
    bar.kind = StimulusKind::moving_bar;
    for (const Scene& scene :
         {start_scene(stimulus, nullptr, 100), start_scene(bar, make_pattern(bar, 120.0, 80.0), 100)}) {
      const QImage image = scene_image(scene, 733.0, {120.0, 80.0}, {240, 160});
      int least = 255, most = 0;
      for (int r = 0; r < 160; r += 3)
        for (int c = 0; c < 240; c += 7) {
          const double x = (c + 0.5) * 0.5, y = 80.0 - (r + 0.5) * 0.5;
          const double gray = 127.5 * (1.0 + scene.luminance(x, y, 733.0));
          const int seen = image.constScanLine(r)[c];
          QVERIFY(std::abs(seen - gray) <= 1.0);
          least = std::min(least, seen);
          most = std::max(most, seen);
        }
      QVERIFY(most - least > 60); // it shows something
    }
  }

  void preview_shows_direction_contrast_and_time() {
    Fixture f;
    f.panel.preview().set_network_radius(0.0);
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
    f.show_stimulus(stimulus); // 0°: vertical stripes
    const QImage right = f.preview();
    QVERIFY(spread(right, true) > 190);
    QVERIFY(spread(right, false) <= 1);
    stimulus.direction_deg = 90.0;
    f.show_stimulus(stimulus);
    QVERIFY(spread(f.preview(), true) <= 1);
    QVERIFY(spread(f.preview(), false) > 190);
    stimulus.direction_deg = 0.0;
    stimulus.contrast = 0.2;
    f.show_stimulus(stimulus);
    QVERIFY(std::abs(spread(f.preview(), true) - 51) < 5);
    stimulus.kind = StimulusKind::gray;
    f.show_stimulus(stimulus);
    QVERIFY(spread(f.preview(), true) == 0 && spread(f.preview(), false) == 0);

    stimulus = {};
    f.show_stimulus(stimulus, 125.0); // a quarter of a period later
    QVERIFY(f.preview() != right);
  }

  void preview_has_y_up() {
    // moving to 45°: equal luminance along x + y = constant in degrees, so down the picture to the right
    Fixture f;
    f.panel.preview().set_network_radius(0.0);
    Stimulus stimulus;
    stimulus.direction_deg = 45.0;
    f.show_stimulus(stimulus);
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
    f.show_stimulus(gray);
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
    f.panel.preview().set_network_radius(400.0);
    QVERIFY(std::abs(yellow() - 56.0) < 3.0); // ±28°
    f.panel.preview().set_network_radius(200.0);
    QVERIFY(std::abs(yellow() - 28.0) < 3.0);
    f.panel.preview().set_network_radius(0.0);
    QCOMPARE(yellow(), 0.0);
    const QImage before = preview->grab().toImage();
    QTest::mouseMove(preview, preview->rect().center());
    QTRY_VERIFY(preview->grab().toImage() != before); // the caption reads the position
  }

  void preview_marks_receptive_fields() {
    Fixture f;
    f.panel.preview().set_network_radius(0.0);
    Stimulus gray;
    gray.kind = StimulusKind::gray;
    f.show_stimulus(gray);
    const auto blue = [&] { // where the outline is, degrees
      const QImage image = f.find("preview")->grab().toImage();
      QRectF found;
      for (int x = 0; x < image.width(); ++x)
        for (int y = 0; y < image.height(); ++y)
          if (const QColor c = image.pixelColor(x, y); c.blue() - c.red() > 60)
            found |= QRectF(x * 120.0 / image.width(), 80.0 - y * 80.0 / image.height(), 0.5, 0.5);
      return found;
    };
    QVERIFY(blue().isEmpty());
    f.panel.preview().set_receptive_fields({{30.0, 60.0, 10.0}});
    QVERIFY(std::abs(blue().center().x() - 30.0) < 1.5 && std::abs(blue().center().y() - 60.0) < 1.5);
    QVERIFY(std::abs(blue().width() - 23.5) < 2.5); // 2.355 sigma
    f.panel.preview().set_receptive_fields({});
    QVERIFY(blue().isEmpty());
  }
};

QTEST_MAIN(StimulusPreviewTest)
#include "stimulus_preview_test.moc"
