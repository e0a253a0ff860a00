// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/basis4/tables.h"

#include "engine/core/huge_pages.h"
#include "engine/simulation/network_check.h"

#include <algorithm>

namespace striate {

namespace {

std::shared_ptr<const Network> checked(std::shared_ptr<const Network> network, const ModelTables& tables,
                                       ThreadPool& pool) {
  check_network(*network, tables, pool);
  return network;
}

} // namespace

CpuTables::CpuTables(std::shared_ptr<const Network> network_to_run, const ModelTables& tables, ThreadPool& pool)
    : network(checked(std::move(network_to_run), tables, pool)), cells(make_cell_constants(tables)),
      synapses(make_synapse_constants(tables)), max_delay(std::max(1, network->recurrent.max_delay())),
      bounds(balanced_bounds(*network, pool.size())), recurrent(network->recurrent, bounds, pool),
      lgn(network->lgn, bounds, pool) {
  for (const Projection* projection : {&network->recurrent, &network->lgn}) {
    use_huge_pages(std::span(projection->target));
    use_huge_pages(std::span(projection->weight));
  }
}

} // namespace striate
