#include "engine/session/tuning_run.h"

#include "engine/core/errors.h"
#include "engine/core/text_parts.h"
#include "engine/lgn/lgn.h"
#include "engine/recording/recorder.h"
#include "engine/recording/text_file.h"
#include "engine/session/run_settings.h"
#include "engine/session/session.h"
#include "engine/simulation/batch_simulator.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace striate {

namespace fs = std::filesystem;

namespace {

/// Steps between two looks at cancel and pause: a tenth of a second for a batch of ten on the core network.
constexpr std::int64_t chunk_ms = 32;

/// Numbers above 0 and up to the maximum of the parameter `single`, ascending; its value when the list is empty.
std::vector<double> parse_series(const ParameterSet& parameters, const char* key, const char* single) {
  const Parameter& limits = parameter(single);
  std::vector<double> values;
  std::stringstream list(parameters.text(key));
  for (std::string item; std::getline(list, item, ',');) {
    const std::string_view text = trimmed(item);
    double value = -1.0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || !(value > 0.0 && value <= limits.max))
      throw Error(fmt::format("\"{}\" in {} ({}) is none of them; give numbers above 0 and up to {:g}{}{}, with commas "
                              "between them.",
                              text, parameter(key).label, key, limits.max, limits.unit.empty() ? "" : " ", limits.unit),
                  Error::Kind::usage);
    values.push_back(value);
  }
  if (values.empty())
    values.push_back(parameters.number(single));
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

/// The spikes of one trial as they come, step by step.
struct TrialRecord {
  std::vector<std::uint32_t> first{0}, ids; ///< first: [steps + 1]

  void add(std::span<const std::uint32_t> spikes) {
    ids.insert(ids.end(), spikes.begin(), spikes.end());
    first.push_back(static_cast<std::uint32_t>(ids.size()));
  }
  TrialSpikes since_onset(std::int64_t gray_ms) const {
    TrialSpikes spikes;
    spikes.neuron = ids;
    spikes.time_ms.reserve(ids.size());
    for (std::size_t step = 0; step + 1 < first.size(); ++step)
      spikes.time_ms.insert(spikes.time_ms.end(), first[step + 1] - first[step],
                            static_cast<double>(static_cast<std::int64_t>(step) - gray_ms));
    return spikes;
  }
};

void set_level(ParameterSet& shown, const TableTrial& trial) {
  shown.set("contrast", trial.contrast);
  shown.set("spatial-frequency", trial.spatial_frequency);
  shown.set("temporal-frequency", trial.temporal_frequency);
}

/// Recordings are stamped with the end of the step.
TrialSpikes read_trial(const fs::path& file, std::int64_t gray_ms) {
  const SpikeFile recorded = read_spikes(file);
  TrialSpikes spikes;
  spikes.time_ms.reserve(recorded.time_ms.size());
  for (const double time : recorded.time_ms)
    spikes.time_ms.push_back(time - 1.0 - static_cast<double>(gray_ms));
  spikes.neuron.assign(recorded.node_id.begin(), recorded.node_id.end());
  return spikes;
}

} // namespace

TrialTable TuningPlan::protocol() const {
  TrialTable protocol;
  for (const double contrast : contrasts)
    for (const double spatial : spatial_frequencies)
      for (const double temporal : temporal_frequencies)
        for (const double direction : directions_deg)
          for (int repeat = 0; repeat < trials; ++repeat) {
            TableTrial trial;
            trial.start_ms = static_cast<double>(gray_ms);
            trial.stop_ms = static_cast<double>(trial_ms());
            trial.direction_deg = direction;
            trial.contrast = contrast;
            trial.spatial_frequency = spatial;
            trial.temporal_frequency = temporal;
            trial.file = fmt::format("spikes/trial_{:04d}.h5", protocol.trials.size());
            protocol.trials.push_back(trial);
          }
  protocol.index();
  return protocol;
}

