// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"

#include <cstdint>

namespace striate::app {

/// What the machine can do at best, to hold the simulation against. Each takes about half a second and uses memory far
/// beyond the caches (600 MB together, given back at once).

/// a[i] = b[i] + c d[i] over arrays of 64 MB: bytes read and written per second.
double triad_bytes_per_s(ThreadPool& pool);

/// Synaptic events per second when nothing but the synapses themselves is touched: plane[target[e]] += weight[e] over a
/// table of 256 MB, targets ascending in runs of 100 as in a row of a network with `neurons` neurons.
double event_ceiling_per_s(ThreadPool& pool, std::uint32_t neurons);

} // namespace striate::app
