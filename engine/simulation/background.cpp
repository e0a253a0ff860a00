// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/background.h"

#include "engine/network/tables/model_tables.h"

namespace striate {

Projection background_by_source(const BackgroundProjection& background, std::uint32_t target_count) {
  Projection rows;
  rows.source_count = background.row_start.empty() ? 0 : background.source_count;
  rows.target_count = target_count;
  const std::size_t sources = rows.source_count;
  std::vector<std::uint64_t> next(sources + 1, 0);
  for (const std::uint8_t source : background.source)
    ++next[source + std::size_t{1}];
  for (std::size_t source = 0; source < sources; ++source)
    next[source + 1] += next[source];
  for (std::size_t source = 0; source <= sources; ++source) {
    rows.row_run.push_back(source);
    rows.runs.push_back({next[source], 0, static_cast<std::uint8_t>(ModelTables::external_class)});
  }
  rows.target.resize(background.source.size());
  rows.weight.resize(background.source.size());
  rows.delay_ms.resize(background.delay_ms.size());
  for (std::uint32_t target = 0; target + 1 < background.row_start.size(); ++target)
    for (std::uint32_t edge = background.row_start[target]; edge < background.row_start[target + 1]; ++edge) {
      const std::uint64_t place = next[background.source[edge]]++;
      rows.target[place] = target;
      rows.weight[place] = background.weight[edge];
      if (!background.delay_ms.empty())
        rows.delay_ms[place] = background.delay_ms[edge];
    }
  return rows;
}

} // namespace striate
