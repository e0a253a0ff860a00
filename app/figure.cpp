// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/figure_files.h"
#include "app/flag_words.h"
#include "app/output_folder.h"
#include "app/run_task.h"
#include "engine/analysis/figures/network_figures.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/analysis/study/study_tables.h"
#include "engine/core/errors.h"
#include "engine/core/text_parts.h"
#include "engine/dataset/dataset.h"
#include "engine/recording/recorder.h"
#include "engine/session/run_settings.h"
#include "engine/training/figures/training_figures.h"
#include "engine/training/run/folder.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace striate::app {
namespace {

namespace fs = std::filesystem;

struct FigureRequest {
  fs::path from;
  std::vector<std::string> names, formats;
  std::vector<std::uint64_t> neurons;
  fs::path out = "figures";
  int dpi = 300;
  double width_mm = 0.0, text_pt = 0.0, core_radius_um = 0.0;
  std::string letters = "upper";
  bool list = false, network = false, overwrite = false;
};

std::vector<FigureModel> chosen_tuning(const StudyResult& study, const std::vector<std::uint64_t>& ids) {
  std::vector<std::uint32_t> neurons;
  for (const std::uint64_t id : ids) {
    const auto at = std::find(study.neurons.id.begin(), study.neurons.id.end(), id);
    if (at == study.neurons.id.end())
      throw Error(fmt::format("The study has no neuron {}; neurons.csv lists them.", id), Error::Kind::usage);
    neurons.push_back(static_cast<std::uint32_t>(at - study.neurons.id.begin()));
  }
  return {tuning_curves_figure(study, neurons)};
}

std::vector<FigureModel> of_study(const StudyResult& study, const FigureRequest& request) {
  if (!request.neurons.empty())
    return chosen_tuning(study, request.neurons);
  return study_figures(study, neuropixels());
}

/// Figures of the network a recording was made with; with trained weights also how they changed.
std::vector<FigureModel> of_network(const std::string& settings, const std::string& name, Task& task) {
  ParameterSet parameters = run_settings_from_text(settings, name).parameters;
  const auto network = build_network(parameters, task);
  std::vector<FigureModel> figures = network_figures(*network);
  if (!parameters.text("weights").empty()) {
    parameters.set_text("weights", "");
    figures.push_back(weight_changes_figure(*build_network(parameters, task), *network));
  }
  return figures;
}

std::vector<FigureModel> of_training(const fs::path& folder) {
  const TrainingHistory history = read_losses(folder);
  const auto& validations = history.validations;
  const auto best = std::min_element(validations.begin(), validations.end(),
                                     [](const auto& a, const auto& b) { return a.loss < b.loss; });
  return {loss_figure(history, LossBranch::both, best == validations.end() ? 0 : best->epoch)};
}

std::vector<FigureModel> all_figures(const FigureRequest& request, ProgressLine& progress) {
  if (is_study(request.from)) {
    if (request.network)
      throw Error(fmt::format("{} is an analysis and holds no network; give a recording to draw its network.",
                              request.from.string()),
                  Error::Kind::usage);
    return of_study(read_study(request.from), request);
  }
  if (has_losses(request.from)) {
    if (request.network || !request.neurons.empty())
      throw Error(
          fmt::format("{} is a training run; only its loss figure is available, without --network and --neuron.",
                      request.from.string()),
          Error::Kind::usage);
    return of_training(request.from);
  }
  const fs::path file = fs::is_directory(request.from) ? request.from / "spikes.h5" : request.from;
  if (!fs::exists(file))
    throw Error(
        fmt::format(
            "{} is neither a folder written by \"striate analyze\", nor that of a training run, nor a recording.",
            request.from.string()),
        Error::Kind::usage);
  std::vector<FigureModel> figures;
  ThreadPool pool;
  run_task("figures", progress, [&](Task& t) {
    const std::string settings = read_spikes(file).settings_json;
    if (settings.empty())
      throw Error(fmt::format("{} is not a Striate recording; run \"striate analyze\" on it first.", file.string()));
    if (request.network) {
      figures = of_network(settings, file.string(), t);
    } else {
      StudyOptions options;
      options.core_radius_um = request.core_radius_um;
      figures = of_study(analyze_dataset({.spikes = {file}, .nodes = {}, .node_types = {}, .stimuli = {}, .edges = {}},
                                         options, pool, t)
                             .study,
                         request);
    }
    for (FigureModel& figure : figures)
      figure.settings = settings;
  });
  return figures;
}

std::vector<FigureModel> selected(std::vector<FigureModel> all, const std::vector<std::string>& names) {
  if (names.empty())
    return all;
  std::vector<FigureModel> chosen;
  for (const std::string& name : names) {
    const auto at = std::find_if(all.begin(), all.end(), [&name](const FigureModel& f) { return f.name == name; });
    if (at == all.end()) {
      std::string known;
      for (const FigureModel& figure : all)
        known += (known.empty() ? "" : ", ") + figure.name;
      throw Error(fmt::format("Unknown figure \"{}\"; available: {}.", name, known), Error::Kind::usage);
    }
    chosen.push_back(*at);
  }
  return chosen;
}

int write_figures(const FigureRequest& request) {
  ProgressLine progress;
  const std::vector<FigureModel> figures = selected(all_figures(request, progress), request.names);
  if (request.list) {
    for (const FigureModel& figure : figures)
      fmt::print("{:28} {}\n", figure.name, figure.title);
    return 0;
  }
  FigureFileOptions options{.endings = {},
                            .dpi = request.dpi,
                            .width_mm = request.width_mm,
                            .text_pt = request.text_pt,
                            .letters = request.letters};
  for (const std::string& format : request.formats)
    options.endings.push_back("." + format);
  std::vector<fs::path> names;
  for (const FigureModel& figure : figures) {
    if (options.endings.empty())
      for (const char* ending : figure_file_endings())
        names.emplace_back(figure.name + ending);
    for (const std::string& ending : options.endings)
      names.emplace_back(figure.name + ending);
  }
  prepare_output(request.out, names, request.overwrite);
  const std::vector<fs::path> files = write_figure_files(figures, request.out, options);
  progress.line(fmt::format("{}, {} in {}", counted(figures.size(), "figure"), counted(files.size(), "file"),
                            request.out.string()));
  return 0;
}

} // namespace

