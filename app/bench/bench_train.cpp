// SPDX-License-Identifier: Apache-2.0
#include "app/bench/bench_rows.h"
#include "engine/core/process.h"
#include "engine/kernels/cell_constants.h"
#include "engine/training/gradient/bptt.h"
#include "engine/training/gradient/gpu_back_propagation.h"
#include "engine/training/losses/branch_objective.h"
#include "engine/training/losses/weight_distribution_loss.h"
#include "engine/training/optimizer/optimizer.h"
#include "engine/training/trials/trial_source.h"

#include <fmt/format.h>

#include <chrono>
#include <limits>

namespace striate::app {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr int trial_steps = 500;
constexpr double single_target_s = 8.0;
constexpr double batch_ratio_target = 2.5;
constexpr int gpu_trials = 32;
constexpr double gpu_core_target_s = 1.5, gpu_full_target_s = 5.0;

/// One complete evoked update after another, in batches of one size.
class Updates {
public:
  Updates(std::shared_ptr<const Network> network, int trials, bool on_gpu)
      : network_(std::move(network)), trials_(trials), source_(*network_, {}),
        bptt_(make(on_gpu)), weights_{network_->recurrent.weight, network_->lgn.weight, network_->background.weight},
        objective_(*network_, model_tables(), Activity::evoked, {}, trial_steps, 0, 0, 3000),
        average_rate_(network_->neurons.size(), 0.003) {
    const std::vector<CellConstants> cells = make_cell_constants(model_tables());
    weights_.revision = 1;
    for (const std::uint16_t model : network_->neurons.model)
      unit_.push_back(cells[model].scale_mV);
    weight_loss_ =
        std::make_unique<WeightDistributionLoss>(*network_, model_tables(), weights_.recurrent, unit_, 10.0, pool_);
    std::vector<Trial> gray = {source_.gray(0).trial};
    gray[0].initial = zero_state(*network_);
    std::vector<SpikeTrains> spikes;
    gray_state_ = std::make_shared<SimulatorState>(bptt_->run_free(weights_, gray, spikes).front());
  }

  void print_plan() const {
    const std::string gpu = bptt_->gpu();
    const BpttPlan plan = bptt_->plan(trials_, trial_steps);
    if (!gpu.empty())
      fmt::print("  {}: synapses {:.2f} GB, passes {:.2f} GB{}\n", gpu,
                 static_cast<double>(bptt_->structure_bytes()) * 1e-9, static_cast<double>(plan.bytes) * 1e-9,
                 plan.recomputes
                     ? fmt::format(", {} trials at once in segments of {} ms", plan.trials_at_once, plan.segment_steps)
                     : std::string());
  }

  /// Prints the phases; returns the seconds of the whole update without the making of the trials.
  double run(std::int64_t update) {
    const auto before = Clock::now();
    std::vector<Trial> trials(static_cast<std::size_t>(trials_));
    std::vector<double> directions(trials.size());
    pool_.for_blocks(trials.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end; ++k) {
        ShownTrial shown =
            source_.grating(static_cast<std::uint32_t>(1 + update * trials_) + static_cast<std::uint32_t>(k));
        trials[k] = std::move(shown.trial);
        trials[k].initial = gray_state_;
        directions[k] = shown.direction_deg;
      }
    });
    const double trials_s = seconds_since(before);
    const auto start = Clock::now();
    objective_.begin(trials_);
    const auto spikes = bptt_->forward(weights_, trials, objective_);
    auto phase = Clock::now();
    LossTerms terms = objective_.evaluate(spikes, directions, average_rate_, static_cast<std::uint64_t>(update));
    double losses_s = seconds_since(phase);
    bptt_->backward(weights_, objective_, gradient_);
    phase = Clock::now();
    ResidentOptimizer* const gpu = bptt_->optimizer();
    terms.weights = gpu != nullptr ? gpu->add_distribution(*weight_loss_, unit_)
                                   : weight_loss_->evaluate(weights_.recurrent, gradient_.recurrent, pool_);
    losses_s += seconds_since(phase);
    phase = Clock::now();
    if (gpu != nullptr) {
      ++weights_.revision;
      gpu->step({}, unit_, weights_, update, 0.005);
    } else {
      const WeightView sets[] = {{weights_.recurrent, gradient_.recurrent, network_->recurrent.weight,
                                  network_->recurrent.target, unit_, &moments_}};
      take_step({}, sets, update, 0.005, pool_);
    }
    const double optimizer_s = seconds_since(phase);
    const double all_s = seconds_since(start);

