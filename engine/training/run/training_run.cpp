// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/training_run.h"

#include "engine/training/run/trainer.h"

namespace striate {

namespace {

std::filesystem::path latest_in(const std::filesystem::path& folder) {
  return folder / "latest.h5";
}

} // namespace

TrainingRun::TrainingRun(std::shared_ptr<const Network> network, const ParameterSet& parameters,
                         const std::filesystem::path& folder)
    : neurons_(network->neurons.size()),
      trainer_(std::make_unique<Trainer>(std::move(network), parameters, folder,
                                         begun(folder) ? latest_in(folder) : std::filesystem::path())) {}

TrainingRun::~TrainingRun() = default;

TrainingRun::Position TrainingRun::position() const {
  const TrainingState& state = trainer_->state();
  return {trainer_->settings().epochs, state.best_epoch, state.update, trainer_->settings().updates(),
          std::filesystem::exists(trainer_->folder().best())};
}

const TrainingHistory& TrainingRun::history() const {
  return trainer_->state().history;
}

double TrainingRun::core_radius_um() const {
  return trainer_->settings().losses.core_radius_um;
}

NeuronRates TrainingRun::rates_before() const {
  return read_neuron_rates(trainer_->folder().rates_before(), neurons_);
}

NeuronRates TrainingRun::rates() const {
  return read_neuron_rates(trainer_->folder().rates(), neurons_);
}

TrainingEnd TrainingRun::run(Task& task, const TrainingObserver& observer) {
  return trainer_->run(task, observer);
}

void TrainingRun::pause(bool paused) {
  trainer_->pause(paused);
}

std::shared_ptr<const Network> TrainingRun::network_now(const std::string& name) const {
  return trainer_->weights().network(name);
}

bool TrainingRun::begun(const std::filesystem::path& folder) {
  return std::filesystem::exists(latest_in(folder));
}

void TrainingRun::check(const ParameterSet& parameters) {
  training_settings(parameters);
}

} // namespace striate
