// SPDX-License-Identifier: Apache-2.0
// Every figure against a picture of how it should look, at two sizes and in both themes of the window.
// STRIATE_WRITE_BASELINES=<folder> writes the pictures there; look at them before they replace tests/data/figures.
#include "tests/ui/golden_figures.h"
#include "ui/plot/figure_export.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace striate;

namespace {

struct Look {
  const char* name;
  Theme theme;
  int width_px;
};
constexpr Look looks[] = {{"dark", Theme::dark, 360},
                          {"light", Theme::light, 480},
                          {"dark_wide", Theme::dark, 480},
                          {"light_narrow", Theme::light, 360}};

QSize size_of(const FigureModel& figure, const Look& look) {
  return {look.width_px, static_cast<int>(std::lround(look.width_px * figure.height_mm / figure.width_mm))};
}

QImage drawn(const FigureModel& figure, const Look& look) {
  const double dpi = look.width_px / (figure.width_mm / 25.4);
  return render_figure(figure, size_of(figure, look), dpi, look.theme).convertToFormat(QImage::Format_RGB32);
}

/// Every channel to a multiple of 8: far below what is tolerated, and the files are half as large.
QImage rounded(QImage image) {
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      const QRgb pixel = image.pixel(x, y);
      const auto to_step = [](int channel) { return std::min(248, (channel + 4) / 8 * 8); };
      image.setPixel(x, y, qRgb(to_step(qRed(pixel)), to_step(qGreen(pixel)), to_step(qBlue(pixel))));
    }
  return image;
}

/// Means of blocks of 8 x 8 pixels: the edges of letters may be smoothed otherwise on another machine, what is drawn
/// where may not change.
struct Blocks {
  static constexpr int side = 8;
  int columns, rows;
  std::vector<std::array<double, 3>> mean;

  explicit Blocks(const QImage& image)
      : columns((image.width() + side - 1) / side), rows((image.height() + side - 1) / side),
        mean(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {
    std::vector<int> pixels(mean.size(), 0);
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) {
        const auto at = static_cast<std::size_t>(y / side * columns + x / side);
        const QRgb pixel = image.pixel(x, y);
        mean[at][0] += qRed(pixel);
        mean[at][1] += qGreen(pixel);
        mean[at][2] += qBlue(pixel);
        ++pixels[at];
      }
    for (std::size_t i = 0; i < mean.size(); ++i)
      for (double& channel : mean[i])
        channel /= pixels[i];
  }
};

/// Share of blocks that differ by more than the smoothing of letters can make.
double share_changed(const QImage& a, const QImage& b) {
  constexpr double tolerated = 16.0; // of 255
  const Blocks one(a), other(b);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < one.mean.size(); ++i) {
    double difference = 0.0;
    for (std::size_t c = 0; c < 3; ++c)
      difference = std::max(difference, std::abs(one.mean[i][c] - other.mean[i][c]));
    changed += difference > tolerated ? 1 : 0;
  }
  return static_cast<double>(changed) / static_cast<double>(one.mean.size());
}

constexpr double most_changed = 0.004;

QString baseline_name(const FigureModel& figure, const Look& look) {
  return QString::fromStdString(figure.name) + "_" + look.name + ".png";
}

QImage baseline(const FigureModel& figure, const Look& look) {
  const QString file = QStringLiteral(STRIATE_TEST_DATA "/figures/") + baseline_name(figure, look);
  return QImage(file).convertToFormat(QImage::Format_RGB32);
}

} // namespace

class FigureBaselineTest : public QObject {
  Q_OBJECT
private slots:
  void every_figure_looks_as_it_did_data() {
    QTest::addColumn<int>("figure");
    QTest::addColumn<int>("look");
    for (std::size_t f = 0; f < golden_figures().size(); ++f)
      for (std::size_t l = 0; l < std::size(looks); ++l)
        QTest::newRow(qPrintable(baseline_name(golden_figures()[f], looks[l])))
            << static_cast<int>(f) << static_cast<int>(l);
  }

  void every_figure_looks_as_it_did() {
    QFETCH(int, figure);
    QFETCH(int, look);
    const FigureModel& model = golden_figures()[static_cast<std::size_t>(figure)];
    const Look& shown = looks[look];
    const QImage image = drawn(model, shown);
    if (const QString folder = qEnvironmentVariable("STRIATE_WRITE_BASELINES"); !folder.isEmpty()) {
      QVERIFY(rounded(image).save(QDir(folder).filePath(baseline_name(model, shown)), "PNG", 0));
      return;
    }
    const QImage expected = baseline(model, shown);
    QVERIFY2(!expected.isNull(), qPrintable(baseline_name(model, shown)));
    QCOMPARE(image.size(), expected.size());
    const double changed = share_changed(image, expected);
    if (changed > most_changed) { // for a look at what became of it
      QTemporaryDir folder;
      folder.setAutoRemove(false);
      const QString file = folder.filePath(baseline_name(model, shown));
      image.save(file);
      QFAIL(qPrintable(QString("%1 % of the picture changed: %2").arg(100.0 * changed, 0, 'f', 2).arg(file)));
    }
  }

  void a_changed_figure_is_noticed() {
    int compared = 0;
    for (FigureModel figure : golden_figures()) {
      // The first curve, box or bar of every panel is gone.
      bool removed = false;
      for (Panel& panel : figure.panels) {
        const auto at = std::find_if(panel.series.begin(), panel.series.end(), [](const Series& series) {
          return std::holds_alternative<LineSeries>(series) || std::holds_alternative<BoxSeries>(series) ||
                 std::holds_alternative<BarSeries>(series) || std::holds_alternative<MatrixSeries>(series);
        });
        removed = removed || at != panel.series.end();
        if (at != panel.series.end())
          panel.series.erase(at);
      }
      if (!removed)
        continue;
      const QImage expected = baseline(figure, looks[0]);
      QVERIFY2(!expected.isNull(), figure.name.c_str());
      QVERIFY2(share_changed(drawn(figure, looks[0]), expected) > most_changed, figure.name.c_str());
      ++compared;
    }
    QVERIFY(compared > 10);
  }

  void another_theme_and_moved_axes_are_noticed() {
    const FigureModel& figure = golden_figures().front();
    QVERIFY(share_changed(drawn(figure, {"", Theme::light, 400}), baseline(figure, looks[0])) > 0.5);
    FigureModel moved = figure;
    moved.panels.front().x.max *= 1.2;
    QVERIFY(share_changed(drawn(moved, looks[0]), baseline(figure, looks[0])) > most_changed);
  }
};

QTEST_MAIN(FigureBaselineTest)
#include "figure_baseline_test.moc"
