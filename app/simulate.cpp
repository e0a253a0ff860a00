// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/figure_files.h"
#include "app/flag_words.h"
#include "app/progress_line.h"
#include "app/simulate_start.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/core/errors.h"
#include "engine/core/process.h"
#include "engine/core/stopwatch.h"
#include "engine/core/text_parts.h"
#include "engine/session/lgn_sample.h"
#include "engine/session/run_recording.h"
#include "engine/session/run_settings.h"
#include "engine/session/snapshot_builder.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <exception>
#include <memory>

namespace striate::app {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* figure_names[] = {"laminar_raster", "population_activity", "lgn_sample"};

void prepare_folder(const fs::path& folder, const ParameterSet& parameters, bool overwrite, bool figures) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure)
    throw Error(fmt::format("The folder {} cannot be created ({}); choose a writable one with --out.", folder.string(),
                            failure.message()));
  std::vector<fs::path> files;
  for (const std::string& name : recording_file_names(recording_plan(parameters)))
    files.push_back(folder / name);
  if (figures)
    for (const char* name : figure_names)
      for (const char* ending : figure_file_endings())
        files.push_back(folder / (std::string(name) + ending));
  if (overwrite)
    return;
  for (const fs::path& file : files)
    if (fs::exists(file, failure))
      throw Error(fmt::format("{} already exists; give another folder with --out or add --overwrite.", file.string()));
}

std::vector<FigureModel> figures_of(const Session& session, const Snapshot& run) {
  const Network& network = session.network();
  const auto start_ms = static_cast<double>(run.spikes->first_ms), end_ms = static_cast<double>(run.now_ms);
  SpikeHistory history(run.now_ms + 1);
  history.append(run.spikes);
  PopulationActivity activity(network, 10.0, end_ms + 1.0);
  activity.append(*run.spikes);
  std::vector<LgnTrace> traces(run.lgn.size());
  std::vector<double> luminance;
  for (std::size_t i = 0; i < traces.size(); ++i) {
    traces[i].unit = run.lgn[i].unit;
    traces[i].class_name = model_tables().lgn_classes[network.lgn_units.unit_class[run.lgn[i].unit]].name;
    luminance.clear();
    append_lgn_sample(traces[i], luminance, run.lgn[i], run.spikes->first_ms);
  }
  const std::span<const double> time = traces.empty() ? std::span<const double>{} : traces.front().time_ms;
  std::vector<FigureModel> figures = {
      laminar_raster_figure(laminar_order(network), history, start_ms, end_ms, run.marks),
      population_activity_figure(activity, start_ms, end_ms, run.marks, FigureStyle::paper),
      lgn_sample_figure(traces, time, luminance, start_ms, end_ms, run.marks)};
  for (FigureModel& figure : figures) {
    figure.settings = settings_text(session);
    figure.caption = fmt::format("{}, seed {}, {}", network.name, session.parameters().integer("seed"),
                                 describe(session.stimulus()));
  }
  return figures;
}

