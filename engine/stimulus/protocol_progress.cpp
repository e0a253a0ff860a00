// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/protocol_progress.h"

#include <algorithm>
#include <ranges>
#include <set>

namespace striate {

ProtocolProgress protocol_progress(const Protocol& protocol, std::int64_t now_ms) {
  ProtocolProgress progress;
  const auto& rows = protocol.rows;
  progress.finished = now_ms >= protocol.duration_ms();
  progress.left_ms = std::max<std::int64_t>(0, protocol.duration_ms() - now_ms);
  if (rows.empty())
    return progress;
  const auto after = std::ranges::upper_bound(rows, now_ms, {}, &ProtocolRow::start_ms);
  const auto begun = static_cast<std::size_t>(after - rows.begin());
  progress.latest = begun == 0 ? 0 : begun - 1;
  const ProtocolRow& latest = rows[progress.latest];
  if (begun > 0 && now_ms < latest.start_ms + latest.duration_ms) {
    progress.row = progress.latest;
    progress.row_left_ms = latest.start_ms + latest.duration_ms - now_ms;
  } else if (begun < rows.size()) {
    progress.next = begun;
    progress.row_left_ms = rows[begun].start_ms - now_ms;
  }
  const auto same = [&](const ProtocolRow& row) { return row.settings == latest.settings; };
  progress.trials = static_cast<std::size_t>(std::ranges::count_if(rows, same));
  progress.trial = static_cast<std::size_t>(std::ranges::count_if(rows | std::views::take(progress.latest + 1), same));
  return progress;
}

std::vector<std::string> keys_of(const Protocol& protocol) {
  std::set<std::string> keys;
  for (const ProtocolRow& row : protocol.rows)
    for (const auto& [key, value] : row.settings)
      keys.insert(key);
  return {keys.begin(), keys.end()};
}

} // namespace striate
