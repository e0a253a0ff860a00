// SPDX-License-Identifier: Apache-2.0
#include "ui/actions/fuzzy_match.h"

#include <algorithm>
#include <vector>

namespace striate {

namespace {

constexpr int impossible = -1'000'000;

bool begins_word(const QString& text, qsizetype i) {
  return i == 0 || !text[i - 1].isLetterOrNumber();
}

} // namespace

// best[i]: best score of the pattern so far with its last letter at text[i]; one row of the table per pattern letter.
std::optional<int> fuzzy_score(const QString& pattern, const QString& text) {
  const QString wanted = pattern.simplified().remove(' ').toLower();
  const QString in = text.toLower();
  if (wanted.isEmpty())
    return 0;
  std::vector<int> best(static_cast<std::size_t>(in.size()), impossible);
  for (qsizetype p = 0; p < wanted.size(); ++p) {
    std::vector<int> next(best.size(), impossible);
    int before = impossible; // best score that ends left of the neighbour
    for (qsizetype i = 0; i < in.size(); ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (i >= 2)
        before = std::max(before, best[at - 2]);
      if (in[i] != wanted[p])
        continue;
      const int letter = begins_word(in, i) ? 8 : 1;
      if (p == 0) {
        next[at] = letter - static_cast<int>(std::min<qsizetype>(i, 6));
        continue;
      }
      const int adjacent = i > 0 && best[at - 1] != impossible ? best[at - 1] + 5 : impossible;
      const int reached = std::max(adjacent, before == impossible ? impossible : before - 2);
      if (reached != impossible)
        next[at] = reached + letter;
    }
    best = std::move(next);
  }
  const int score = best.empty() ? impossible : *std::max_element(best.begin(), best.end());
  if (score <= impossible / 2)
    return std::nullopt;
  return score;
}

} // namespace striate
