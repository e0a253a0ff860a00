// SPDX-License-Identifier: Apache-2.0
#include "engine/session/tuning_run.h"

#include "engine/core/errors.h"
#include "engine/core/replace_file.h"
#include "engine/core/text_file.h"
#include "engine/lgn/lgn.h"
#include "engine/parameters/meaning.h"
#include "engine/recording/recorder.h"
#include "engine/session/background_warning.h"
#include "engine/session/perturbation_schedule.h"
#include "engine/session/recorded_trial.h"
#include "engine/session/run_settings.h"
#include "engine/session/session.h"
#include "engine/session/tuning_trials.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

namespace striate {

namespace fs = std::filesystem;

namespace {

/// The spikes of one trial as they come, step by step.
struct TrialRecord {
  std::vector<std::uint32_t> first{0}, ids; ///< first: [steps + 1]

  void add(std::span<const std::uint32_t> spikes) {
    ids.insert(ids.end(), spikes.begin(), spikes.end());
    first.push_back(static_cast<std::uint32_t>(ids.size()));
  }
  /// Times as in the files that are left: the ends of the steps.
  TrialSpikes since_onset(std::int64_t gray_ms) const {
    TrialSpikes spikes;
    spikes.neuron = ids;
    spikes.time_ms.reserve(ids.size());
    for (std::size_t step = 0; step + 1 < first.size(); ++step)
      spikes.time_ms.insert(spikes.time_ms.end(), first[step + 1] - first[step],
                            static_cast<double>(static_cast<std::int64_t>(step) + 1 - gray_ms));
    return spikes;
  }
};

/// Spikes are counted as "striate analyze" counts them in the files of the run.
StudyOptions of_recordings(StudyOptions options) {
  options.edges = SpikeWindow::Edges::left_open;
  return options;
}

} // namespace

struct TuningRun::Private {
  ParameterSet parameters;
  std::shared_ptr<const Network> network;
  fs::path folder;
  TuningPlan plan;
  TuningStudy study;
  Lgn still_lgn; ///< before anything was shown
  std::vector<bool> finished;
  double finished_before_ms = 0.0; ///< of an earlier run
  std::atomic<bool> paused{false};

  Private(const ParameterSet& run_parameters, std::shared_ptr<const Network> run_network, fs::path run_folder,
          const StudyOptions& options)
      : parameters(run_parameters), network(std::move(run_network)), folder(std::move(run_folder)),
        plan(tuning_plan(parameters)), study(study_neurons(*network), plan.table(), of_recordings(options)),
        still_lgn(network->lgn_units, lgn_geometry_from(parameters)), finished(study.protocol().trials.size(), false) {}

  const TableTrial& trial(std::size_t index) const { return study.protocol().trials[index]; }
  fs::path file(std::size_t index) const { return folder / trial(index).file; }
  double trial_ms(std::size_t index) const { return trial(index).stop_ms; } ///< with the gray before
  double finished_ms() const;
  std::string describe(const TableTrial& shown) const;
  std::string settings() const { return to_json(RunSettings{parameters, {}}).dump(2); }

