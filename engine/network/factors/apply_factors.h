// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/factors/weight_factors.h"
#include "engine/network/network.h"

#include <memory>

namespace striate {

/// The network with every weight multiplied by the factors of all rows that name its synapse
/// (docs/model/network.md#eq-21, #eq-22); connections, delays and neurons stay. A row that names types which this
/// network lacks changes nothing. The result does not depend on the number of threads. Throws Error naming the row for
/// a selection that is not understood, like-to-like of external synapses, or a weight that is no longer finite.
std::shared_ptr<Network> apply_factors(const Network& network, const WeightFactors& factors, ThreadPool& pool);

} // namespace striate
