// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/state.h"

#include "engine/core/errors.h"
#include "engine/simulation/step_input_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace striate {

namespace {

/// Calls visit(name, plane) for every plane of doubles, each under a name of its own.
template <typename Neurons, typename Visit>
void for_planes(Neurons& neurons, Visit&& visit) {
  visit("u_mV", neurons.u);
  for (std::size_t m = 0; m < neurons.asc.size(); ++m)
    visit(fmt::format("asc_{}", m), neurons.asc[m]);
  for (std::size_t r = 0; r < neurons.rise_fast.size(); ++r) {
    visit(fmt::format("rise_fast_{}", r), neurons.rise_fast[r]);
    visit(fmt::format("current_fast_{}", r), neurons.current_fast[r]);
    visit(fmt::format("rise_slow_{}", r), neurons.rise_slow[r]);
    visit(fmt::format("current_slow_{}", r), neurons.current_slow[r]);
  }
}

[[noreturn]] void damaged(const std::string& what) {
  throw Error(fmt::format(
      "The saved state {}; it is damaged or from another network. Restore it with the network and the dt it came from.",
      what));
}

const std::vector<double>& numbers(const SimulatorState& in, const std::string& name) {
  const auto found = in.more.find(name);
  if (found == in.more.end())
    damaged(fmt::format("lacks \"{}\"", name));
  return found->second;
}

/// The input of the remembered steps as columns: steps ago, source, amount (of the LGN only where it is not 1).
void save_inputs(const std::vector<StepRecord>& inputs, SimulatorState& out) {
  for (const char* name :
       {"lgn_ago", "lgn_unit", "lgn_amount", "background_ago", "background_source", "background_count"})
    out.more[name].clear();
  for (std::size_t d = 0; d < inputs.size(); ++d) {
    for (const std::uint32_t unit : inputs[d].lgn) {
      out.more["lgn_ago"].push_back(static_cast<double>(d));
      out.more["lgn_unit"].push_back(unit);
    }
    auto& amounts = out.more["lgn_amount"];
    amounts.insert(amounts.end(), inputs[d].lgn_amounts.begin(), inputs[d].lgn_amounts.end());
    for (std::size_t source = 0; source < inputs[d].background.size(); ++source)
      if (inputs[d].background[source] != 0) {
        out.more["background_ago"].push_back(static_cast<double>(d));
        out.more["background_source"].push_back(static_cast<double>(source));
        out.more["background_count"].push_back(inputs[d].background[source]);
      }
  }
}

/// value as an index below limit.
std::size_t index_from(double value, std::size_t limit, const char* what) {
  if (!(value >= 0.0 && value < static_cast<double>(limit)))
    damaged(fmt::format("has {} {} where {} exist", what, value, limit));
  return static_cast<std::size_t>(value);
}

/// value as what multiplies weights.
float amount_from(double value) {
  if (!(value >= 0.0 && value < 1e9))
    damaged(fmt::format("has an input amount of {}", value));
  return static_cast<float>(value);
}

void load_inputs(const SimulatorState& in, const NestTables& tables, std::vector<StepRecord>& inputs) {
  for (StepRecord& step : inputs) {
    step.lgn.clear();
    step.lgn_amounts.clear();
    step.background.assign(tables.background_rows.source_count, 0.0f);
  }
  const auto& lgn_ago = numbers(in, "lgn_ago");
  const auto& unit = numbers(in, "lgn_unit");
  const auto listed = in.more.find("lgn_amount"); // states of version 0.1 before currents have none
  const std::span<const double> amount = listed == in.more.end() ? std::span<const double>() : listed->second;
  const auto& ago = numbers(in, "background_ago");
  const auto& source = numbers(in, "background_source");
  const auto& count = numbers(in, "background_count");
  if (lgn_ago.size() != unit.size() || ago.size() != source.size() || ago.size() != count.size() ||
      (!amount.empty() && amount.size() != unit.size()))
    damaged("lists input spikes in columns of different lengths");
  for (std::size_t k = 0; k < unit.size(); ++k) {
    StepRecord& step = inputs[index_from(lgn_ago[k], inputs.size(), "an LGN spike of step")];
    step.lgn.push_back(static_cast<std::uint32_t>(index_from(unit[k], tables.network->lgn.source_count, "LGN unit")));
    if (!amount.empty())
      step.lgn_amounts.push_back(amount_from(amount[k]));
  }
  for (std::size_t k = 0; k < ago.size(); ++k)
    inputs[index_from(ago[k], inputs.size(), "a background spike of step")]
        .background[index_from(source[k], tables.background_rows.source_count, "background source")] =
        amount_from(count[k]);
}

void check_spikes(const SimulatorState& in, const NestRun& run, std::uint32_t neurons) {
  if (in.step < 0)
    damaged(fmt::format("is at step {}", in.step));
  if (in.spikes.size() != run.spikes.size())
    damaged(fmt::format("holds spikes of {} steps where {} are needed", in.spikes.size(), run.spikes.size()));
  for (std::size_t d = 0; d < in.spikes.size(); ++d) {
    const auto& ids = in.spikes[d];
    const bool ascending = std::adjacent_find(ids.begin(), ids.end(), std::greater_equal<>()) == ids.end();
    if (!ascending || (!ids.empty() && ids.back() >= neurons))
      damaged(fmt::format("lists the spikes of {} steps ago out of order or with ids above {}", d + 1, neurons - 1));
  }
}

} // namespace