TuningPlan tuning_plan(const ParameterSet& parameters) {
  TuningPlan plan;
  const auto directions = parameters.integer("tune-directions");
  for (std::int64_t k = 0; k < directions; ++k)
    plan.directions_deg.push_back(360.0 * static_cast<double>(k) / static_cast<double>(directions));
  plan.contrasts = parse_series(parameters, "tune-contrasts", "contrast");
  plan.spatial_frequencies = parse_series(parameters, "tune-spatial-frequencies", "spatial-frequency");
  plan.temporal_frequencies = parse_series(parameters, "tune-temporal-frequencies", "temporal-frequency");
  plan.trials = static_cast<int>(parameters.integer("tune-trials"));
  plan.gray_ms = parameters.integer("tune-gray");
  plan.grating_ms = parameters.integer("tune-grating");
  plan.batch = static_cast<int>(parameters.integer("batch"));
  return plan;
}

struct TuningRun::Private {
  ParameterSet parameters;
  std::shared_ptr<const Network> network;
  fs::path folder;
  TuningPlan plan;
  TuningStudy study;
  std::vector<bool> finished;
  std::ptrdiff_t finished_before = 0; ///< trials of an earlier run
  std::atomic<bool> paused{false};

  Private(const ParameterSet& run_parameters, std::shared_ptr<const Network> run_network, fs::path run_folder,
          const StudyOptions& options)
      : parameters(run_parameters), network(std::move(run_network)), folder(std::move(run_folder)),
        plan(tuning_plan(parameters)), study(study_neurons(*network), plan.protocol(), options),
        finished(study.protocol().trials.size(), false) {}

  const TableTrial& trial(std::size_t index) const { return study.protocol().trials[index]; }
  fs::path file(std::size_t index) const { return folder / trial(index).file; }
  /// ", 0.04 cyc/°, 2 Hz" when the plan has several.
  std::string frequencies_of(const TableTrial& shown) const {
    if (plan.spatial_frequencies.size() * plan.temporal_frequencies.size() == 1)
      return {};
    return fmt::format(", {:g} cyc/°, {:g} Hz", shown.spatial_frequency, shown.temporal_frequency);
  }
  std::string settings() const { return to_json(RunSettings{parameters, {}}).dump(2); }

  void prepare_folder();
  void take_finished(Task& task);
  std::vector<std::size_t> next_batch() const;
  void run_batch(BatchSimulator& batch, const std::vector<std::size_t>& trials, Task& task);
  void write_trial(std::size_t index, const TrialRecord& record) const;
  void wait_while_paused(Task& task) const;
  double share_done(std::size_t running, std::int64_t step) const; ///< of what was missing when the run began
};

void TuningRun::Private::prepare_folder() {
  std::error_code failure;
  fs::create_directories(folder / "spikes", failure);
  if (failure)
    throw Error(
        fmt::format("The folder {} cannot be created ({}); name another one.", folder.string(), failure.message()));
  const fs::path settings_file = folder / "settings.json";
  if (fs::exists(settings_file)) {
    ParameterSet before = read_run_settings(settings_file).parameters;
    before.copy("batch", parameters); // neither changes a spike
    before.copy("threads", parameters);
    if (const auto different = before.differences(parameters); !different.empty())
      throw Error(
          fmt::format("{} holds a tuning run with other settings ({}); give another folder, or the same settings "
                      "to go on with it.",
                      folder.string(), fmt::join(different, ", ")));
  }
  write_text_file(settings_file, settings());
  std::string table = "trial,file,gray_start,start,stop,direction,contrast,spatial_frequency,temporal_frequency\n";
  for (std::size_t i = 0; i < finished.size(); ++i) {
    const TableTrial& t = trial(i);
    table += fmt::format("{},{},{},{},{},{},{},{},{}\n", i, t.file, t.gray_from_ms, t.start_ms, t.stop_ms,
                         t.direction_deg, t.contrast, t.spatial_frequency, t.temporal_frequency);
  }
  write_text_file(folder / "stimuli.csv", table);
}

// A file under its final name is a finished trial: it was renamed after it was closed.
void TuningRun::Private::take_finished(Task& task) {
  for (std::size_t i = 0; i < finished.size(); ++i) {
    if (finished[i] || !fs::exists(file(i)))
      continue;
    task.check();
    task.set_step(fmt::format("read trial {}", i));
    study.add(i, read_trial(file(i), plan.gray_ms));
    finished[i] = true;
  }
}

