#include "engine/training/training_cost.h"

#include "engine/training/tape.h"
#include "engine/training/training_settings.h"

#include <algorithm>
#include <thread>

namespace striate {

namespace {

/// Seconds per step, trial and synapse of a batch of one on one core: an update of the core network, 500 steps, took
/// 6.9 s on two (tests/bench/RESULTS.md).
constexpr double synapse_s = 1.0e-9;
constexpr double synapses_per_neuron = 100.0; ///< what the work on a neuron costs in synapses
constexpr double further_trial = 0.45;        ///< cost of another trial of the same batch
constexpr double forward_share = 0.35;        ///< of an update: all that a validation needs
constexpr std::size_t adjoint_floats = 41;    ///< per neuron and trial

} // namespace

TrainingCost training_cost(const Network& network, const ParameterSet& parameters, double pace) {
  const TrainingSettings settings = training_settings(parameters);
  const AdjointOptions& adjoint = settings.bptt.adjoint;
  const std::size_t recurrent = network.recurrent.edge_count(), lgn = network.lgn.edge_count(),
                    background = network.background.weight.size(), neurons = network.neurons.size();
  const auto trials = static_cast<std::size_t>(adjoint.expected_trials);
  const auto steps = static_cast<std::size_t>(settings.trials.steps);

  const std::size_t trained = (adjoint.train_recurrent ? recurrent : 0) + (adjoint.train_lgn ? lgn : 0) +
                              (adjoint.train_background ? background : 0);
  const std::size_t weights = (recurrent + lgn + background + 3 * trained) * sizeof(float);
  const std::size_t losses = settings.losses.weight_distribution_cost == 0.0 ? 0 : recurrent * 2 * sizeof(float);
  const std::size_t layout = recurrent * (2 * sizeof(float) + sizeof(std::uint16_t));
  const std::size_t backward =
      recurrent * sizeof(float) * trials +
      trials * (steps * Tape<float>::step_bytes(network.neurons.size()) + adjoint_floats * neurons * sizeof(float));
  TrainingCost cost;
  cost.updates = settings.updates();
  cost.memory_bytes =
      network.recurrent.bytes() + network.lgn.bytes() + background * 5 + neurons * 24 + weights + losses;
  (settings.on_card ? cost.card_bytes : cost.memory_bytes) += layout + std::min(backward, settings.bptt.memory_bytes);

  const double cores = std::max(1u, std::thread::hardware_concurrency());
  const double synapses = static_cast<double>(recurrent) + synapses_per_neuron * static_cast<double>(neurons);
  const auto batch_s = [&](double of_batch) {
    return pace * synapse_s / cores * static_cast<double>(steps) * synapses * (1.0 + further_trial * (of_batch - 1.0));
  };
  cost.update_s = batch_s(static_cast<double>(trials));
  const double validation_s = 2.0 * forward_share * batch_s(static_cast<double>(settings.validation_batch));
  cost.run_s = cost.update_s * static_cast<double>(settings.updates()) + validation_s * (settings.epochs + 1.0);
  return cost;
}

} // namespace striate
