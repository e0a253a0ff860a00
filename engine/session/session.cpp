// SPDX-License-Identifier: Apache-2.0
#include "engine/session/session.h"

#include "engine/core/errors.h"
#include "engine/lgn/ahead_drive.h"
#include "engine/network/lgn_filters.h"
#include "engine/parameters/meaning.h"
#include "engine/session/host_drive.h"
#include "engine/session/run_recording.h"
#include "engine/simulation/gpu_back_end.h"
#include "engine/simulation/nest/simulator.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <thread>

namespace striate {

namespace {

// Below this many neurons a thread the meeting of the threads costs more than they save, and the window needs a core
// too.
constexpr std::uint32_t neurons_per_thread = 8000;

int threads_for(std::uint32_t neurons, std::int64_t wanted) {
  if (wanted > 0)
    return static_cast<int>(wanted);
  const std::uint32_t cores = std::max(1u, std::thread::hardware_concurrency());
  return static_cast<int>(std::clamp((neurons + neurons_per_thread - 1) / neurons_per_thread, 1u, cores));
}

} // namespace

SimulatorOptions simulator_options_from(const ParameterSet& parameters, const Network& network) {
  SimulatorOptions options;
  options.seed = static_cast<std::uint64_t>(parameters.number("seed"));
  options.trial = static_cast<std::uint32_t>(parameters.number("trial"));
  options.hard_reset = parameters.is(choices::Reset::hard);
  options.threads = threads_for(network.neurons.size(), parameters.integer("threads"));
  options.background_rate_Hz = parameters.number("background-rate");
  options.background_as_current = parameters.is(choices::BackgroundInput::currents);
  options.lgn_as_current = parameters.is(choices::LgnInput::currents);
  return options;
}

int steps_per_ms_from(const ParameterSet& parameters) {
  const double dt_ms = parameters.number("dt");
  if (parameters.is(choices::Dynamics::nest))
    return steps_per_ms(dt_ms);
  if (dt_ms != 1.0)
    throw Error(fmt::format("The dynamics basis4 has a step of 1 ms, not {} ms; leave dt at 1 or choose the dynamics "
                            "nest.",
                            dt_ms),
                Error::Kind::usage);
  return 1;
}

std::unique_ptr<Simulator> make_simulator(const ParameterSet& parameters, std::shared_ptr<const Network> network) {
  const int per_ms = steps_per_ms_from(parameters);
  const SimulatorOptions options = simulator_options_from(parameters, *network);
  const bool nest = parameters.is(choices::Dynamics::nest);
  if (parameters.is(choices::Backend::cuda))
    return nest ? make_gpu_nest_simulator(std::move(network), 1.0 / per_ms, options)
                : make_gpu_simulator(std::move(network), options);
  if (nest)
    return make_nest_simulator(std::move(network), 1.0 / per_ms, options);
  return make_cpu_simulator(std::move(network), options);
}

LgnGeometry lgn_geometry_from(const ParameterSet& parameters) {
  return parameters.is(choices::Geometry::bmtk) ? LgnGeometry::bmtk : LgnGeometry::tf;
}

StimulusPlayer make_player(const ParameterSet& parameters, const LgnUnits& units) {
  return {parameters,
          {units.field_width_deg, units.field_height_deg, lgn_geometry_from(parameters) == LgnGeometry::bmtk}};
}

void check_texts(const ParameterSet& parameters) {
  parse_perturbations(parameters.text("perturb"));
  check_replay(parameters);
  recording_plan(parameters);
}

namespace {

/// On a GPU that sees, unless something is replayed: that comes from the host.
std::unique_ptr<Drive> make_drive(const ParameterSet& parameters, const Network& network, Simulator& simulator,
                                  const std::shared_ptr<const Replay>& replay) {
  const LgnGeometry geometry = lgn_geometry_from(parameters);
  RunAhead* ahead = simulator.run_ahead();
  if (ahead != nullptr && !replay->lgn && !replay->lgn_rates && !replay->background) {
    need_filters(network.lgn_units);
    return std::make_unique<AheadDrive>(*ahead, network.lgn_units, geometry,
                                        [](Simulator& other) -> RunAhead& { return *other.run_ahead(); });
  }
  return std::make_unique<HostDrive>(simulator, network.lgn_units, replay,
                                     HostDriveOptions{geometry, static_cast<std::uint64_t>(parameters.number("seed")),
                                                      static_cast<std::uint32_t>(parameters.number("trial")),
                                                      parameters.is(choices::LgnInput::currents)});
}

Replay read_replay(const ParameterSet& parameters, const Network& network) {
  Task task("Read spikes");
  return load_replay(parameters, network, task);
}

} // namespace

Session::Session(const ParameterSet& parameters, std::shared_ptr<const Network> network, Replay replay)
    : Session(parameters, network, std::move(replay), make_simulator(parameters, network)) {}

Session::Session(const ParameterSet& parameters, std::shared_ptr<const Network> network, Replay replay,
                 std::unique_ptr<Simulator> simulator)
    : start_(parameters), parameters_(parameters), network_(std::move(network)), simulator_(std::move(simulator)),
      steps_per_ms_(std::lround(1.0 / simulator_->dt_ms())), replay_(std::make_shared<const Replay>(std::move(replay))),
      perturbations_(parameters.text("perturb"), *network_),
      drive_(make_drive(parameters, *network_, *simulator_, replay_)),
      player_(make_player(parameters, network_->lgn_units)) {
  perturb();
}

Session::Session(const ParameterSet& parameters, std::shared_ptr<const Network> network)
    : Session(parameters, network, read_replay(parameters, *network)) {}

void Session::perturb() {
  simulator_->perturb(perturbations_.at(now()));
  perturbation_text_ = perturbations_.describe(now());
}

void Session::edit(const ParameterSet& parameters) {
  const auto keys = parameters.differences(parameters_);
  if (keys.empty())
    return;
  for (const std::string& key : keys)
    if (!parameter(key).live)
      throw Error(
          fmt::format("{} ({}) cannot change during a simulation; start a new run with it.", parameter(key).label, key),
          Error::Kind::usage);
  apply(parameters, now());
}

void Session::apply(const ParameterSet& parameters, std::int64_t at_ms) {
  const bool perturbed = parameters.text("perturb") != parameters_.text("perturb");
  PerturbationSchedule perturbations =
      perturbed ? PerturbationSchedule(parameters.text("perturb"), *network_) : perturbations_;
  player_.edit(parameters, at_ms);
  drive_->discard();
  perturbations_ = std::move(perturbations);
  parameters_ = parameters;
  edits_.push_back({at_ms, parameters});
  if (perturbed)
    perturb();
}

/// For how long nothing changes from outside but by an edit.
std::int64_t Session::quiet_ms() const {
  const std::int64_t interval = drive_->moment_interval_ms();
  return std::min({(now() / interval + 1) * interval, player_.next_change_after(now()),
                   perturbations_.next_change_after(now())}) -
         now();
}

StepResult Session::step(const AfterStep& after) {
  keep_moment();
  if (perturbations_.changes_at(now()))
    perturb();
  const std::int64_t ms = now();
  player_.advance(ms);
  Drive::AfterStep after_fired;
  if (after)
    after_fired = [&](std::span<const std::uint32_t> fired) { after(simulator_->now() - 1, fired, *simulator_); };
  const Drive::Millisecond one = drive_->step(player_.scene(), ms, drive_->ready() == 0 ? quiet_ms() : 1, after_fired);
  return {ms, one.spikes, one.sub_steps, one.lgn_rates_Hz, one.lgn_spikes, one.lgn_sub_steps};
}

void Session::reset() {
  start_ = parameters_;
  edits_.clear();
  simulator_->reset();
  perturb();
  drive_->restore(nullptr);
  player_.rewind();
  sound_.reset();
  newest_.reset();
}

void Session::keep_moment() {
  const std::int64_t interval = drive_->moment_interval_ms();
  constexpr std::int64_t probation = 100; // the simulator finds a fault within this many steps, of 1 ms or less
  if (now() % interval == 0) {
    if (!newest_)
      newest_.emplace(now(), SimulatorState{}, nullptr, player_, parameters_, edits_.size());
    simulator_->save(newest_->simulator); // into the memory of the last but one
    newest_->ms = now();
    newest_->sight = drive_->sight();
    newest_->player = player_;
    newest_->parameters = parameters_;
    newest_->edits = edits_.size();
  }
  if (newest_ && now() == newest_->ms + probation)
    std::swap(sound_, newest_);
}

void Session::go_back() {
  // A run that fails before anything is known to be sound began that way.
  if (!sound_) {
    reset();
    return;
  }
  simulator_->restore(sound_->simulator);
  drive_->restore(sound_->sight);
  player_ = sound_->player;
  parameters_ = sound_->parameters;
  edits_.resize(sound_->edits, Edit{});
  perturbations_ = PerturbationSchedule(parameters_.text("perturb"), *network_);
  perturb();
}

void Session::resume(const ParameterSet& start, const std::vector<Edit>& edits, const SimulatorState& state) {
  for (const std::string& key : spike_differences(start, start_))
    if (!parameter(key).live)
      throw Error(fmt::format("The saved state was made with another {} ({}); open it with the parameters it was saved "
                              "with.",
                              parameter(key).label, key),
                  Error::Kind::usage);
  if (state.step % steps_per_ms_ != 0)
    throw Error(
        fmt::format("The saved state is at step {}, not at a whole millisecond of {} steps; the file is damaged.",
                    state.step, steps_per_ms_));
  continue_run(start, edits, state, 0);
}

void Session::continue_run(const ParameterSet& start, std::span<const Edit> edits, const SimulatorState& state,
                           std::int64_t lgn_from_ms) {
  const auto as_here = [&](ParameterSet parameters) {
    copy_scope(Scope::machine, start_, parameters);
    return parameters;
  };
  const ParameterSet begun = as_here(start);
  StimulusPlayer player = make_player(begun, network_->lgn_units);
  simulator_->restore(state);
  start_ = begun;
  parameters_ = begun;
  player_ = std::move(player);
  drive_->begin_at(std::max<std::int64_t>(lgn_from_ms, 0));
  edits_.clear();
  sound_.reset();
  newest_.reset();
  perturbations_ = PerturbationSchedule(parameters_.text("perturb"), *network_);
  perturb();
  auto edit = edits.begin();
  for (std::int64_t ms = 0; ms <= now(); ++ms) {
    for (; edit != edits.end() && edit->at_ms <= ms; ++edit)
      apply(as_here(edit->parameters), edit->at_ms);
    if (ms == now())
      break;
    player_.advance(ms);
    if (ms >= lgn_from_ms)
      drive_->look(player_.scene(), ms);
  }
}

namespace {

constexpr std::int64_t lgn_memory_ms = 5000; ///< several times the longest kernel

std::span<const Edit> edits_until(const std::vector<Edit>& edits, std::size_t count) {
  return std::span(edits).first(std::min(count, edits.size()));
}

} // namespace

void Session::take_over(const Session& other) {
  continue_run(other.start_, other.edits_, other.simulator_->state(), other.now() - lgn_memory_ms);
}

void Session::take_over_sound(const Session& other) {
  if (other.sound_)
    continue_run(other.start_, edits_until(other.edits_, other.sound_->edits), other.sound_->simulator,
                 other.sound_->ms - lgn_memory_ms);
  else
    continue_run(other.start_, {}, simulator_->state(), 0);
}

void Session::use_simulator(std::unique_ptr<Simulator> simulator, bool own_weights) {
  const SimulatorState state = simulator_->state();
  simulator_ = std::move(simulator);
  own_weights_ = own_weights;
  if (drive_->follow(*simulator_)) {
    simulator_->restore(state);
    perturb();
    return;
  }
  const ParameterSet start = start_;
  const std::vector<Edit> edits = edits_;
  continue_run(start, edits, state, state.step / steps_per_ms_ - lgn_memory_ms);
}

} // namespace striate