// Trials of one batch see the same grating, so the LGN's rates are computed once for all of them. Those that
// selectivity is measured from come first: then partial results show something.
std::vector<std::size_t> TuningRun::Private::next_batch() const {
  const int main = study.protocol().main_level();
  bool main_is_missing = false;
  for (std::size_t i = 0; i < finished.size(); ++i)
    main_is_missing = main_is_missing || (!finished[i] && trial(i).level == main);
  std::vector<std::size_t> trials;
  for (std::size_t i = 0; i < finished.size() && trials.size() < static_cast<std::size_t>(plan.batch); ++i) {
    if (finished[i] || (main_is_missing && trial(i).level != main))
      continue;
    if (!trials.empty() && (i != trials.back() + 1 || trial(i).direction != trial(trials.front()).direction ||
                            trial(i).level != trial(trials.front()).level))
      break;
    trials.push_back(i);
  }
  return trials;
}

void TuningRun::Private::wait_while_paused(Task& task) const {
  while (paused.load(std::memory_order_relaxed)) {
    task.check();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

double TuningRun::Private::share_done(std::size_t running, std::int64_t step) const {
  const auto done = static_cast<double>(std::count(finished.begin(), finished.end(), true) - finished_before);
  const double partly = static_cast<double>(running) * static_cast<double>(step) / static_cast<double>(plan.trial_ms());
  return (done + partly) / static_cast<double>(static_cast<std::ptrdiff_t>(finished.size()) - finished_before);
}

void TuningRun::Private::run_batch(BatchSimulator& batch, const std::vector<std::size_t>& trials, Task& task) {
  const auto first_trial = static_cast<std::uint32_t>(trials.front());
  batch.restart(first_trial, static_cast<int>(trials.size()));
  Lgn lgn(network->lgn_units, parameters.choice("lgn-geometry") == "bmtk" ? LgnGeometry::bmtk : LgnGeometry::tf);
  ParameterSet shown = parameters;
  shown.set_text("stimulus", "drifting-grating");
  shown.set("direction", trial(trials.front()).direction_deg);
  set_level(shown, trial(trials.front()));
  shown.set("gray-before", static_cast<double>(plan.gray_ms));
  shown.set("grating-duration", 0.0);
  shown.set_text("protocol", "");
  StimulusPlayer player = make_player(shown, network->lgn_units);
  const auto seed = static_cast<std::uint64_t>(parameters.number("seed"));
  const std::size_t units = lgn.size();
  std::vector<float> rates(static_cast<std::size_t>(chunk_ms) * units);
  std::vector<TrialRecord> records(trials.size());

  for (std::int64_t from = 0; from < plan.trial_ms(); from += chunk_ms) {
    wait_while_paused(task);
    task.advance(share_done(trials.size(), from));
    const std::int64_t steps = std::min(chunk_ms, plan.trial_ms() - from);
    for (std::int64_t step = 0; step < steps; ++step) {
      player.advance(from + step);
      lgn.show(player.scene());
      const std::span<const float> now = lgn.step();
      std::copy(now.begin(), now.end(), rates.begin() + step * static_cast<std::int64_t>(units));
    }
    batch.run(
        steps,
        [&](int k, std::int64_t step, BatchSimulator::Input& input) {
          const std::span<const float> of_step(rates.data() + static_cast<std::size_t>(step - from) * units, units);
          sample_lgn_spikes(of_step, seed, first_trial + static_cast<std::uint32_t>(k), step, input.lgn_spikes);
        },
        [&](int k, std::int64_t, std::span<const std::uint32_t> spikes) {
          records[static_cast<std::size_t>(k)].add(spikes);
        });
  }
  for (std::size_t k = 0; k < trials.size(); ++k) {
    write_trial(trials[k], records[k]);
    study.add(trials[k], records[k].since_onset(plan.gray_ms));
    finished[trials[k]] = true;
  }
}

void TuningRun::Private::write_trial(std::size_t index, const TrialRecord& record) const {
  SpikeRecorder::Options options;
  options.file = fs::path(file(index)).replace_extension(".part.h5");
  ParameterSet shown = parameters;
  shown.set("direction", trial(index).direction_deg);
  set_level(shown, trial(index));
  shown.set("trial", static_cast<double>(index));
  shown.set("gray-before", static_cast<double>(plan.gray_ms));
  shown.set("duration", static_cast<double>(plan.trial_ms()));
  options.settings_json = to_json(RunSettings{shown, {}}).dump();
  options.settings_beside = false;
  options.neuron_count = network->neurons.size();
  options.overwrite = true; // what an interrupted run left
  SpikeRecorder recorder(options);
  for (std::size_t step = 0; step + 1 < record.first.size(); ++step)
    recorder.push(static_cast<std::int64_t>(step),
                  std::span(record.ids).subspan(record.first[step], record.first[step + 1] - record.first[step]));
  recorder.close();
  std::error_code failure;
  fs::rename(options.file, file(index), failure);
  if (failure)
    throw Error(fmt::format("{} cannot be written ({}).", file(index).string(), failure.message()));
}

TuningRun::TuningRun(const ParameterSet& parameters, std::shared_ptr<const Network> network, fs::path folder,
                     const StudyOptions& options)
    : d_(std::make_unique<Private>(parameters, std::move(network), std::move(folder), options)) {
  if (parameters.choice("dynamics") != "basis4")
    throw Error("Tuning runs simulate in batches, which the dynamics \"nest\" does not have; use --dynamics basis4.",
                Error::Kind::usage);
  if (parameters.choice("backend") != "cpu")
    throw Error("Tuning runs simulate in batches, which only the processor does; use --backend cpu.",
                Error::Kind::usage);
  for (const char* key : {"perturb", "lgn-spikes", "background-spikes"})
    if (!parameters.text(key).empty())
      throw Error(fmt::format("Tuning runs know no perturbations and no replayed spikes; leave out --{}.", key),
                  Error::Kind::usage);
  d_->prepare_folder();
}

TuningRun::~TuningRun() = default;

const TuningPlan& TuningRun::plan() const {
  return d_->plan;
}
int TuningRun::finished_trials() const {
  return static_cast<int>(std::count(d_->finished.begin(), d_->finished.end(), true));
}
int TuningRun::trial_count() const {
  return static_cast<int>(d_->finished.size());
}
void TuningRun::pause() {
  d_->paused = true;
}
void TuningRun::resume() {
  d_->paused = false;
}
bool TuningRun::paused() const {
  return d_->paused;
}

int TuningRun::take_finished(Task& task) {
  d_->take_finished(task);
  return finished_trials();
}
std::string TuningRun::settings() const {
  return d_->settings();
}

void TuningRun::run(Task& task, const std::function<void(const TuningRun&)>& batch_done) {
  d_->take_finished(task);
  if (finished_trials() == trial_count())
    return;
  d_->finished_before = finished_trials();
  SimulatorOptions options = simulator_options_from(d_->parameters, *d_->network);
  options.threads = static_cast<int>(d_->parameters.integer("threads")); // whole trials, so every core helps
  BatchSimulator batch(d_->network, *d_->network->tables, options, 1);
  for (std::vector<std::size_t> trials = d_->next_batch(); !trials.empty(); trials = d_->next_batch()) {
    const TableTrial& first = d_->trial(trials.front());
    task.set_step(fmt::format("{:g}°, contrast {:g}{}: trials {} to {} of {}", first.direction_deg, first.contrast,
                              d_->frequencies_of(first), trials.front() + 1, trials.back() + 1, trial_count()));
    d_->run_batch(batch, trials, task);
    if (batch_done)
      batch_done(*this);
  }
  task.advance(1.0);
}

std::optional<StudyResult> TuningRun::measure(Task* task, bool quick) const {
  if (finished_trials() == 0)
    return std::nullopt;
  ThreadPool pool(static_cast<int>(d_->parameters.integer("threads")));
  return d_->study.finish(pool, task, quick);
}

} // namespace striate
