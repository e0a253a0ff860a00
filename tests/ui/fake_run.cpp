// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/fake_run.h"

#include "engine/core/random.h"
#include "engine/network/generator/lgn_population.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

namespace {

constexpr long neurons_in_tables = 203'816; // sum of count_700
constexpr std::uint64_t seed = 7;

std::shared_ptr<const Network> make_network(std::uint32_t wanted) {
  const ModelTables& tables = model_tables();
  auto network = std::make_shared<Network>();
  network->name = "made up";
  NeuronTable& neurons = network->neurons;
  for (std::size_t model = 0; model < tables.cell_models.size(); ++model) {
    const CellModel& cell = tables.cell_models[model];
    const Population& population = tables.populations[static_cast<std::size_t>(cell.population)];
    const long count = std::max(1L, cell.count_700 * static_cast<long>(wanted) / neurons_in_tables);
    for (long i = 0; i < count; ++i) {
      RandomSequence random(seed, Stream::neuron, neurons.size());
      const double radius = 100.0 * std::sqrt(random.uniform()), angle = 2.0 * std::numbers::pi * random.uniform();
      neurons.x_um.push_back(static_cast<float>(radius * std::cos(angle)));
      neurons.z_um.push_back(static_cast<float>(radius * std::sin(angle)));
      neurons.y_um.push_back(static_cast<float>(
          -(population.depth_top_um + (population.depth_bottom_um - population.depth_top_um) * random.uniform())));
      neurons.tuning_deg.push_back(static_cast<float>(360.0 * random.uniform()));
      neurons.target_size.push_back(100.0f);
      neurons.model.push_back(static_cast<std::uint16_t>(model));
      neurons.population.push_back(static_cast<std::uint8_t>(cell.population));
    }
  }
  network->recurrent.source_count = network->recurrent.target_count = neurons.size();
  for (std::uint32_t neuron = 0; neuron < neurons.size(); ++neuron) // neuron i receives i % 5 edges
    network->recurrent.target.insert(network->recurrent.target.end(), neuron % 5, neuron);
  network->lgn_units = generate_lgn_units(tables, LgnField::for_size(true), seed);
  return network;
}

} // namespace

FakeRun::FakeRun(std::uint32_t neurons, double rate_scale) : network_(make_network(neurons)), rate_scale_(rate_scale) {}

void FakeRun::turn(double direction_deg) {
  direction_deg_ = direction_deg;
  shown_ = true;
  turned_ = true;
}

void FakeRun::reset() {
  now_ = 0;
  ++epoch_;
  turned_ = shown_;
}

double FakeRun::rate_Hz(std::uint32_t neuron, std::int64_t ms) const {
  const Population& population = model_tables().populations[network_->neurons.population[neuron]];
  const double base = population.excitatory ? 2.0 : 6.0;
  if (!shown_)
    return rate_scale_ * base;
  const double off = std::remainder(static_cast<double>(network_->neurons.tuning_deg[neuron]) - direction_deg_, 360.0);
  const double tuned = std::exp(-off * off / (2.0 * 30.0 * 30.0));
  const double beat = 1.0 + std::sin(2.0 * std::numbers::pi * 0.002 * static_cast<double>(ms) + 0.3 * population.layer);
  return rate_scale_ * base * (1.0 + (population.excitatory ? 4.0 : 1.0) * tuned * beat);
}

std::shared_ptr<const Snapshot> FakeRun::advance(int steps) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->epoch = epoch_;
  snapshot->running = true;
  snapshot->network = network_;
  snapshot->lgn_mean_Hz = 6.4;
  for (std::uint32_t unit = 0; unit < network_->lgn_units.size(); ++unit)
    snapshot->lgn_rates_Hz.push_back(lgn_rate_Hz(unit));
  if (turned_) {
    Stimulus stimulus;
    stimulus.direction_deg = direction_deg_;
    const GratingClock grating = start_grating(stimulus, now_);
    snapshot->epochs.push_back({now_, stimulus, grating, grating});
    snapshot->marks.push_back({static_cast<double>(now_), describe(stimulus)});
    turned_ = false;
  }
  auto block = std::make_shared<SpikeBlock>();
  block->first_ms = now_;
  block->offset.push_back(0);
  for (int i = 0; i < steps; ++i, ++now_) {
    for (std::uint32_t neuron = 0; neuron < network_->neurons.size(); ++neuron) {
      const Philox4 draw = philox(seed, Stream::background_spikes, static_cast<std::uint32_t>(now_), neuron, 0);
      const float chance = uniform_float(draw.x0);
      if (chance < 0.1f && static_cast<double>(chance) < 0.001 * rate_Hz(neuron, now_))
        block->id.push_back(neuron);
    }
    block->offset.push_back(static_cast<std::uint32_t>(block->id.size()));
  }
  snapshot->now_ms = now_;
  add_neuron_samples(*snapshot, *block);
  add_lgn_samples(*snapshot, *block);
  snapshot->spikes = std::move(block);
  return snapshot;
}

void FakeRun::add_neuron_samples(Snapshot& snapshot, const SpikeBlock& block) const {
  snapshot.neuron = neuron_;
  if (!neuron_)
    return;
  for (std::int64_t ms = block.first_ms; ms < block.end_ms(); ++ms) {
    NeuronSample sample;
    sample.threshold_mV = -45.0f;
    sample.v_mV = static_cast<float>(-62.0 + 9.0 * std::sin(0.031 * static_cast<double>(ms)) +
                                     4.0 * std::sin(0.17 * static_cast<double>(ms)));
    snapshot.neuron_samples.push_back(sample);
  }
}

void FakeRun::add_lgn_samples(Snapshot& snapshot, const SpikeBlock& block) const {
  for (const std::uint32_t unit : units_) {
    Snapshot::LgnSample sample;
    sample.unit = unit;
    for (std::int64_t ms = block.first_ms; ms < block.end_ms(); ++ms) {
      const double phase = 2.0 * std::numbers::pi * 0.002 * static_cast<double>(ms) + unit;
      sample.rate_Hz.push_back(static_cast<float>(shown_ ? std::max(0.0, 8.0 + 14.0 * std::sin(phase)) : 8.0));
      sample.luminance.push_back(static_cast<float>(shown_ ? 0.8 * std::sin(phase) : 0.0));
      const Philox4 draw = philox(seed, Stream::lgn_spikes, static_cast<std::uint32_t>(ms), unit, 0);
      if (uniform_float(draw.x0) < 0.001f * sample.rate_Hz.back())
        sample.spike_ms.push_back(ms);
    }
    snapshot.lgn.push_back(std::move(sample));
  }
}

} // namespace striate
