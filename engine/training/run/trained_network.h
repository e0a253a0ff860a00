// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"

#include <filesystem>
#include <memory>

namespace striate {

/// The network with the weights of a checkpoint; its name is that of the network and of the file. Both throw Error
/// naming the file: missing, damaged, or trained on a network other than this one.

/// network: as the run trained it.
std::shared_ptr<const Network> checkpoint_network(const std::shared_ptr<const Network>& network,
                                                  const std::filesystem::path& checkpoint, ThreadPool& pool);
/// network: with its own weights. A run that began with the weights of another checkpoint needs that one, too.
std::shared_ptr<const Network> trained_network(std::shared_ptr<const Network> network,
                                               const std::filesystem::path& checkpoint, ThreadPool& pool);

} // namespace striate
