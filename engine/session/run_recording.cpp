// SPDX-License-Identifier: Apache-2.0
#include "engine/session/run_recording.h"

#include "engine/core/errors.h"
#include "engine/core/near_match.h"
#include "engine/core/text_parts.h"
#include "engine/network/lgn_filters.h"
#include "engine/session/run_settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

namespace striate {

namespace {

constexpr const char* spikes_name = "spikes.h5";
constexpr const char* lgn_spikes_name = "lgn_spikes.h5";
constexpr const char* lgn_rates_name = "lgn_rates.h5";
constexpr const char* background_name = "background_spikes.h5";
constexpr const char* simulation_name = "simulation_data.hdf5";
constexpr const char* settings_name = "settings.json";

/// Spikes that `count` sources send in a quarter of a second at about 1 Hz: what is rewritten at a flush stays small.
std::uint32_t expected_spikes(std::uint32_t count) {
  return count / 4;
}

} // namespace

RecordingPlan recording_plan(const ParameterSet& parameters) {
  static const std::vector<std::string> names = {
      "spikes", "lgn-spikes", "lgn-rates", "background-spikes", "simulation-data", "simulation-data-float32", "none"};
  RecordingPlan plan;
  for (const std::string_view part : split_terms(parameters.text("record"), ',')) {
    if (std::find(names.begin(), names.end(), part) == names.end()) {
      const std::string hint = near_match_hint(part, names);
      throw Error(fmt::format("Record (record) has no item \"{}\"{}", part,
                              hint.empty() ? fmt::format("; choose from {}.", fmt::join(names, ", ")) : hint),
                  Error::Kind::usage);
    }
    plan.spikes = plan.spikes || part == "spikes";
    plan.lgn_spikes = plan.lgn_spikes || part == "lgn-spikes";
    plan.lgn_rates = plan.lgn_rates || part == "lgn-rates";
    plan.background_spikes = plan.background_spikes || part == "background-spikes";
    plan.simulation_data = plan.simulation_data || part.starts_with("simulation-data");
    plan.float32 = plan.float32 || part == "simulation-data-float32";
  }
  for (const auto& [recorded, name, input] : {std::tuple(plan.lgn_spikes, "LGN", "lgn-input"),
                                              std::tuple(plan.background_spikes, "background", "background-input")})
    if (recorded && parameters.choice(input) == "currents")
      throw Error(fmt::format("There are no {} spikes to record while {} is \"currents\"; remove them from the list "
                              "(record) or choose spikes.",
                              name, input),
                  Error::Kind::usage);
  plan.compression = static_cast<int>(parameters.integer("compression"));
  plan.probes = parse_probes(parameters.text("probe"));
  // What the dynamics make of dt is refused elsewhere.
  const double dt_ms = parameters.is(choices::Dynamics::nest) ? parameters.number("dt") : 1.0;
  check_intervals(plan.probes, std::max(1, static_cast<int>(std::lround(1.0 / dt_ms))));
  return plan;
}

std::string format_record(const RecordingPlan& plan) {
  std::vector<std::string> parts;
  const std::pair<bool, const char*> kinds[] = {
      {plan.spikes, "spikes"},
      {plan.lgn_spikes, "lgn-spikes"},
      {plan.lgn_rates, "lgn-rates"},
      {plan.background_spikes, "background-spikes"},
      {plan.simulation_data, plan.float32 ? "simulation-data-float32" : "simulation-data"}};
  for (const auto& [recorded, name] : kinds)
    if (recorded)
      parts.emplace_back(name);
  return parts.empty() ? "none" : fmt::format("{}", fmt::join(parts, ","));
}

std::vector<std::string> recording_file_names(const RecordingPlan& plan) {
  std::vector<std::string> names = probe_file_names(plan.probes);
  names.emplace_back(settings_name);
  const std::pair<bool, const char*> files[] = {{plan.spikes, spikes_name},
                                                {plan.lgn_spikes, lgn_spikes_name},
                                                {plan.lgn_rates, lgn_rates_name},
                                                {plan.background_spikes, background_name},
                                                {plan.simulation_data, simulation_name}};
  for (const auto& [recorded, name] : files)
    if (recorded)
      names.emplace_back(name);
  return names;
}

RunRecording::RunRecording(Session& session, const Options& options)
    : plan_(recording_plan(session.parameters())), options_(options), settings_(settings_text(session)),
      file_(plan_.spikes ? options.folder / spikes_name : options.folder) {
  std::error_code failure;
  std::filesystem::create_directories(options.folder, failure);
  if (failure)
    throw Error(fmt::format("The folder {} cannot be created ({}); choose a writable one.", options.folder.string(),
                            failure.message()));
  if (!options.overwrite)
    for (const std::string& name : recording_file_names(plan_))
      if (std::filesystem::exists(options.folder / name, failure))
        throw Error(fmt::format("{} already exists; choose another folder, or allow overwriting.",
                                (options.folder / name).string()));

  const Network& network = session.network();
  const std::uint32_t neurons = network.neurons.size(), units = network.lgn_units.size();
  if (plan_.lgn_rates && !has_filters(network.lgn_units) && session.parameters().text("lgn-rates").empty())
    throw Error("There are no LGN rates to record: the LGN units of this network have no filters; remove lgn-rates "
                "from the list (record).",
                Error::Kind::usage);
  if (plan_.spikes)
    spike_file_ = add(spike_file(file_options(spikes_name), "v1", expected_spikes(neurons), network.neurons.file_id));
  if (plan_.lgn_spikes)
    lgn_spike_file_ = add(spike_file(file_options(lgn_spikes_name), "lgn", expected_spikes(units)));
  if (plan_.lgn_rates)
    lgn_rate_file_ = add(rate_file(file_options(lgn_rates_name), units));
  if (plan_.background_spikes) {
    background_file_ = add(spike_file(file_options(background_name), "bkg", network.background.source_count * 64));
    const SimulatorOptions drawn = simulator_options_from(session.parameters(), network);
    background_.emplace(drawn.seed, drawn.trial, network.background.source_count,
                        drawn.background_rate_Hz * session.simulator().dt_ms());
  }
  if (plan_.simulation_data)
    add_simulation_file(session);
  first_probe_file_ = opens_.size();
  const auto names = probe_file_names(plan_.probes);
  for (std::size_t i = 0; i < names.size(); ++i) {
    samplers_.emplace_back(plan_.probes[i], network, session.now(), session.steps_per_ms());
    add(report_file(samplers_.back().report(file_options(names[i].c_str()))));
  }
  std::vector<std::filesystem::path> added;
  for (const std::string& name : recording_file_names(plan_))
    if (!std::filesystem::exists(options.folder / name, failure))
      added.push_back(options.folder / name);
  try {
    thread_ = std::make_unique<RecordingThread>(
        RecordingThread::Options{options.folder, options.folder / settings_name, settings_, options.wait_for_disk},
        opens_);
  } catch (const Error&) {
    for (const std::filesystem::path& file : added) // begun and not even readable, on a full disk
      std::filesystem::remove(file, failure);
    throw;
  }
  watch(session);
  if (std::ranges::any_of(samplers_, &ProbeSampler::takes_steps))
    after_step_ = [this](std::int64_t step, std::span<const std::uint32_t> spikes, const Simulator& simulator) {
      take_step(step, spikes, simulator);
    };
}

RunRecording::~RunRecording() = default;

std::size_t RunRecording::add(RecordingThread::Open open) {
  opens_.push_back(std::move(open));
  return opens_.size() - 1;
}

FileOptions RunRecording::file_options(const char* name) const {
  return {options_.folder / name, settings_, options_.overwrite, plan_.compression};
}

void RunRecording::add_simulation_file(const Session& session) {
  const Network& network = session.network();
  SimulationFileOptions file;
  static_cast<FileOptions&>(file) = file_options(simulation_name);
  file.neurons = network.neurons.size();
  file.lgn_units = network.lgn_units.size();
  file.float32 = plan_.float32;
  file.node_ids = network.neurons.file_id;
  core_.neurons = Selection::parse("core").resolve(network);
  file.core.assign(core_.neurons.begin(), core_.neurons.end());
  const ModelTables& tables = *network.tables;
  for (const std::uint32_t id : core_.neurons) {
    const CellModel& model = tables.cell_models[network.neurons.model[id]];
    file.core_E_L_mV.push_back(model.E_L_mV);
    file.core_V_th_mV.push_back(model.V_th_mV);
    core_.E_L_mV.push_back(static_cast<float>(model.E_L_mV));
    core_.scale_mV.push_back(static_cast<float>(model.V_th_mV - model.E_L_mV));
  }
  core_.values.resize(core_.neurons.size());
  for (std::uint32_t id = 0; id < file.neurons; ++id)
    file.population_names.push_back(tables.populations[network.neurons.population[id]].name);
  for (const Parameter& one : parameter_table())
    if (one.type == ParameterType::real || one.type == ParameterType::integer)
      file.numbers.emplace_back(one.key, session.parameters().number(one.key));
    else
      file.texts.emplace_back(one.key, session.parameters().formatted(one.key));
  simulation_file_ = add(simulation_file(file));
}

void RunRecording::watch(Session& session) {
  std::vector<std::uint32_t> watched = core_.neurons;
  for (const ProbeSampler& sampler : samplers_)
    watched.insert(watched.end(), sampler.watched().begin(), sampler.watched().end());
  std::sort(watched.begin(), watched.end());
  watched.erase(std::unique(watched.begin(), watched.end()), watched.end());
  session.watch_sources(watched);
}

void RunRecording::push(const StepResult& step, const Session& session) {
  spikes_ += step.spikes.size();
  if (plan_.spikes)
    push_spikes(*thread_, spike_file_, step.ms, step.spikes, step.sub_steps);
  if (plan_.lgn_spikes)
    push_spikes(*thread_, lgn_spike_file_, step.ms, step.lgn_spikes, step.lgn_sub_steps);
  if (plan_.lgn_rates)
    thread_->push(lgn_rate_file_, 0, step.ms, step.lgn_rates_Hz);
  if (plan_.background_spikes)
    push_background(step, session);
  if (plan_.simulation_data)
    push_simulation_data(step, session);
  for (std::size_t i = 0; i < samplers_.size(); ++i)
    if (!samplers_[i].takes_steps() && samplers_[i].add(step, session.simulator()))
      thread_->push(first_probe_file_ + i, 0, step.ms, samplers_[i].values());
}

void RunRecording::take_step(std::int64_t step, std::span<const std::uint32_t> spikes, const Simulator& simulator) {
  const std::int64_t ms = step / std::lround(1.0 / simulator.dt_ms());
  for (std::size_t i = 0; i < samplers_.size(); ++i)
    if (samplers_[i].takes_steps() && samplers_[i].add_step(step, spikes, simulator))
      thread_->push(first_probe_file_ + i, 0, ms, samplers_[i].values());
}

// The noise follows from seed and step alone: it is drawn once more here rather than handed out by the simulator.
void RunRecording::push_background(const StepResult& step, const Session& session) {
  const auto steps = static_cast<std::int64_t>(step.sub_steps.size());
  background_ids_.clear();
  background_ends_.clear();
  for (std::int64_t k = 0; k < steps; ++k) {
    if (const auto& replayed = session.replay().background) {
      const auto ids = replayed->at(step.ms * steps + k);
      background_ids_.insert(background_ids_.end(), ids.begin(), ids.end());
    } else {
      const auto counts = background_->draw(step.ms * steps + k);
      for (std::uint32_t source = 0; source < counts.size(); ++source)
        background_ids_.insert(background_ids_.end(), counts[source], source);
    }
    background_ends_.push_back(static_cast<std::uint32_t>(background_ids_.size()));
  }
  push_spikes(*thread_, background_file_, step.ms, background_ids_, background_ends_);
}

void RunRecording::push_simulation_data(const StepResult& step, const Session& session) {
  thread_->push(simulation_file_, SimulationChannel::spikes, step.ms, step.spikes);
  thread_->push(simulation_file_, SimulationChannel::lgn_spikes, step.ms, step.lgn_spikes);
  const auto push_variable = [&](NeuronVariable variable, int channel) {
    session.simulator().read(variable, core_.neurons, core_.values);
    if (channel == SimulationChannel::v)
      for (std::size_t i = 0; i < core_.values.size(); ++i)
        core_.values[i] = (core_.values[i] - core_.E_L_mV[i]) / core_.scale_mV[i];
    thread_->push(simulation_file_, channel, step.ms, std::span<const float>(core_.values));
  };
  push_variable(NeuronVariable::v_mV, SimulationChannel::v);
  push_variable(NeuronVariable::synaptic_pA, SimulationChannel::input_pA);
  push_variable(NeuronVariable::recurrent_pA, SimulationChannel::recurrent_pA);
  push_variable(NeuronVariable::lgn_pA, SimulationChannel::lgn_pA);
  if (shown_ == session.scene())
    return;
  shown_ = session.scene();
  const Stimulus& stimulus = session.stimulus();
  const std::array<float, 4> change = {static_cast<float>(stimulus.direction_deg),
                                       static_cast<float>(stimulus.spatial_frequency_cpd),
                                       static_cast<float>(stimulus.temporal_frequency_Hz),
                                       static_cast<float>(shown_->is_gray() ? 0.0 : stimulus.contrast)};
  thread_->push(simulation_file_, SimulationChannel::stimulus_change, step.ms, std::span<const float>(change));
}

} // namespace striate
