// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"

namespace striate {

/// Throws Error unless the network can be simulated: it has neurons, its tables have equal lengths, every index is in
/// range, targets ascend within a run and every recurrent delay is at least one step. Reads every edge once, on all
/// threads of the pool; after it the kernels need no checks of their own.
void check_network(const Network& network, const ModelTables& tables, ThreadPool& pool);

} // namespace striate