  void prepare_folder();
  void require_same_protocol() const;
  void take_finished(Task& task);
  std::vector<std::size_t> next_batch() const;
  void run_batch(TuningTrials& batch, const std::vector<std::size_t>& trials, Task& task);
  void write_trial(std::size_t index, const TrialRecord& record) const;
  void wait_while_paused(Task& task) const;
  double share_done(double running_ms) const; ///< of what was missing when the run began
};

double TuningRun::Private::finished_ms() const {
  double ms = 0.0;
  for (std::size_t i = 0; i < finished.size(); ++i)
    ms += finished[i] ? trial_ms(i) : 0.0;
  return ms;
}

/// "45°, contrast 0.8", with the frequencies when there are several.
std::string TuningRun::Private::describe(const TableTrial& shown) const {
  if (shown.direction < 0)
    return "gray";
  std::string words = shown.condition.empty() ? std::string() : shown.condition + ", ";
  words += fmt::format("{:g}°, contrast {:g}", shown.direction_deg, shown.contrast);
  const StimulusLevel& first = study.protocol().levels.front();
  if (std::ranges::any_of(study.protocol().levels, [&](const StimulusLevel& level) {
        return level.spatial_frequency != first.spatial_frequency ||
               level.temporal_frequency != first.temporal_frequency;
      }))
    words += fmt::format(", {:g} cyc/°, {:g} Hz", shown.spatial_frequency, shown.temporal_frequency);
  return words;
}

/// A table may have changed since under the same name.
void TuningRun::Private::require_same_protocol() const {
  const fs::path file = folder / "protocol.json";
  if (!plan.protocol || !fs::exists(file))
    return;
  std::ifstream in(file);
  if (std::string(std::istreambuf_iterator<char>(in), {}) != protocol_json(*plan.protocol))
    throw Error(fmt::format("The protocol {} has changed since the tuning run in {}; give another folder, or restore "
                            "the table (protocol.json in the folder) to resume.",
                            plan.protocol->name, folder.string()));
}

void TuningRun::Private::prepare_folder() {
  std::error_code failure;
  fs::create_directories(folder / "spikes", failure);
  if (failure)
    throw Error(
        fmt::format("The folder {} cannot be created ({}); choose another one.", folder.string(), failure.message()));
  const fs::path settings_file = folder / "settings.json";
  if (fs::exists(settings_file)) {
    const ParameterSet before = read_run_settings(settings_file).parameters;
    auto different = spike_differences(before, parameters);
    std::ranges::move(differences_of(Scope::tuning, before, parameters), std::back_inserter(different));
    if (!different.empty())
      throw Error(fmt::format(
          "{} holds a tuning run with different settings ({}); give another folder, or the same settings to resume.",
          folder.string(), fmt::join(different, ", ")));
  }
  require_same_protocol();
  write_text_file(settings_file, settings());
  if (plan.protocol)
    write_text_file(folder / "protocol.json", protocol_json(*plan.protocol));
  write_text_file(folder / "stimuli.csv", table_text(study.protocol()));
}

// A file under its final name is a finished trial: it was renamed after it was closed.
void TuningRun::Private::take_finished(Task& task) {
  for (std::size_t i = 0; i < finished.size(); ++i) {
    if (finished[i] || !fs::exists(file(i)))
      continue;
    task.check();
    task.set_step(fmt::format("read trial {}", i));
    study.add(i, read_recorded_trial(file(i), static_cast<std::int64_t>(trial(i).start_ms), network->neurons));
    finished[i] = true;
  }
}

// Trials of one batch are equally long. Those that selectivity is measured from come first: then partial results show
// something.
std::vector<std::size_t> TuningRun::Private::next_batch() const {
  const int main = study.protocol().main_level();
  bool main_is_missing = false;
  for (std::size_t i = 0; i < finished.size(); ++i)
    main_is_missing = main_is_missing || (!finished[i] && trial(i).level == main);
  std::vector<std::size_t> trials;
  for (std::size_t i = 0; i < finished.size() && trials.size() < static_cast<std::size_t>(plan.batch); ++i) {
    if (finished[i] || (main_is_missing && trial(i).level != main))
      continue;
    if (!trials.empty() && (i != trials.back() + 1 || trial_ms(i) != trial_ms(trials.front())))
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

double TuningRun::Private::share_done(double running_ms) const {
  double all_ms = 0.0;
  for (std::size_t i = 0; i < finished.size(); ++i)
    all_ms += trial_ms(i);
  return (finished_ms() - finished_before_ms + running_ms) / (all_ms - finished_before_ms);
}

void TuningRun::Private::run_batch(TuningTrials& batch, const std::vector<std::size_t>& trials, Task& task) {
  const auto whole_ms = static_cast<std::int64_t>(trial_ms(trials.front()));
  std::vector<ParameterSet> shown;
  for (const std::size_t index : trials)
    shown.push_back(plan.shown(trial(index), index));
  batch.start(static_cast<std::uint32_t>(trials.front()), shown);
  std::vector<TrialRecord> records(trials.size());
  for (std::int64_t from = 0; from < whole_ms; from += batch.chunk_ms()) {
    wait_while_paused(task);
    task.advance(share_done(static_cast<double>(trials.size()) * static_cast<double>(from)));
    batch.run(std::min(batch.chunk_ms(), whole_ms - from),
              [&](std::size_t k, std::int64_t, std::span<const std::uint32_t> spikes) { records[k].add(spikes); });
  }
  for (std::size_t k = 0; k < trials.size(); ++k) {
    write_trial(trials[k], records[k]);
    study.add(trials[k], records[k].since_onset(static_cast<std::int64_t>(trial(trials[k]).start_ms)));
    finished[trials[k]] = true;
  }
}

void TuningRun::Private::write_trial(std::size_t index, const TrialRecord& record) const {
  SpikeRecorder::Options options;
  options.file = fs::path(file(index)).replace_extension(".part.h5");
  options.settings_json = to_json(RunSettings{plan.shown(trial(index), index), {}}).dump();
  options.settings_beside = false;
  options.compression = static_cast<int>(plan.shown(trial(index), index).integer("compression"));
  options.neuron_count = network->neurons.size();
  options.node_ids = network->neurons.file_id;
  options.overwrite = true; // what an interrupted run left
  SpikeRecorder recorder(options);
  for (std::size_t step = 0; step + 1 < record.first.size(); ++step)
    recorder.push(static_cast<std::int64_t>(step),
                  std::span(record.ids).subspan(record.first[step], record.first[step + 1] - record.first[step]));
  recorder.close();
  replace_file(options.file, file(index));
}

TuningRun::TuningRun(const ParameterSet& parameters, std::shared_ptr<const Network> network, fs::path folder,
                     const StudyOptions& options)
    : d_(std::make_unique<Private>(parameters, std::move(network), std::move(folder), options)) {
  if (!parameters.is(choices::Dynamics::basis4))
    throw Error("Tuning runs simulate in batches, which the dynamics \"nest\" does not support; use --dynamics basis4.",
                Error::Kind::usage);
  for (const char* key : {"lgn-spikes", "lgn-rates", "background-spikes"})
    if (!parameters.text(key).empty())
      throw Error(fmt::format("Tuning runs generate all their input; omit --{}.", key), Error::Kind::usage);
  const PerturbationSchedule checked(parameters.text("perturb"), *d_->network); // before the folder changes
  d_->prepare_folder();
}

TuningRun::~TuningRun() = default;

const TuningPlan& TuningRun::plan() const {
  return d_->plan;
}
int TuningRun::finished_trials() const {
  return static_cast<int>(std::count(d_->finished.begin(), d_->finished.end(), true));
}
double TuningRun::finished_s() const {
  return 1e-3 * d_->finished_ms();
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
  d_->finished_before_ms = d_->finished_ms();
  const auto batch = make_tuning_trials(d_->parameters, d_->network, d_->still_lgn);
  for (std::vector<std::size_t> trials = d_->next_batch(); !trials.empty(); trials = d_->next_batch()) {
    const TableTrial& first = d_->trial(trials.front());
    task.set_step(fmt::format("{}: trials {} to {} of {}", d_->describe(first), trials.front() + 1, trials.back() + 1,
                              trial_count()));
    d_->run_batch(*batch, trials, task);
    if (batch_done)
      batch_done(*this);
  }
  task.advance(1.0);
}

std::optional<StudyResult> TuningRun::measure(Task* task, bool quick) const {
  if (finished_trials() == 0)
    return std::nullopt;
  ThreadPool pool(static_cast<int>(d_->parameters.integer("threads")));
  StudyResult study = d_->study.finish(pool, task, quick);
  if (const std::string sentence = background_warning(d_->parameters, *d_->network); !sentence.empty())
    study.warnings.insert(study.warnings.begin(), sentence);
  return study;
}

} // namespace striate
