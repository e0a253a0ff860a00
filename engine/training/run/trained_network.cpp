// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/trained_network.h"

#include "engine/core/errors.h"
#include "engine/network/network_digest.h"
#include "engine/training/run/checkpoint.h"

#include <fmt/format.h>

namespace striate {

namespace {

constexpr int most_runs = 32; ///< one upon the other

std::shared_ptr<const Network> with_weights(std::shared_ptr<const Network> network,
                                            const std::filesystem::path& checkpoint, ThreadPool& pool, int runs) {
  const ParameterSet parameters = checkpoint_parameters(checkpoint);
  if (const std::string& before = parameters.text("weights"); !before.empty()) {
    if (runs >= most_runs)
      throw Error(fmt::format(
          "{} depends on a chain of more than {} training runs; export its network to SONATA and open that.",
          checkpoint.string(), most_runs));
    network = with_weights(std::move(network), before, pool, runs + 1);
  }
  return checkpoint_network(network, checkpoint, pool);
}

} // namespace

std::shared_ptr<const Network> checkpoint_network(const std::shared_ptr<const Network>& network,
                                                  const std::filesystem::path& checkpoint, ThreadPool& pool) {
  const std::size_t neurons = network->neurons.size();
  TrainedWeights weights(network, std::vector<float>(neurons, 1.0f),
                         training_settings(checkpoint_parameters(checkpoint)));
  read_checkpoint(checkpoint, {{}, network->name, network_digest(*network)}, neurons, weights, pool);
  return weights.network(fmt::format("{}-{}", network->name, checkpoint.stem().string()));
}

std::shared_ptr<const Network> trained_network(std::shared_ptr<const Network> network,
                                               const std::filesystem::path& checkpoint, ThreadPool& pool) {
  return with_weights(std::move(network), checkpoint, pool, 1);
}

} // namespace striate
