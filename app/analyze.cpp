// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/figure_files.h"
#include "app/flag_words.h"
#include "app/output_folder.h"
#include "app/run_task.h"
#include "app/study_summary.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/analysis/study/study_tables.h"
#include "engine/core/errors.h"
#include "engine/core/text_parts.h"
#include "engine/core/time_unit.h"
#include "engine/dataset/dataset.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>

namespace striate::app {
namespace {

namespace fs = std::filesystem;

struct AnalyzeRequest {
  DatasetFiles files;
  StudyOptions options;
  std::string edges = "auto", time_unit = "ms", spike_unit = "auto";
  fs::path reference; ///< empty: the recordings we ship
  fs::path out = "analysis";
  int threads = 0;
  bool reference_forms = false, no_figures = false, no_fits = false, overwrite = false, json = false;
};

const std::map<std::string, SpikeWindow::Edges> edge_names{{"half-open", SpikeWindow::Edges::half_open},
                                                           {"left-open", SpikeWindow::Edges::left_open},
                                                           {"open", SpikeWindow::Edges::open},
                                                           {"closed", SpikeWindow::Edges::closed}};

int analyze(AnalyzeRequest request) {
  const auto start = std::chrono::steady_clock::now();
  if (const auto edges = edge_names.find(request.edges); edges != edge_names.end())
    request.files.edges = edges->second;
  request.files.stimulus_ms_per_unit = request.time_unit == "s" ? 1000.0 : 1.0;
  request.files.spike_ms_per_unit = milliseconds_per(request.spike_unit); // nothing for "auto"
  request.options.tuning_fits = !request.no_fits;
  if (request.reference_forms) {
    request.options.hotelling = HotellingForm::reference;
    request.options.spectrum = SpectrumForm::reference;
  }
  const ReferenceData reference = request.reference.empty() ? neuropixels() : ReferenceData::read(request.reference);
  std::vector<fs::path> names(StudyFiles::names().begin(), StudyFiles::names().end());
  const fs::path figure_folder = request.out / "figures"; // apart: tables and figures may share a name
  if (!request.no_figures)
    names.push_back(figure_folder.filename());
  prepare_output(request.out, names, request.overwrite);
  ProgressLine progress;
  ThreadPool pool(request.threads);
  DatasetStudy data;
  run_task("analyze", progress, [&](Task& t) { data = analyze_dataset(request.files, request.options, pool, t); });
  for (const std::string& note : data.notes)
    progress.line(note);
  for (const std::string& sentence : data.study.warnings)
    if (std::find(data.notes.begin(), data.notes.end(), sentence) == data.notes.end())
      progress.line(sentence);
  const Comparison comparison = compare(data.study, reference);
  write_study(data.study, comparison, request.out);
  if (!request.no_figures) {
    std::vector<FigureModel> figures = study_figures(data.study, reference);
    for (FigureModel& figure : figures)
      figure.settings = data.settings_json;
    progress.line(counted(figures.size(), "figure"));
    prepare_output(figure_folder, {}, true);
    write_figure_files(figures, figure_folder);
  }
  const double wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  progress.line(fmt::format("{}, {} x {}, {}: {:.2f} s; tables in {}", counted(data.study.neurons.size(), "neuron"),
                            counted(data.study.protocol.directions.size(), "direction"),
                            counted(static_cast<std::uint64_t>(data.study.protocol.repeats), "trial"),
                            counted(data.spikes, "spike"), wall_s, request.out.string()));
  if (request.json) {
    nlohmann::ordered_json summary = study_summary(data.study, comparison);
    summary["spikes"] = data.spikes;
    summary["notes"] = data.notes;
    summary["wall_s"] = wall_s;
    // Names of populations and files may be in another encoding.
    fmt::print("{}\n", summary.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  return 0;
}

} // namespace

void add_analyze(CLI::App& program, Chosen& chosen) {
  CLI::App& command = *program.add_subcommand(
      "analyze",
      "Measure selectivity, variability and spectra from spikes of any program and compare with Neuropixels");
  const auto request = std::make_shared<AnalyzeRequest>();
  command
      .add_option("--spikes", request->files.spikes,
                  "Spike files: SONATA .h5, .csv or NEST output (.dat, .gdf); several may be given")
      ->required();
  command.add_option(
      "--nodes", request->files.nodes,
      "SONATA node file .h5, or .csv with node_id, pop_name, x, y, z, tuning_angle; not needed for Striate recordings");
  command.add_option("--node-types", request->files.node_types, "Types table of a SONATA node file, if not beside it");
  command.add_option("--population", request->files.population,
                     "Population to use from files that hold several; default: that of the nodes");
  command.add_option(
      "--stimuli", request->files.stimuli,
      "Table with start, stop, direction (contrast, gray_start, file); not needed for Striate recordings");
  command.add_option("--time-unit", request->time_unit, "Unit of the times in the stimulus table")
      ->check(CLI::IsMember({"ms", "s"}))
      ->capture_default_str();
  command
      .add_option("--spike-unit", request->spike_unit,
                  "Unit of the spike times if the files do not state it; auto = as stated, else ms")
      ->check(CLI::IsMember({"auto", "ms", "s", "us"}))
      ->capture_default_str();
  command.add_option("--edges", request->edges, "Spikes at window edges: auto = left-open for Striate recordings")
      ->check(CLI::IsMember({"auto", "half-open", "left-open", "open", "closed"}))
      ->capture_default_str();
  command.add_option("--core-radius", request->options.core_radius_um, words::core_radius)
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_option("--reference", request->reference, "Alternative quantile table for the comparison");
  command.add_option("--fano-samples", request->options.fano.samples, "Random groups in the Fano analysis")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command.add_option("--sampling-seed", request->options.fano.seed, "Seed of the random groups and pairs")
      ->capture_default_str();
  command.add_flag("--reference-forms", request->reference_forms,
                   "Hotelling test and spectra as in the reference program instead of the standard forms");
  command.add_flag("--no-fits", request->no_fits, words::no_fits);
  command.add_flag("--no-figures", request->no_figures, words::no_figures);
  command.add_option("--threads", request->threads, "Analysis threads; 0 = one per core")->check(CLI::Range(0, 1024));
  command.add_option("--out", request->out, words::out)->capture_default_str();
  command.add_flag("--overwrite", request->overwrite, words::overwrite);
  command.add_flag("--json", request->json, words::json);
  command.callback([&chosen, request] { chosen = [request] { return analyze(*request); }; });
}

} // namespace striate::app
