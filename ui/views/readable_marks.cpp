// SPDX-License-Identifier: Apache-2.0
#include "ui/views/readable_marks.h"

#include <algorithm>

namespace striate {

std::vector<StimulusMark> readable_marks(std::span<const StimulusMark> marks, double from_ms, double to_ms,
                                         double burst_ms, double label_ms) {
  std::vector<StimulusMark> kept;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i].time_ms >= to_ms)
      break;
    const bool stimulus = marks[i].kind == StimulusMark::Kind::stimulus;
    if (stimulus && marks[i].time_ms < from_ms)
      continue;
    if (stimulus && i + 1 < marks.size() && marks[i + 1].time_ms - marks[i].time_ms < burst_ms)
      continue;
    kept.push_back(marks[i]);
  }
  for (std::size_t i = 0; i + 1 < kept.size(); ++i)
    if (kept[i + 1].time_ms - kept[i].time_ms < label_ms)
      kept[i].label.clear();
  return kept;
}

void hide_mark_labels(Panel& panel) {
  for (Series& series : panel.series)
    if (auto* rule = std::get_if<RuleSeries>(&series); rule && rule->vertical)
      rule->label.clear();
}

} // namespace striate
