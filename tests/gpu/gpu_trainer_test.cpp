// SPDX-License-Identifier: Apache-2.0
// Whole training runs with forward pass, backward pass and optimizer on a graphics card: the losses of the processor,
// and a run that was interrupted goes on bit for bit. In the emulation of the kernels.
#include "gpu/training/back_propagation.h"
#include "trainer_support.h"

#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

using namespace striate;
using namespace trainer_support;

namespace {

std::unique_ptr<BackPropagation<float>> emulated(std::shared_ptr<const Network> network,
                                                 const TrainingSettings& settings, ThreadPool& pool) {
  const ModelTables& tables = *network->tables;
  return std::make_unique<GpuBptt>(make_emulated_device(), std::move(network), tables, settings.bptt, pool);
}

ParameterSet on_card() {
  ParameterSet parameters = short_training();
  parameters.set_text("backend", "cuda");
  return parameters;
}

/// Losses of all updates and validations.
std::vector<double> losses(const Trainer& trainer) {
  std::vector<double> all;
  for (const UpdateRecord& record : trainer.state().history.updates)
    all.push_back(record.terms.total());
  for (const ValidationRecord& record : trainer.state().history.validations)
    all.push_back(record.loss);
  return all;
}

} // namespace

TEST_CASE(
    "A run on a card has the losses of a run on the processor: synapses, edge types, all weights, one update a step") {
  for (const auto& changes : std::vector<std::vector<std::pair<std::string, std::string>>>{
           {},
           {{"train-recurrent", "edge-types"}},
           {{"train-lgn", "on"}, {"train-background", "on"}, {"optimizer", "adam"}},
           {{"train-order", "combined"}}}) {
    ParameterSet here = short_training(), there = on_card();
    for (ParameterSet* parameters : {&here, &there})
      for (const auto& [key, value] : changes)
        parameters->set_text(key, value);
    const test::TemporaryFolder folder;
    Trainer processor(tiny_network(), here, folder / "processor");
    Trainer card(tiny_network(), there, folder / "card", {}, emulated);
    finish(processor);
    finish(card);
    const std::vector<double> expected = losses(processor), found = losses(card);
    REQUIRE(found.size() == expected.size());
    for (std::size_t k = 0; k < found.size(); ++k)
      CHECK(found[k] == doctest::Approx(expected[k]).epsilon(1e-3));
    CHECK(card.weights().values().recurrent != tiny_network()->recurrent.weight);
    CHECK(describe(card.memory(), card.settings()).find("MB on the emulated device") != std::string::npos);
    CHECK(card.memory().total() < processor.memory().total());
  }
}

TEST_CASE("A run on a card that was interrupted goes on bit for bit") {
  const test::TemporaryFolder folder;
  Trainer whole(tiny_network(), on_card(), folder / "whole", {}, emulated);
  finish(whole);
  {
    Trainer first(tiny_network(), on_card(), folder / "parts", {}, emulated);
    interrupt_after(first, 5);
  }
  Trainer second(tiny_network(), on_card(), folder / "parts", folder / "parts" / "latest.h5", emulated);
  finish(second);
  CHECK(losses(second) == losses(whole));
  CHECK(second.weights().values().recurrent == whole.weights().values().recurrent);
}
