// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/trainer.h"

#include "engine/core/errors.h"
#include "engine/core/process.h"
#include "engine/network/network_digest.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <thread>

namespace striate {

namespace {

/// Slow mean of the evoked rates before the first update, spikes/ms (docs/model/training.md#eq-8).
constexpr double first_average_rate = 0.003;
constexpr double rate_after_going_back = 0.5;
constexpr int most_back_in_a_row = 6;

std::size_t bytes_of(const Network& network) {
  const BackgroundProjection& background = network.background;
  return network.recurrent.bytes() + network.lgn.bytes() + background.source.size() * 5 + network.neurons.size() * 24;
}

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

} // namespace

std::string describe(const TrainingMemory& memory, const TrainingSettings& settings) {
  const auto mb = [](std::size_t bytes) { return static_cast<double>(bytes) * 1e-6; };
  const int trials = settings.bptt.adjoint.expected_trials;
  const int steps = settings.trials.steps;
  std::string cut = fmt::format("{} trials of {} ms at once", trials, steps);
  if (memory.plan.recomputes)
    cut = fmt::format("{} of {} trials at once in segments of {} of {} ms, computed twice", memory.plan.trials_at_once,
                      trials, memory.plan.segment_steps, steps);
  const std::string passes =
      fmt::format("layout {:.0f}, backward pass {:.0f}", mb(memory.structure), mb(memory.plan.bytes));
  const std::string host =
      fmt::format("about {:.0f} MB of memory (network {:.0f}, weights and moments {:.0f}, losses {:.0f}",
                  mb(memory.total()), mb(memory.network), mb(memory.weights), mb(memory.losses));
  if (memory.gpu.empty())
    return fmt::format("{}, {}); {}", host, passes, cut);
  return fmt::format("{}) and {:.0f} MB on the {} ({}); {}", host, mb(memory.passes()), memory.gpu, passes, cut);
}

Trainer::Trainer(std::shared_ptr<const Network> network, const ParameterSet& parameters, std::filesystem::path folder,
                 const std::filesystem::path& checkpoint, const BackPropagationFactory& make)
    : network_(std::move(network)), settings_(training_settings(parameters)),
      pool_(static_cast<int>(parameters.integer("threads"))), step_(network_, settings_, pool_, make),
      weights_(network_, step_.unit(), settings_),
      folder_(std::move(folder), checkpoint), key_{to_json(parameters).dump(), network_->name,
                                                   network_digest(*network_)} {
  weights_.step_on(step_.optimizer());
  const double needed_mb = static_cast<double>(memory().total()) * 1e-6;
  const double there_mb = physical_memory_mb();
  if (there_mb > 0.0 && needed_mb > there_mb)
    throw Error(fmt::format("Training the network \"{}\" with these settings needs {}; this machine has {:.0f} MB. "
                            "Lower train-memory or train-batch, or use a smaller network.",
                            network_->name, describe(memory(), settings_), there_mb),
                Error::Kind::usage);
  if (checkpoint.empty()) {
    state_.average_rate.assign(network_->neurons.size(), first_average_rate);
    return;
  }
  const ParameterSet before = checkpoint_parameters(checkpoint);
  const auto changed = changed_for_good(before, parameters);
  if (!changed.empty())
    throw Error(
        fmt::format("A run cannot be resumed with another value of {}; keep the value in {} or start a new run.",
                    fmt::join(changed, ", "), checkpoint.string()),
        Error::Kind::usage);
  state_ = read_checkpoint(checkpoint, key_, network_->neurons.size(), weights_, pool_);
  if (rate_changed(before, parameters))
    state_.rate_factor = 1.0;
  if (!folder_.take_best_beside(checkpoint)) { // the next validation is the best
    state_.best_loss = std::numeric_limits<double>::infinity();
    state_.best_epoch = epoch();
  }
}

TrainingMemory Trainer::memory() const {
  const BackPropagation<float>& bptt = step_.back_propagation();
  return {bytes_of(*network_), weights_.bytes(), step_.loss_bytes(), bptt.structure_bytes(), step_.plan(), bptt.gpu()};
}

TrainingEnd Trainer::run(Task& task, const TrainingObserver& observer) {
  started_ = Clock::now();
  first_update_ = state_.update;
  back_in_a_row_ = 0;
  save(); // there is always something to go back to
  folder_.begin_losses(state_.history);
  try {
    return loop(task, observer);
  } catch (const TaskCancelled&) {
    save();
    throw;
  }
}

TrainingEnd Trainer::loop(Task& task, const TrainingObserver& observer) {
  while (true) {
    wait_while_paused(task);
    report(task);
    if (between_epochs()) {
      if (state_.history.validations.empty() || state_.history.validations.back().epoch != epoch()) {
        validate(task, observer);
        continue;
      }
      if (state_.update >= settings_.updates())
        return TrainingEnd::all_epochs;
      if (epoch() - state_.best_epoch >= settings_.patience)
        return TrainingEnd::no_improvement;
    }
    const auto now = Clock::now();
    if (settings_.time_limit_s > 0.0 && seconds_between(started_, now) > settings_.time_limit_s) {
      save();
      return TrainingEnd::time_limit;
    }
    if (settings_.checkpoint_interval_s > 0.0 && seconds_between(saved_, now) > settings_.checkpoint_interval_s)
      save();

    step_.warm_up(state_, weights_, task);
    UpdateView view;
    if (!step_.update(state_, weights_, view, task)) {
      go_back(fmt::format("Update {}", state_.update + 1), observer);
      continue;
    }
    for (const UpdateRecord& record : view.records)
      folder_.add_losses(record);
    if (observer.update)
      observer.update(view);
  }
}

void Trainer::validate(Task& task, const TrainingObserver& observer) {
  task.set_step(fmt::format("validation after epoch {}", epoch()));
  const ValidationRecord record = step_.validate(epoch(), state_, weights_, task);
  if (!std::isfinite(record.loss)) {
    if (state_.update == 0)
      throw Error(fmt::format("The network \"{}\" gives non-finite losses before training; check its weights with "
                              "\"striate network validate\".",
                              network_->name),
                  Error::Kind::numbers);
    go_back(fmt::format("The validation after epoch {}", epoch()), observer);
    return;
  }
  state_.history.validations.push_back(record);
  back_in_a_row_ = 0;
  const bool better = record.loss < state_.best_loss;
  if (better) {
    state_.best_loss = record.loss;
    state_.best_epoch = record.epoch;
    write_checkpoint(folder_.best(), key_, state_, weights_);
  }
  const NeuronRates rates = validated_rates();
  if (record.epoch == 0)
    write_neuron_rates(folder_.rates_before(), rates);
  write_neuron_rates(folder_.rates(), rates);
  save();
  if (observer.validation)
    observer.validation({record, rates});
}

NeuronRates Trainer::validated_rates() const {
  NeuronRates rates;
  for (const double per_ms : step_.rates_per_ms(Activity::evoked))
    rates.evoked_Hz.push_back(1000.0 * per_ms);
  for (const double per_ms : step_.rates_per_ms(Activity::spontaneous))
    rates.spontaneous_Hz.push_back(1000.0 * per_ms);
  return rates;
}

void Trainer::go_back(const std::string& where, const TrainingObserver& observer) {
  const double factor = state_.rate_factor * rate_after_going_back;
  const int times = state_.times_back + 1;
  const bool to_best = back_in_a_row_ > 0 && std::filesystem::exists(folder_.best());
  const std::filesystem::path file = to_best ? folder_.best() : folder_.latest();
  state_ = read_checkpoint(file, key_, network_->neurons.size(), weights_, pool_);
  state_.rate_factor = factor;
  state_.times_back = times;
  save();
  folder_.begin_losses(state_.history);
  if (++back_in_a_row_ >= most_back_in_a_row)
    throw Error(fmt::format("{} gave non-finite numbers although the learning rate was halved {} times; {} holds the "
                            "state after update {}. Lower the learning rate or the costs.",
                            where, back_in_a_row_, folder_.latest().string(), state_.update),
                Error::Kind::numbers);
  if (observer.notice)
    observer.notice(
        fmt::format("{} gave non-finite numbers: back to update {}, with the learning rate halved (factor {:g}).",
                    where, state_.update, factor));
}

void Trainer::save() {
  write_checkpoint(folder_.latest(), key_, state_, weights_);
  folder_.write_tables(state_.history);
  saved_ = Clock::now();
}

void Trainer::wait_while_paused(Task& task) const {
  while (paused_.load(std::memory_order_relaxed)) {
    task.check();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void Trainer::report(Task& task) const {
  const auto to_do = static_cast<double>(std::max<std::int64_t>(1, settings_.updates() - first_update_));
  task.advance(std::clamp(static_cast<double>(state_.update - first_update_) / to_do, 0.0, 1.0));
  const std::int64_t step = state_.update / settings_.updates_per_step();
  task.set_step(fmt::format("epoch {} of {}, step {} of {}", step / settings_.steps_per_epoch + 1, settings_.epochs,
                            step % settings_.steps_per_epoch + 1, settings_.steps_per_epoch));
}

std::shared_ptr<const Network> Trainer::best_network() {
  TrainedWeights best(network_, step_.unit(), settings_);
  read_checkpoint(folder_.best(), key_, network_->neurons.size(), best, pool_);
  return best.network(network_->name + "-trained");
}

} // namespace striate