void add_figure(CLI::App& program, Chosen& chosen) {
  CLI::App& command = *program.add_subcommand(
      "figure", "Write figures from a folder of \"striate analyze\", a training run or a recording");
  const auto request = std::make_shared<FigureRequest>();
  command.add_option("from", request->from, "Folder of an analysis or training run, a recording, or the folder of one")
      ->required();
  command.add_option("--figure", request->names, "Only these figures; may be repeated");
  command.add_flag("--list", request->list, "List the figures instead of writing them");
  command.add_flag("--network", request->network, "Figures of the network used in a recording");
  command.add_option("--neuron", request->neurons, "Tuning curves of these neurons (network ids), at most six");
  command.add_option("--core-radius", request->core_radius_um, "As in \"striate analyze\"; for recordings")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--format", request->formats, "pdf, svg, png or csv; may be repeated; default: pdf, png and csv")
      ->check(CLI::IsMember({"pdf", "svg", "png", "csv"}));
  command.add_option("--dpi", request->dpi, "Resolution of pictures")
      ->check(CLI::Range(1, 4800))
      ->capture_default_str();
  command
      .add_option("--width", request->width_mm, "Width in mm; 85 = one column, 180 = two; 0 = default of each figure")
      ->check(CLI::Range(0.0, 2000.0));
  command
      .add_option("--text-size", request->text_pt, "Size of axis labels in points, other text in proportion; 0 = 7.5")
      ->check(CLI::Range(0.0, 16.0));
  command.add_option("--letters", request->letters, "Panel letters: upper (A), lower (a) or none")
      ->check(CLI::IsMember({"upper", "lower", "none"}))
      ->capture_default_str();
  command.add_option("--out", request->out, words::out)->capture_default_str();
  command.add_flag("--overwrite", request->overwrite, words::overwrite);
  command.callback([&chosen, request] { chosen = [request] { return write_figures(*request); }; });
}

} // namespace striate::app
