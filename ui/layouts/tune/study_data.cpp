// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/study_data.h"

#include "ui/live/live_data.h"

namespace striate {

namespace {

/// Two networks that were built or read from the same recipe have the same neurons in the same places.
bool same_neurons(const Network& a, const Network& b) {
  return &a == &b || (a.neurons.size() == b.neurons.size() && a.neurons.x_um == b.neurons.x_um &&
                      a.neurons.y_um == b.neurons.y_um && a.neurons.population == b.neurons.population);
}

} // namespace

StudyData::StudyData(LiveData& live, QObject* parent) : QObject(parent), live_(live) {
  connect(&live_, &LiveData::selection_changed, this, &StudyData::selection_changed);
  connect(&live_, &LiveData::network_changed, this, &StudyData::changed);
}

void StudyData::set(std::shared_ptr<const StudyFindings> findings) {
  findings_ = std::move(findings);
  if (findings_ && own_selection_ && *own_selection_ >= findings_->study.neurons.size())
    own_selection_.reset();
  emit changed();
}

std::shared_ptr<const Network> StudyData::network() const {
  return findings_ && findings_->network ? findings_->network : live_.network();
}

bool StudyData::linked() const {
  return findings_ && findings_->network && live_.network() && same_neurons(*findings_->network, *live_.network());
}

std::optional<std::uint32_t> StudyData::selected_neuron() const {
  if (!findings_)
    return std::nullopt;
  return linked() ? live_.selected_neuron() : own_selection_;
}

void StudyData::select_neuron(std::uint32_t neuron) {
  if (!findings_ || neuron >= findings_->study.neurons.size())
    return;
  if (linked()) {
    live_.select_neuron(neuron);
    return;
  }
  own_selection_ = neuron;
  emit selection_changed();
}

} // namespace striate
