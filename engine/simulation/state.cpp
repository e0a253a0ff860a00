// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/state.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

template <std::size_t count>
std::vector<float> joined(const std::array<AlignedVector<float>, count>& parts) {
  std::vector<float> all;
  all.reserve(count * parts[0].size());
  for (const auto& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

template <std::size_t count>
void split(const std::vector<float>& all, std::array<AlignedVector<float>, count>& parts) {
  auto from = all.begin();
  for (auto& part : parts) {
    std::copy_n(from, part.size(), part.begin());
    from += static_cast<std::ptrdiff_t>(part.size());
  }
}

void expect_size(const char* what, std::size_t found, std::size_t expected) {
  if (found != expected)
    throw Error(fmt::format("The saved state holds {} values of {} but this network needs {}; it was saved from "
                            "another network. Restore it with the network it came from.",
                            found, what, expected));
}

void expect_finite(const char* what, const std::vector<float>& values, std::size_t neurons) {
  const auto bad = std::find_if_not(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  if (bad != values.end())
    throw Error(fmt::format("The saved state has neuron {} with a {} of {}; the file is damaged or from a failed run.",
                            static_cast<std::size_t>(bad - values.begin()) % neurons, what, *bad));
}

/// Numbers a watched neuron needs: three sources, four bases.
constexpr std::size_t watched_numbers = 12;

} // namespace

NeuronState::NeuronState(std::size_t neurons) : v(neurons), countdown(neurons) {
  for (auto& part : asc)
    part.resize(neurons);
  for (auto& part : rise)
    part.resize(neurons);
  for (auto& part : current)
    part.resize(neurons);
}

void NeuronState::clear() {
  *this = NeuronState(size());
}

void NeuronState::save(SimulatorState& out, std::span<const CellConstants> cells,
                       std::span<const std::uint16_t> model) const {
  out.v.assign(v.begin(), v.end());
  out.asc = joined(asc);
  out.psc = joined(current);
  out.psc_rise = joined(rise);
  out.refractory.resize(size());
  for (std::size_t i = 0; i < size(); ++i)
    out.refractory[i] =
        countdown[i] == cells[model[i]].refractory_steps ? std::int16_t{0} : static_cast<std::int16_t>(countdown[i]);
}

void NeuronState::load(const SimulatorState& in, std::span<const CellConstants> cells,
                       std::span<const std::uint16_t> model) {
  std::copy(in.v.begin(), in.v.end(), v.begin());
  split(in.asc, asc);
  split(in.psc, current);
  split(in.psc_rise, rise);
  std::copy(in.refractory.begin(), in.refractory.end(), countdown.begin());
  for (const std::uint32_t id : in.spikes.front())
    countdown[id] = cells[model[id]].refractory_steps;
}

void check_state(const SimulatorState& state, std::size_t max_delay, std::span<const CellConstants> cells,
                 std::span<const std::uint16_t> model) {
  const std::size_t neurons = model.size();
  if (state.dynamics != "basis4")
    throw Error(fmt::format("The saved state belongs to the dynamics \"{}\", this run uses \"basis4\"; choose the same "
                            "dynamics.",
                            state.dynamics),
                Error::Kind::usage);
  expect_size("the membrane potential", state.v.size(), neurons);
  expect_size("the after-spike currents", state.asc.size(), 2 * neurons);
  expect_size("the synaptic currents", state.psc.size(), 4 * neurons);
  expect_size("the rise of the synaptic currents", state.psc_rise.size(), 4 * neurons);
  expect_size("the refractory counters", state.refractory.size(), neurons);
  expect_size("the spike memory in steps", state.spikes.size(), max_delay);
  expect_size("the currents by source", state.watched.psc.size(), watched_numbers * state.watched.neurons.size());
  expect_size("the rise of currents by source", state.watched.psc_rise.size(), state.watched.psc.size());
  expect_finite("membrane potential", state.v, neurons);
  expect_finite("after-spike current", state.asc, neurons);
  expect_finite("synaptic current", state.psc, neurons);
  expect_finite("rise of the synaptic current", state.psc_rise, neurons);
  if (state.step < 0)
    throw Error(fmt::format("The saved state is at step {}; steps start at 0. The file is damaged.", state.step));
  for (std::size_t d = 0; d < max_delay; ++d) {
    const auto& ids = state.spikes[d];
    const bool ascending = std::adjacent_find(ids.begin(), ids.end(), std::greater_equal<>()) == ids.end();
    if (!ascending || (!ids.empty() && ids.back() >= neurons))
      throw Error(
          fmt::format("The saved state lists the spikes of {} steps ago out of order or with ids above {}; the file "
                      "is damaged.",
                      d + 1, neurons - 1));
  }
  for (std::size_t i = 0; i < neurons; ++i)
    if (state.refractory[i] < 0 || state.refractory[i] >= cells[model[i]].refractory_steps)
      throw Error(
          fmt::format("The saved state has neuron {} refractory for {} more steps where its model allows {}; it was "
                      "saved from another network or is damaged.",
                      i, state.refractory[i], cells[model[i]].refractory_steps - 1));
  for (const std::uint32_t id : state.spikes.front())
    if (state.refractory[id] != 0)
      throw Error(fmt::format("The saved state has neuron {} firing while refractory; the file is damaged.", id));
}

} // namespace striate
