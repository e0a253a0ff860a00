// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/cost.h"

#include "engine/kernels/cell_constants.h"
#include "engine/training/gradient/bptt_plan.h"
#include "engine/training/gradient/gather_kernels.h"
#include "engine/training/gradient/tape.h"
#include "engine/training/run/settings.h"

#include <algorithm>
#include <limits>
#include <thread>

namespace striate {

namespace {

/// Seconds per step, trial and synapse of a batch of one on one core: an update of the core network, 500 steps, took
/// 6.9 s on two (tests/bench/RESULTS.md).
constexpr double synapse_s = 1.0e-9;
constexpr double synapses_per_neuron = 100.0; ///< what the work on a neuron costs in synapses
constexpr double further_trial = 0.45;        ///< cost of another trial of the same batch
constexpr double forward_share = 0.35;        ///< of an update: all that a validation needs
constexpr std::size_t columns_per_neuron = 5; ///< classes of sources that a neuron has inputs from

/// As Bptt and Adjoint have them, but for the columns, which only their structure would tell.
BpttCosts backward_costs(const Network& network, const TrainingSettings& settings) {
  const std::size_t neurons = network.neurons.size();
  const AdjointOptions& adjoint = settings.bptt.adjoint;
  const auto ring = static_cast<std::size_t>(network.recurrent.max_delay()) + 2;
  BpttCosts costs;
  costs.fixed = [=, inputs = adjoint.train_lgn || adjoint.train_background](int at_once) {
    const auto lanes = static_cast<std::size_t>(training::lanes_for(at_once));
    const std::size_t per_neuron = lanes * ((inputs ? 2 : 1) + columns_per_neuron) +
                                   static_cast<std::size_t>(at_once) * (SynapseConstants::bases * (ring + 1) + 1);
    return per_neuron * neurons * sizeof(float);
  };
  costs.step = [step = Tape<float>::step_bytes(network.neurons.size())](int at_once) {
    return static_cast<std::size_t>(at_once) * step;
  };
  costs.snapshot = neurons * (11 * sizeof(float) + 4);
  costs.most_at_once = settings.on_gpu ? std::numeric_limits<int>::max() : training::most_trials;
  costs.available = settings.bptt.memory_bytes;
  return costs;
}

} // namespace

TrainingCost training_cost(const Network& network, const ParameterSet& parameters, double pace) {
  const TrainingSettings settings = training_settings(parameters);
  const AdjointOptions& adjoint = settings.bptt.adjoint;
  const std::size_t recurrent = network.recurrent.edge_count(), lgn = network.lgn.edge_count(),
                    background = network.background.weight.size(), neurons = network.neurons.size();
  const auto trials = static_cast<std::size_t>(adjoint.expected_trials);

  const std::size_t trained = (adjoint.train_recurrent ? recurrent : 0) + (adjoint.train_lgn ? lgn : 0) +
                              (adjoint.train_background ? background : 0);
  const std::size_t weights = (recurrent + lgn + background + 3 * trained) * sizeof(float);
  const std::size_t losses = settings.losses.weight_distribution_cost == 0.0 ? 0 : recurrent * 2 * sizeof(float);
  const std::size_t layout = recurrent * (2 * sizeof(float) + sizeof(std::uint16_t));
  TrainingCost cost;
  cost.updates = settings.updates();
  cost.memory_bytes =
      network.recurrent.bytes() + network.lgn.bytes() + background * 5 + neurons * 24 + weights + losses;
  (settings.on_gpu ? cost.gpu_bytes : cost.memory_bytes) +=
      layout + plan_bptt(backward_costs(network, settings), static_cast<int>(trials), settings.trials.steps).bytes;

  const double cores = std::max(1u, std::thread::hardware_concurrency());
  const double synapses = static_cast<double>(recurrent) + synapses_per_neuron * static_cast<double>(neurons);
  const auto batch_s = [&](double of_batch) {
    return pace * synapse_s / cores * settings.trials.steps * synapses * (1.0 + further_trial * (of_batch - 1.0));
  };
  cost.update_s = batch_s(static_cast<double>(trials));
  const double validation_s = 2.0 * forward_share * batch_s(static_cast<double>(settings.validation_batch));
  cost.run_s = cost.update_s * static_cast<double>(settings.updates()) + validation_s * (settings.epochs + 1.0);
  return cost;
}

} // namespace striate
