// SPDX-License-Identifier: Apache-2.0
#include "engine/session/simulation_service.h"

#include "engine/session/simulation_worker.h"

namespace striate {

SimulationService::SimulationService(std::function<void()> notify)
    : worker_(std::make_unique<Worker>(std::move(notify))) {}

SimulationService::~SimulationService() = default;

std::shared_ptr<Task> SimulationService::open(const ParameterSet& parameters, bool run) {
  auto task = std::make_shared<Task>("Build network");
  worker_->open(parameters, run, task);
  return task;
}

void SimulationService::run() {
  worker_->post([](Worker& worker) { worker.set_running(true); });
}
void SimulationService::pause() {
  worker_->post([](Worker& worker) { worker.set_running(false); });
}
void SimulationService::step(int milliseconds) {
  worker_->post([milliseconds](Worker& worker) { worker.step(milliseconds); });
}
void SimulationService::reset() {
  worker_->post([](Worker& worker) { worker.reset(); });
}
void SimulationService::set_speed(Speed speed) {
  worker_->post([speed](Worker& worker) { worker.set_speed(speed); });
}
void SimulationService::edit(const ParameterSet& parameters) {
  worker_->post([parameters](Worker& worker) { worker.edit(parameters); });
}
void SimulationService::select_neuron(std::optional<std::uint32_t> neuron) {
  worker_->post([neuron](Worker& worker) { worker.select_neuron(neuron); });
}
void SimulationService::select_lgn_units(std::vector<std::uint32_t> units) {
  worker_->post([units = std::move(units)](Worker& worker) { worker.select_lgn_units(units); });
}
void SimulationService::use_weights(const std::shared_ptr<const Network>& network,
                                    std::shared_ptr<const Network> weights) {
  worker_->prepare_weights(network, std::move(weights));
}
void SimulationService::start_recording(const std::string& folder) {
  worker_->post([folder](Worker& worker) { worker.start_recording(folder); });
}
void SimulationService::stop_recording() {
  worker_->post([](Worker& worker) { worker.stop_recording(); });
}

std::shared_ptr<const Snapshot> SimulationService::take() {
  return worker_->take();
}
std::shared_ptr<const Network> SimulationService::network() const {
  return worker_->network();
}
RunSettings SimulationService::settings() const {
  return worker_->settings();
}

} // namespace striate