int simulate(const SimulateRequest& request, const ParameterFlags& flags) {
  const SimulateStart begin = start_of(request, flags);
  const RunSettings& settings = begin.settings;
  prepare_folder(request.out, settings.parameters, request.overwrite, !request.no_figures);
  ProgressLine progress;
  for (const std::string& note : begin.notes)
    progress.line(note);
  const std::unique_ptr<Session> opened = open_session(begin, progress);
  Session& session = *opened;
  const Network& network = session.network();

  RunRecording recording(session, {.folder = request.out, .overwrite = request.overwrite, .wait_for_disk = true});
  std::string recording_failure;
  SnapshotBuilder builder;
  builder.begin(session);
  builder.select_lgn_units(default_lgn_sample(network.lgn_units), session);

  const std::int64_t from = session.now(), until = settings.parameters.integer("duration"), duration = until - from;
  const auto start = Clock::now();
  auto edit = settings.edits.begin();
  while (session.now() < until) {
    if (session.now() == begin.save_at_ms)
      save_state(request.save_state, session);
    for (; edit != settings.edits.end() && edit->at_ms == session.now(); ++edit) {
      const Scene before = session.scene();
      session.edit(edit->parameters);
      if (!(session.scene() == before))
        builder.mark(session);
    }
    const StepResult step = session.step(recording.after_step());
    builder.add(step, session);
    recording.push(step, session);
    if (recording_failure.empty() && !(recording_failure = recording.failure()).empty())
      progress.line(recording_failure + " The run continues.");
    if (const std::string notice = session.take_notice(); !notice.empty()) // of a movie that was just read
      progress.line(notice);
    progress.show("simulate", static_cast<double>(session.now() - from) / static_cast<double>(duration));
  }
  const double wall_s = seconds_since(start);
  recording.set_settings(settings_text(session));
  if (begin.save_at_ms == until)
    save_state(request.save_state, session);
  std::string incomplete;
  try {
    recording.close();
  } catch (const Error& failure) {
    incomplete = failure.what();
  }

  const Snapshot run = builder.finish(session);
  if (!request.no_figures)
    write_figure_files(figures_of(session, run), request.out);

  const auto spikes = static_cast<double>(run.spikes->id.size());
  const double mean_rate_Hz = spikes / network.neurons.size() / (static_cast<double>(duration) * 1e-3);
  const double ratio = wall_s * 1000.0 / static_cast<double>(duration);
  progress.line(fmt::format("{}, {} ms: {}, {:.2f} Hz a neuron; {:.2f} s, wall/model {:.2f}; results in {}",
                            counted(network.neurons.size(), "neuron"), duration,
                            counted(run.spikes->id.size(), "spike"), mean_rate_Hz, wall_s, ratio,
                            request.out.string()));
  if (request.json) {
    const nlohmann::ordered_json summary = {{"neurons", network.neurons.size()},
                                            {"recurrent_edges", network.recurrent.edge_count()},
                                            {"lgn_edges", network.lgn.edge_count()},
                                            {"lgn_synapses", network.lgn_synapses},
                                            {"background_edges", network.background.source.size()},
                                            {"from_ms", from},
                                            {"duration_ms", duration},
                                            {"v1_spikes", run.spikes->id.size()},
                                            {"mean_rate_hz", mean_rate_Hz},
                                            {"wall_s", wall_s},
                                            {"wall_over_model", ratio},
                                            {"peak_memory_mb", peak_memory_mb()},
                                            {"dynamics", settings.parameters.choice("dynamics")},
                                            {"dt_ms", session.simulator().dt_ms()},
                                            {"backend", session.simulator().backend()},
                                            {"threads", session.simulator().threads()},
                                            {"seed", settings.parameters.integer("seed")}};
    fmt::print("{}\n", summary.dump());
  }
  if (!incomplete.empty())
    throw Error(incomplete);
  return 0;
}

} // namespace

void add_simulate(CLI::App& program, Chosen& chosen) {
  CLI::App& command = *program.add_subcommand(
      "simulate", "Simulate without a window; writes spikes.h5, settings.json and figures to a folder");
  const auto flags = std::make_shared<ParameterFlags>(command);
  const auto request = std::make_shared<SimulateRequest>();
  command.add_option("--session", request->session, "Start from this settings.json or .striate session");
  command.add_option("--edit", request->edits, "A live edit, MILLISECOND:KEY=VALUE[,KEY=VALUE]; may be repeated");
  command.add_option("--state", request->state,
                     "Resume from this saved state, up to --duration; only --duration, --threads, --record, --probe "
                     "and --edit may be combined with it");
  command.add_option("--save-state", request->save_state, "Write the complete final state to this file");
  command.add_option("--save-at", request->save_at_ms, "Write the state at this millisecond instead");
  command.add_option("--out", request->out, words::out)->capture_default_str();
  command.add_flag("--overwrite", request->overwrite, words::overwrite);
  command.add_flag("--no-figures", request->no_figures, words::no_figures);
  command.add_flag("--json", request->json, words::json);
  command.callback([&chosen, flags, request] { chosen = [flags, request] { return simulate(*request, *flags); }; });
}

} // namespace striate::app
