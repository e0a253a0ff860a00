// Every figure of a study and of a network is drawn at two sizes and in all themes: something is on the page, nothing
// of it changes between two drawings, and vector files hold real text. STRIATE_FIGURES=<folder> keeps the pictures.
#include "engine/analysis/figures/network_figures.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/core/csv.h"
#include "engine/network/generator/generate.h"
#include "ui/plot/figure_export.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <set>

using namespace striate;

namespace {

CsvTable data(const std::string& name) {
  return CsvTable::read(std::string(STRIATE_TEST_DATA) + "/analysis/" + name);
}

/// The check values as a study: 48 neurons, 8 directions x 10 trials of 4 s. With more contrasts the same spikes again.
StudyResult golden_study(bool contrasts) {
  StudyNeurons neurons;
  const CsvTable nodes = data("input_nodes.csv");
  for (std::size_t row = 0; row < nodes.rows(); ++row)
    neurons.add(static_cast<std::uint64_t>(nodes.integer(row, "node_id")), nodes.text(row, "pop_name"),
                static_cast<float>(nodes.number(row, "x")), 0.0F, static_cast<float>(nodes.number(row, "z")),
                static_cast<float>(nodes.number(row, "tuning_angle")));
  TrialTable protocol;
  const int levels = contrasts ? 4 : 1;
  for (int level = 0; level < levels; ++level)
    for (int trial = 0; trial < 80; ++trial)
      protocol.trials.push_back({.start_ms = 2000.0,
                                 .stop_ms = 4000.0,
                                 .gray_from_ms = 0.0,
                                 .direction_deg = trial / 10 * 45.0,
                                 .contrast = 0.8 - 0.2 * level,
                                 .file = {}});
  protocol.index();
  StudyOptions options;
  options.fano.samples = 50;
  TuningStudy study(neurons, protocol, options);
  std::vector<TrialSpikes> trials(80);
  const CsvTable spikes = data("input_spikes.csv");
  for (std::size_t row = 0; row < spikes.rows(); ++row) {
    auto& trial =
        trials[static_cast<std::size_t>(spikes.integer(row, "angle_deg") / 45 * 10 + spikes.integer(row, "trial"))];
    trial.time_ms.push_back(spikes.number(row, "time_ms") - 2000.0);
    trial.neuron.push_back(static_cast<std::uint32_t>(spikes.integer(row, "node_id")));
  }
  for (std::size_t t = 0; t < protocol.trials.size(); ++t)
    study.add(t, trials[t % 80]);
  ThreadPool pool(2);
  return study.finish(pool);
}

const std::vector<FigureModel>& all_figures() {
  static const std::vector<FigureModel> figures = [] {
    std::vector<FigureModel> all = study_figures(golden_study(true), neuropixels());
    NetworkRecipe recipe;
    recipe.radius_um = 50.0;
    recipe.core_radius_um = 20.0;
    recipe.small_lgn = true;
    Task task("build");
    std::shared_ptr<const Network> network;
    ThreadPool pool(2);
    task.run([&](Task& t) { network = generate_network(recipe, pool, t); });
    for (FigureModel& figure : network_figures(*network))
      all.push_back(std::move(figure));
    return all;
  }();
  return figures;
}

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
  for (const FigureModel& figure : all_figures())
    QVERIFY2(names.insert(figure.name).second, figure.name.c_str());
  for (const char* name : {"laminar_raster",    "population_activity", "tuning_curves",
                           "population_tuning", "selectivity_boxes",   "rate_boxes",
                           "similarity",        "cumulative_OSI",      "rate_distributions",
                           "spectra_evoked",    "spectra_spontaneous", "fano",
                           "correlations",      "contrast_response",   "rate_vs_tuning_angle_0",
                           "preferences",       "cortex_maps",         "neuron_counts",
                           "connectivity",      "connection_rules",    "weight_distributions",
                           "weight_vs_tuning",  "orientation_map"})
    QVERIFY2(names.contains(name), name);
}

void StudyFiguresTest::axes_have_titles_and_units() {
  for (const FigureModel& figure : all_figures()) {
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
  for (const FigureModel& figure : all_figures())
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
  for (const FigureModel& figure : all_figures()) {
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
