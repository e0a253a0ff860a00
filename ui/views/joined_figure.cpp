// SPDX-License-Identifier: Apache-2.0
#include "ui/views/joined_figure.h"

#include <numeric>

namespace striate {

namespace {

/// Row weights in mm of height.
std::vector<double> row_heights(const FigureModel& figure) {
  std::vector<double> weights = figure.row_weight;
  weights.resize(static_cast<std::size_t>(figure.rows), 1.0);
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights)
    weight *= figure.height_mm / total;
  return weights;
}

} // namespace

void join_below(FigureModel& figure, FigureModel below) {
  std::vector<double> heights = row_heights(figure);
  const std::vector<double> more = row_heights(below);
  heights.insert(heights.end(), more.begin(), more.end());
  for (Panel& panel : below.panels) {
    panel.row += figure.rows;
    if (below.columns < figure.columns && panel.column + panel.column_span == below.columns)
      panel.column_span += figure.columns - below.columns;
    figure.panels.push_back(std::move(panel));
  }
  figure.rows += below.rows;
  figure.row_weight = std::move(heights);
  figure.height_mm += below.height_mm;
}

} // namespace striate
