#include "engine/simulation/cpu_simulator.h"

#include "engine/core/errors.h"
#include "engine/simulation/cpu_background.h"
#include "engine/simulation/flush_denormals.h"
#include "engine/simulation/network_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

CpuSimulator::CpuSimulator(std::shared_ptr<const Network> network, const ModelTables& tables,
                           const SimulatorOptions& options)
    : network_(std::move(network)), cells_(make_cell_constants(tables)), synapses_(make_synapse_constants(tables)),
      options_(options), pool_(options.threads),
      background_counts_(options.seed, options.trial, network_->background.source_count, options.background_rate_Hz),
      state_(network_->neurons.size()) {
  check_network(*network_, tables, pool_);
  const std::uint32_t neurons = network_->neurons.size();
  background_ = background_by_source(network_->background, neurons);
  const auto bounds = balanced_bounds(*network_, pool_.size());
  recurrent_shares_ = std::make_unique<RunShares>(network_->recurrent, bounds, pool_);
  lgn_shares_ = std::make_unique<RunShares>(network_->lgn, bounds, pool_);
  background_shares_ = std::make_unique<RunShares>(background_, bounds, pool_);
  const int max_delay = std::max(1, network_->recurrent.max_delay());
  spikes_.resize(static_cast<std::size_t>(max_delay));
  for (auto& plane : planes_)
    plane.resize(neurons);
  for (std::size_t t = 0; t + 1 < bounds.size(); ++t)
    teams_.push_back({CpuDelivery(static_cast<int>(t), max_delay),
                      neuron_pieces(network_->neurons.model, bounds[t], bounds[t + 1]),
                      {}});
  work_ = [this](int thread) { advance(teams_[static_cast<std::size_t>(thread)]); };
}

std::span<const std::uint32_t> CpuSimulator::step(std::span<const std::uint32_t> lgn_spikes) {
  check_lgn_spikes(lgn_spikes);
  lgn_spikes_ = lgn_spikes;
  counts_ = background_counts_.draw(now_);
  pool_.run(work_);

  std::rotate(spikes_.begin(), spikes_.end() - 1, spikes_.end());
  auto& newest = spikes_.front();
  newest.clear();
  for (const Team& team : teams_)
    newest.insert(newest.end(), team.fired.begin(), team.fired.end());
  ++now_;
  return newest;
}

void CpuSimulator::advance(Team& team) {
  const FlushDenormals flush;
  if (recurrent_shares_->projection().source_count != 0)
    team.delivery.queue_delayed(*recurrent_shares_, spikes_.front(), now_ - 1);
  team.delivery.queue_now(*lgn_shares_, lgn_spikes_, now_);
  for (std::size_t source = 0; source < background_.source_count; ++source)
    if (counts_[source] != 0)
      team.delivery.queue_run(*background_shares_, source, now_, static_cast<float>(counts_[source]));
  team.delivery.deliver(now_, planes_);

  team.fired.clear();
  for (const NeuronPiece& piece : team.pieces)
    update_piece(piece, cells_[piece.model], synapses_, options_.hard_reset, planes_, state_, team.fired);
}

void CpuSimulator::check_lgn_spikes(std::span<const std::uint32_t> lgn_spikes) const {
  const std::uint32_t units = network_->lgn.source_count;
  for (const std::uint32_t unit : lgn_spikes)
    if (unit >= units)
      throw Error(fmt::format("LGN unit {} fires at step {}, but the network \"{}\" has {} LGN units; use the LGN "
                              "population it was built with.",
                              unit, now_, network_->name, units));
}

NeuronSample CpuSimulator::sample(std::uint32_t neuron) const {
  if (neuron >= state_.size())
    throw Error(
        fmt::format("Neuron {} was asked for; the network \"{}\" has {}.", neuron, network_->name, state_.size()));
  const CellConstants& cell = cells_[network_->neurons.model[neuron]];
  NeuronSample sample;
  sample.v_mV = cell.E_L_mV + cell.scale_mV * state_.v[neuron];
  sample.threshold_mV = cell.E_L_mV + cell.scale_mV;
  for (const auto& current : state_.current)
    sample.synaptic_pA += current[neuron];
  sample.asc_pA = state_.asc[0][neuron] + state_.asc[1][neuron];
  const std::int32_t countdown = state_.countdown[neuron];
  sample.refractory = countdown > 0 && countdown < cell.refractory_steps;
  return sample;
}

SimulatorState CpuSimulator::state() const {
  SimulatorState out;
  out.step = now_;
  out.spikes = spikes_;
  state_.save(out, cells_, network_->neurons.model);
  return out;
}

void CpuSimulator::restore(const SimulatorState& state) {
  check_state(state, spikes_.size(), cells_, network_->neurons.model);
  state_.load(state, cells_, network_->neurons.model);
  spikes_ = state.spikes;
  now_ = state.step;
  // The newest spikes are queued by the next step itself; of older ones those runs that have not arrived yet.
  for (Team& team : teams_) {
    team.delivery.clear();
    for (std::size_t d = spikes_.size() - 1; d > 0; --d)
      if (!spikes_[d].empty())
        team.delivery.queue_delayed(*recurrent_shares_, spikes_[d], now_ - 1 - static_cast<std::int64_t>(d),
                                    static_cast<int>(d) + 1);
  }
}

void CpuSimulator::reset() {
  state_.clear();
  for (auto& ids : spikes_)
    ids.clear();
  for (Team& team : teams_)
    team.delivery.clear();
  now_ = 0;
}

std::unique_ptr<Simulator> make_cpu_simulator(std::shared_ptr<const Network> network, const SimulatorOptions& options) {
  if (!network)
    throw Error("There is no network to simulate; build or open one first.");
  return std::make_unique<CpuSimulator>(std::move(network), model_tables(), options);
}

} // namespace striate