NestRun::NestRun(const NestTables& tables)
    : RunHistory(static_cast<std::size_t>(tables.recurrent->max_delay()) + fault_lag + 1,
                 static_cast<std::size_t>(tables.max_input_delay()) + fault_lag + 1),
      neurons(tables.neurons(), tables.constants.receptors) {
  for (StepRecord& step : inputs)
    step.background.assign(tables.background_rows.source_count, 0);
  start_neurons(tables);
}

void NestRun::start_neurons(const NestTables& tables) {
  for (std::uint32_t i = 0; i < tables.neurons(); ++i) {
    const NestCellConstants& cell = tables.cell(i);
    neurons.u[i] = cell.start_u_mV;
    for (std::size_t m = 0; m < neurons.asc.size(); ++m)
      neurons.asc[m][i] = cell.start_asc_pA[m];
  }
}

void NestRun::clear(const NestTables& tables) {
  neurons.clear();
  start_neurons(tables);
  clear_spikes();
  for (StepRecord& step : inputs) {
    step.lgn.clear();
    step.lgn_amounts.clear();
    std::ranges::fill(step.background, 0.0f);
  }
  now = 0;
}

void NestRun::take_input(const StepInput& input, const NestTables& tables, BackgroundCounts& background_counts) {
  const std::uint32_t sources = tables.background_rows.source_count;
  check_step_input(input, now, *tables.network, sources);
  StepRecord& newest = add_input();
  newest.lgn.assign(input.lgn_spikes.begin(), input.lgn_spikes.end());
  newest.lgn_amounts.assign(input.lgn_amounts.begin(), input.lgn_amounts.end());
  if (input.background_spikes) {
    newest.background.assign(sources, 0.0f);
    for (const std::uint32_t source : *input.background_spikes)
      newest.background[source] += 1.0f;
  } else {
    const auto drawn = background_counts.amounts(now);
    newest.background.assign(drawn.begin(), drawn.end());
  }
}

void save_nest_run(const NestRun& run, const NestTables& tables, SimulatorState& out) {
  out.dynamics = "nest";
  out.step = run.now;
  out.spikes = run.spikes;
  for (auto* unused : {&out.v, &out.asc, &out.psc, &out.psc_rise})
    unused->clear();
  out.watched = {};
  out.refractory.assign(run.neurons.refractory.begin(), run.neurons.refractory.end());
  out.more["steps_per_ms"] = {static_cast<double>(tables.constants.steps_per_ms)};
  for_planes(run.neurons, [&](const std::string& name, const AlignedVector<double>& plane) {
    out.more[name].assign(plane.begin(), plane.end());
  });
  save_inputs(run.inputs, out);
}

void load_nest_run(const SimulatorState& in, const NestTables& tables, NestRun& run) {
  if (in.dynamics != "nest")
    damaged(fmt::format("belongs to the dynamics {}, not nest", in.dynamics));
  if (numbers(in, "steps_per_ms") != std::vector<double>{static_cast<double>(tables.constants.steps_per_ms)})
    damaged("has another dt");
  check_spikes(in, run, tables.neurons());
  NestRun loaded(tables);
  for_planes(loaded.neurons, [&](const std::string& name, AlignedVector<double>& plane) {
    const auto& values = numbers(in, name);
    if (values.size() != plane.size())
      damaged(fmt::format("holds {} values of {} where {} are needed", values.size(), name, plane.size()));
    std::ranges::copy(values, plane.begin());
  });
  if (in.refractory.size() != tables.neurons())
    damaged(fmt::format("holds {} refractory counters where {} are needed", in.refractory.size(), tables.neurons()));
  for (std::uint32_t i = 0; i < tables.neurons(); ++i) {
    if (in.refractory[i] < 0 || in.refractory[i] > tables.cell(i).cell.refractory)
      damaged(fmt::format("has neuron {} refractory for {} more steps where its model allows {}", i, in.refractory[i],
                          tables.cell(i).cell.refractory));
    loaded.neurons.refractory[i] = in.refractory[i];
  }
  load_inputs(in, tables, loaded.inputs);
  loaded.spikes = in.spikes;
  loaded.now = in.step;
  run = std::move(loaded);
}

} // namespace striate
