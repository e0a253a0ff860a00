#include "engine/session/session.h"

#include "engine/core/errors.h"
#include "engine/network/generator/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace striate {

NetworkRecipe recipe_from(const ParameterSet& parameters) {
  const std::string& name = parameters.choice("network");
  NetworkRecipe recipe;
  recipe.radius_um = name == "tiny"     ? 50.0
                     : name == "small"  ? 100.0
                     : name == "medium" ? 200.0
                     : name == "core"   ? 400.0
                     : name == "full"   ? 700.0
                                        : parameters.number("radius");
  recipe.core_radius_um = NetworkRecipe::core_radius_for(recipe.radius_um);
  recipe.seed = static_cast<std::uint64_t>(parameters.number("network-seed"));
  recipe.weight_rule =
      parameters.choice("weight-rule") == "l2l" ? NetworkRecipe::WeightRule::l2l : NetworkRecipe::WeightRule::nll;
  recipe.small_lgn = parameters.flag("small-lgn");
  recipe.fluctuate = parameters.flag("fluctuate");
  return recipe;
}

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
  options.hard_reset = parameters.choice("reset") == "hard";
  options.threads = threads_for(network.neurons.size(), parameters.integer("threads"));
  options.background_rate_Hz = parameters.number("background-rate");
  return options;
}

std::shared_ptr<const Network> build_network(const ParameterSet& parameters, Task& task) {
  ThreadPool pool(static_cast<int>(parameters.integer("threads")));
  return generate_network(recipe_from(parameters), pool, task);
}

Session::Session(const ParameterSet& parameters, std::shared_ptr<const Network> network)
    : start_(parameters), parameters_(parameters), network_(std::move(network)),
      simulator_(make_cpu_simulator(network_, simulator_options_from(parameters, *network_))),
      still_lgn_(network_->lgn_units,
                 parameters.choice("lgn-geometry") == "bmtk" ? LgnGeometry::bmtk : LgnGeometry::tf),
      lgn_(still_lgn_), player_(parameters, {network_->lgn_units.field_width_deg, network_->lgn_units.field_height_deg,
                                             parameters.choice("lgn-geometry") == "bmtk"}),
      seed_(static_cast<std::uint64_t>(parameters.number("seed"))) {
  if (simulator_->threads() > 1)
    still_lgn_.use_threads(std::make_shared<ThreadPool>(simulator_->threads()));
  lgn_ = still_lgn_;
}

void Session::edit(const ParameterSet& parameters) {
  const auto keys = parameters.differences(parameters_);
  if (keys.empty())
    return;
  for (const std::string& key : keys)
    if (!parameter(key).live)
      throw Error(fmt::format("{} ({}) cannot change while a simulation runs; start a new run with it.",
                              parameter(key).label, key),
                  Error::Kind::usage);
  player_.edit(parameters, now());
  parameters_ = parameters;
  edits_.push_back({now(), parameters});
}

StepResult Session::step() {
  player_.advance(now());
  lgn_.show(player_.scene());
  StepResult result;
  result.ms = now();
  result.lgn_rates_Hz = lgn_.step();
  sample_lgn_spikes(result.lgn_rates_Hz, seed_, static_cast<std::uint32_t>(parameters_.number("trial")), result.ms,
                    lgn_spikes_);
  result.lgn_spikes = lgn_spikes_;
  result.spikes = simulator_->step({.lgn_spikes = lgn_spikes_});
  return result;
}

void Session::reset() {
  start_ = parameters_;
  edits_.clear();
  simulator_->reset();
  lgn_ = still_lgn_;
  player_.rewind();
}

} // namespace striate
