// SPDX-License-Identifier: Apache-2.0
// Every figure of a study and of a network is drawn at two sizes and in all themes: something is on the page, nothing
// of it changes between two drawings, and vector files hold real text. STRIATE_FIGURES=<folder> keeps the pictures.
#include "tests/ui/golden_figures.h"
#include "ui/plot/figure_export.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <set>

using namespace striate;

namespace {

/// Share of pixels that are not the background (the corner's colour).
double ink_share(const QImage& image) {
  const QRgb ground = image.pixel(0, 0);
  qint64 marked = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      marked += image.pixel(x, y) != ground ? 1 : 0;
  return static_cast<double>(marked) / (static_cast<double>(image.width()) * image.height());
}

} // namespace

class StudyFiguresTest : public QObject {
  Q_OBJECT
private slots:
  void the_set_is_complete();
  void axes_have_titles_and_units();
  void drawn_at_two_sizes_in_every_theme();
  void vector_files_hold_text();
};

void StudyFiguresTest::the_set_is_complete() {
  std::set<std::string> names;
  for (const FigureModel& figure : golden_figures())
    QVERIFY2(names.insert(figure.name).second, figure.name.c_str());
  for (const char* name :
       {"laminar_raster",     "population_activity",  "tuning_curves",       "population_tuning",
        "selectivity_boxes",  "rate_boxes",           "similarity",          "cumulative_OSI",
        "rate_distributions", "spectra_evoked",       "spectra_spontaneous", "fano",
        "correlations",       "contrast_response",    "frequency_response",  "rate_vs_tuning_angle_0",
        "preferences",        "cortex_maps",          "neuron_counts",       "connectivity",
        "connection_rules",   "weight_distributions", "weight_vs_tuning",    "orientation_map",
        "condition_response", "weight_changes"})
    QVERIFY2(names.contains(name), name);
}

void StudyFiguresTest::axes_have_titles_and_units() {
  for (const FigureModel& figure : golden_figures()) {
    QVERIFY2(!figure.title.empty() && !figure.caption.empty(), figure.name.c_str());
    QVERIFY2(!figure.panels.empty(), figure.name.c_str());
    QVERIFY2(figure.width_mm <= two_columns_mm && figure.height_mm <= 240.0, figure.name.c_str());
    bool x_named = false, y_named = false;
    for (const Panel& panel : figure.panels) {
      x_named = x_named || !panel.x.label.empty() || !panel.x.tick_labels.empty();
      y_named = y_named || !panel.y.label.empty() || !panel.y.tick_labels.empty();
      QVERIFY2(!panel.x.log || (panel.x.min > 0.0 && panel.x.max > panel.x.min), figure.name.c_str());
      QVERIFY2(!panel.y.log || (panel.y.min > 0.0 && panel.y.max > panel.y.min), figure.name.c_str());
      QVERIFY2(panel.row < figure.rows && panel.column < figure.columns, figure.name.c_str());
    }
    QVERIFY2(x_named && y_named, figure.name.c_str());
  }
}

void StudyFiguresTest::drawn_at_two_sizes_in_every_theme() {
  const QByteArray folder = qgetenv("STRIATE_FIGURES");
  for (const FigureModel& figure : golden_figures())
    for (const double dpi : {60.0, 150.0})
      for (const Theme theme : {Theme::print, Theme::dark, Theme::light}) {
        const QSize size(static_cast<int>(figure.width_mm / 25.4 * dpi),
                         static_cast<int>(figure.height_mm / 25.4 * dpi));
        const QImage image = render_figure(figure, size, dpi, theme);
        QCOMPARE(image.size(), size);
        QVERIFY2(ink_share(image) > 0.01, figure.name.c_str());
        if (dpi == 60.0)
          QCOMPARE(render_figure(figure, size, dpi, theme), image);
        if (!folder.isEmpty() && dpi == 150.0 && theme != Theme::light)
          image.save(QString::fromUtf8(folder) + "/" + QString::fromStdString(figure.name) +
                     (theme == Theme::print ? ".png" : "_dark.png"));
      }
}

void StudyFiguresTest::vector_files_hold_text() {
  QTemporaryDir folder;
  for (const FigureModel& figure : golden_figures()) {
    const std::filesystem::path file = folder.filePath("figure.svg").toStdString();
    export_figure(figure, file);
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    QVERIFY2(text.find("<text") != std::string::npos, figure.name.c_str());
    QVERIFY2(text.find("nan") == std::string::npos && text.find("inf,") == std::string::npos, figure.name.c_str());
  }
}

QTEST_MAIN(StudyFiguresTest)
#include "study_figures_test.moc"
