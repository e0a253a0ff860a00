// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/figure_files.h"
#include "app/flag_words.h"
#include "app/output_folder.h"
#include "app/run_task.h"
#include "app/study_summary.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/analysis/study/study_tables.h"
#include "engine/core/process.h"
#include "engine/core/stopwatch.h"
#include "engine/session/session.h"
#include "engine/session/tuning_run.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>

namespace striate::app {

namespace {

using Clock = std::chrono::steady_clock;

struct TuneRequest {
  StudyOptions options;
  std::filesystem::path out = "tuning";
  bool no_figures = false, no_fits = false, json = false;
};

int tune(TuneRequest request, const ParameterSet& parameters) {
  ProgressLine progress;
  std::shared_ptr<const Network> network;
  run_task("build network", progress, [&](Task& t) { network = build_network(parameters, t); });

  request.options.tuning_fits = !request.no_fits;
  TuningRun run(parameters, network, request.out, request.options);
  if (run.finished_trials() > 0)
    progress.line(fmt::format("resuming after {} of {} trials", run.finished_trials(), run.trial_count()));
  const auto start = Clock::now();
  int before = 0;
  double before_s = 0.0;
  run_task("tune", progress, [&](Task& t) {
    before = run.take_finished(t);
    before_s = run.finished_s();
    run.run(t);
  });
  const double wall_s = seconds_since(start);
  const double model_s = run.finished_s() - before_s;

  std::optional<StudyResult> study;
  run_task("measure", progress, [&](Task& t) { study = run.measure(&t); });
  for (const std::string& sentence : study->warnings)
    progress.line(sentence);
  const Comparison comparison = compare(*study, neuropixels());
  write_study(*study, comparison, request.out);
  if (!request.no_figures) {
    std::vector<FigureModel> figures = study_figures(*study, neuropixels());
    for (FigureModel& figure : figures)
      figure.settings = run.settings();
    const std::filesystem::path folder = request.out / "figures"; // apart: tables and figures may share a name
    prepare_output(folder, {}, true);
    write_figure_files(figures, folder);
  }
  const double ratio = model_s > 0.0 ? wall_s / model_s : 0.0;
  progress.line(
      fmt::format("{} neurons, {} trials: {:.0f} s of model time in {:.1f} s (wall/model {:.2f}); results in {}",
                  network->neurons.size(), run.trial_count(), model_s, wall_s, ratio, request.out.string()));
  if (request.json) {
    nlohmann::ordered_json summary = study_summary(*study, comparison);
    summary["trials"] = run.trial_count();
    summary["trials_simulated"] = run.trial_count() - before;
    summary["wall_s"] = wall_s;
    summary["wall_over_model"] = ratio;
    summary["peak_memory_mb"] = peak_memory_mb();
    fmt::print("{}\n", summary.dump());
  }
  return 0;
}

} // namespace

void add_tune(CLI::App& program, Chosen& chosen) {
  CLI::App& command = *program.add_subcommand(
      "tune", "Measure every neuron's tuning with drifting gratings, or its responses to the rows of --protocol, and "
              "compare with Neuropixels; resumes an interrupted run in the same folder");
  const auto flags = std::make_shared<ParameterFlags>(command);
  const auto request = std::make_shared<TuneRequest>();
  command.add_option("--out", request->out, words::out)->capture_default_str();
  command.add_option("--core-radius", request->options.core_radius_um, words::core_radius)
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_flag("--no-fits", request->no_fits, words::no_fits);
  command.add_flag("--no-figures", request->no_figures, words::no_figures);
  command.add_flag("--json", request->json, words::json);
  command.callback(
      [&chosen, flags, request] { chosen = [flags, request] { return tune(*request, flags->apply({})); }; });
}

} // namespace striate::app