    const BpttTimes& times = bptt_->times();
    fmt::print("  {:.2f} Hz; loss {:.3f} = rate {:.3f} + voltage {:.3f} + selectivity {:.3f} + sync {:.3f} + weights "
               "{:.3f}\n",
               terms.mean_rate_Hz, terms.total(), terms.rate, terms.voltage, terms.selectivity, terms.sync,
               terms.weights);
    print_row("trials made, LGN included (not in the update)", trials_s, "s", 0.0);
    print_row("forward", times.forward_s + times.recompute_s, "s", 0.0);
    print_row("losses", losses_s, "s", 0.0);
    print_row("backward: synapses and their gradient", times.rows_s, "s", 0.0);
    print_row("backward: neurons", times.neurons_s, "s", 0.0);
    print_row("weights and gradient brought there and back", times.order_s, "s", 0.0);
    print_row("optimizer", optimizer_s, "s", 0.0);
    const double readings = static_cast<double>(network_->recurrent.edge_count()) * (trial_steps + 2) / 3.0;
    if (bptt_->gpu().empty())
      print_row("synapses read (6 bytes each)", readings * 6e-9 / times.rows_s, "GB/s", 0.0);
    else // 8 bytes of the synapse and J of three steps
      print_row("synapses and J read", readings * (8.0 + 12.0 * trials_) * 1e-9 / times.rows_s, "GB/s", 0.0);
    print_row("multiply-adds", readings * 3.0 * trials_ * 1e-9 / times.rows_s, "G/s", 0.0);
    return all_s;
  }

private:
  std::unique_ptr<BackPropagation<float>> make(bool on_gpu) {
    BpttOptions options;
    options.adjoint.expected_trials = trials_;
    if (!on_gpu)
      return std::make_unique<Bptt<float>>(network_, model_tables(), options, pool_);
    options.memory_bytes = std::numeric_limits<std::size_t>::max();
    options.keeps_gradient = true;
    return make_gpu_back_propagation(network_, options, pool_);
  }

  std::shared_ptr<const Network> network_;
  int trials_;
  ThreadPool pool_;
  TrialSource source_;
  std::unique_ptr<BackPropagation<float>> bptt_;
  TrainingWeights weights_;
  WeightGradient<float> gradient_;
  BranchObjective objective_;
  std::vector<double> average_rate_;
  std::vector<float> unit_;
  std::unique_ptr<WeightDistributionLoss> weight_loss_;
  OptimizerMoments moments_;
  std::shared_ptr<const SimulatorState> gray_state_;
};

/// The second update: the first one also pays for its memory.
double timed_update(const std::shared_ptr<const Network>& network, int trials, bool on_gpu) {
  fmt::print("{} x {} ms\n", trials, trial_steps);
  Updates updates(network, trials, on_gpu);
  updates.print_plan();
  updates.run(0);
  return updates.run(1);
}

} // namespace

void bench_train(const ParameterSet& parameters) {
  const auto network = timed_network(parameters);
  const bool core = network->name == "core";
  if (parameters.is(choices::Backend::cuda)) {
    print_row("update, 1 trial", timed_update(network, 1, true), "s", 0.0);
    print_row(fmt::format("update, {} trials", gpu_trials), timed_update(network, gpu_trials, true), "s",
              core                      ? gpu_core_target_s
              : network->name == "full" ? gpu_full_target_s
                                        : 0.0);
    return;
  }
  const double single_s = timed_update(network, 1, false);
  print_row("update, 1 trial", single_s, "s", core ? single_target_s : 0.0);
  const double batch_s = timed_update(network, 4, false);
  print_row("update, 4 trials", batch_s, "s", core ? batch_ratio_target * single_s : 0.0);
  print_row("peak memory", peak_memory_mb(), "MB", core ? 4000.0 : 0.0);
}

} // namespace striate::app
