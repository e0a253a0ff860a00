// SPDX-License-Identifier: Apache-2.0
#include "engine/session/session.h"

#include "engine/core/errors.h"
#include "engine/lgn/lgn_currents.h"
#include "engine/network/lgn_filters.h"
#include "engine/parameters/meaning.h"
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

/// The LGN that looks at the stimulus. For blind units, whose input is replayed, one that hardly answers stands in:
/// what it says goes nowhere.
Lgn make_lgn(const LgnUnits& units, LgnGeometry geometry) {
  if (has_filters(units))
    return Lgn(units, geometry);
  LgnUnits stand_in = units;
  std::ranges::fill(stand_in.weight_dom[0], 1e-6f);
  return Lgn(stand_in, geometry);
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
      steps_per_ms_(std::lround(1.0 / simulator_->dt_ms())), replay_(std::move(replay)),
      perturbations_(parameters.text("perturb"), *network_),
      still_lgn_(make_lgn(network_->lgn_units, lgn_geometry_from(parameters))), lgn_(still_lgn_),
      player_(make_player(parameters, network_->lgn_units)),
      seed_(static_cast<std::uint64_t>(parameters.number("seed"))),
      lgn_as_current_(parameters.is(choices::LgnInput::currents)) {
  if (!replay_.lgn && !replay_.lgn_rates)
    need_filters(network_->lgn_units);
  still_lgn_.use_threads(simulator_->thread_pool());
  lgn_ = still_lgn_;
  if (!replay_.lgn && !replay_.lgn_rates && !replay_.background && simulator_->run_ahead() != nullptr) {
    ahead_ = simulator_->run_ahead();
    ahead_->see(network_->lgn_units, parameters.is(choices::Geometry::bmtk) ? LgnGeometry::bmtk : LgnGeometry::tf);
  }
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
  if (ahead_ != nullptr)
    ahead_->discard();
  perturbations_ = std::move(perturbations);
  parameters_ = parameters;
  edits_.push_back({at_ms, parameters});
  if (perturbed)
    perturb();
}

void Session::look(std::int64_t at_ms) {
  if (ahead_ != nullptr) {
    ahead_->look(player_.scene(), at_ms);
    return;
  }
  lgn_.show(player_.scene());
  lgn_.step();
}

// Sampled spikes come in milliseconds: they fire in the first step.
void Session::take_lgn_spikes(StepResult& result) {
  lgn_sub_steps_.clear();
  if (replay_.lgn) {
    lgn_spikes_.clear();
    for (std::int64_t k = 0; k < steps_per_ms_; ++k) {
      const auto ids = replay_.lgn->at(simulator_->now() + k);
      lgn_spikes_.insert(lgn_spikes_.end(), ids.begin(), ids.end());
      lgn_sub_steps_.push_back(static_cast<std::uint32_t>(lgn_spikes_.size()));
    }
  } else if (lgn_as_current_) {
    lgn_currents(result.lgn_rates_Hz, static_cast<int>(steps_per_ms_), lgn_units_, lgn_amounts_);
    lgn_spikes_.clear();
    lgn_sub_steps_.assign(static_cast<std::size_t>(steps_per_ms_), 0);
  } else {
    lgn_sampler_.sample(result.lgn_rates_Hz, seed_, static_cast<std::uint32_t>(parameters_.number("trial")), result.ms,
                        lgn_spikes_, simulator_->thread_pool().get());
    lgn_sub_steps_.assign(static_cast<std::size_t>(steps_per_ms_), static_cast<std::uint32_t>(lgn_spikes_.size()));
  }
  result.lgn_spikes = lgn_spikes_;
  result.lgn_sub_steps = lgn_sub_steps_;
}

void Session::run_ahead(StepResult& result) {
  player_.advance(result.ms);
  if (ahead_->ready() == 0) {
    // While these milliseconds last nothing changes from outside but by an edit.
    const std::int64_t end =
        std::min({(result.ms / moment_interval() + 1) * moment_interval(), player_.next_change_after(result.ms),
                  perturbations_.next_change_after(result.ms)});
    constexpr std::int64_t most = 1024; // the simulator has its own bound
    ahead_->compute(player_.scene(), static_cast<int>(std::min(most, end - result.ms)));
  }
  const RunAhead::Millisecond seen = ahead_->next();
  spikes_.assign(seen.spikes.begin(), seen.spikes.end());
  sub_steps_.assign(1, static_cast<std::uint32_t>(spikes_.size()));
  lgn_spikes_.assign(seen.lgn_spikes.begin(), seen.lgn_spikes.end());
  lgn_sub_steps_.assign(1, static_cast<std::uint32_t>(lgn_spikes_.size()));
  given_rates_Hz_ = seen.lgn_rates_Hz;
  result.spikes = spikes_;
  result.sub_steps = sub_steps_;
  result.lgn_spikes = lgn_spikes_;
  result.lgn_sub_steps = lgn_sub_steps_;
  result.lgn_rates_Hz = given_rates_Hz_;
}

StepResult Session::step(const AfterStep& after) {
  keep_moment();
  if (perturbations_.changes_at(now()))
    perturb();
  StepResult result;
  result.ms = now();
  if (ahead_ != nullptr) {
    run_ahead(result);
    return result;
  }
  player_.advance(result.ms);
  if (replay_.lgn_rates)
    given_rates_Hz_ = replay_.lgn_rates->at_ms(result.ms);
  else
    look(result.ms);
  result.lgn_rates_Hz = lgn_rates_Hz();
  take_lgn_spikes(result);
  spikes_.clear();
  sub_steps_.clear();
  std::uint32_t begin = 0;
  for (const std::uint32_t end : lgn_sub_steps_) {
    StepInput input{.lgn_spikes = result.lgn_spikes.subspan(begin, end - begin)};
    if (lgn_as_current_) {
      input.lgn_spikes = lgn_units_;
      input.lgn_amounts = lgn_amounts_;
    }
    if (replay_.background)
      input.background_spikes = replay_.background->at(simulator_->now());
    const auto fired = simulator_->step(input);
    if (after)
      after(simulator_->now() - 1, fired, *simulator_);
    spikes_.insert(spikes_.end(), fired.begin(), fired.end());
    sub_steps_.push_back(static_cast<std::uint32_t>(spikes_.size()));
    begin = end;
  }
  result.spikes = spikes_;
  result.sub_steps = sub_steps_;
  return result;
}

void Session::reset() {
  start_ = parameters_;
  edits_.clear();
  simulator_->reset();
  perturb();
  lgn_ = still_lgn_;
  if (ahead_ != nullptr)
    ahead_->restore(nullptr);
  given_rates_Hz_ = {};
  player_.rewind();
  sound_.reset();
  newest_.reset();
}

/// A GPU computes more in the same time, and a look at its state costs more.
std::int64_t Session::moment_interval() const {
  return ahead_ != nullptr ? 4096 : 512;
}

void Session::keep_moment() {
  const std::int64_t interval = moment_interval();
  constexpr std::int64_t probation = 100; // the simulator finds a fault within this many steps, of 1 ms or less
  if (now() % interval == 0) {
    if (!newest_)
      newest_.emplace(now(), SimulatorState{}, lgn_, nullptr, player_, parameters_, edits_.size());
    simulator_->save(newest_->simulator); // into the memory of the last but one
    newest_->ms = now();
    if (ahead_ != nullptr)
      newest_->sight = ahead_->sight();
    else
      newest_->lgn = lgn_;
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
  lgn_ = sound_->lgn;
  if (ahead_ != nullptr)
    ahead_->restore(sound_->sight);
  given_rates_Hz_ = {};
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
  lgn_ = still_lgn_;
  lgn_.begin_at(std::max<std::int64_t>(lgn_from_ms, 0));
  if (ahead_ != nullptr)
    ahead_->restore(nullptr);
  given_rates_Hz_ = {};
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
      look(ms);
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
  if (ahead_ == nullptr) {
    simulator_->restore(state);
    perturb();
    return;
  }
  ahead_ = simulator_->run_ahead();
  ahead_->see(network_->lgn_units, lgn_geometry_from(parameters_));
  const ParameterSet start = start_;
  const std::vector<Edit> edits = edits_;
  continue_run(start, edits, state, state.step / steps_per_ms_ - lgn_memory_ms);
}

} // namespace striate
