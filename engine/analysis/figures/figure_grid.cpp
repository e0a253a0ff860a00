// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"

#include "engine/analysis/palette.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace striate {

void letter_panels(FigureModel& figure) {
  for (std::size_t i = 0; i < figure.panels.size() && i < 26; ++i)
    figure.panels[i].letter = std::string(1, static_cast<char>('A' + i));
}

Axis name_axis(const std::vector<std::string>& names) {
  Axis axis{.min = -0.6, .max = static_cast<double>(names.size()) - 0.4, .turned_labels = true};
  for (std::size_t i = 0; i < names.size(); ++i)
    axis.ticks.push_back(static_cast<double>(i));
  for (const std::string& name : names)
    axis.tick_labels.push_back(spaced(name));
  return axis;
}

Axis log_axis(std::string label, std::string unit, double from, double to) {
  return {.label = std::move(label), .unit = std::move(unit), .min = from, .max = to, .log = true};
}

Ink type_ink(const std::string& cell_type) {
  const auto ends = [&cell_type](const char* with) { return cell_type.ends_with(with); };
  return ends("_PV") ? Ink::pv : ends("_SST") ? Ink::sst : ends("_VIP") ? Ink::vip : ends("_Inh") ? Ink::l1 : Ink::exc;
}

Ink detailed_ink(const std::string& cell_type) {
  if (type_ink(cell_type) != Ink::exc)
    return type_ink(cell_type);
  return cell_type.ends_with("_ET")   ? Ink::exc
         : cell_type.ends_with("_IT") ? Ink::layer5
         : cell_type.ends_with("_NP") ? Ink::layer6
                                      : layer_ink(std::max(2, layer_of(cell_type)));
}

int layer_of(const std::string& cell_type) {
  if (cell_type.size() < 2 || cell_type.front() != 'L')
    return 0;
  const char digit = cell_type[1];
  return digit == '1' || digit == '2' || digit == '4' || digit == '5' || digit == '6' ? digit - '0' : 0;
}

std::vector<Series> class_bands(const std::vector<std::string>& types) {
  std::vector<Series> bands;
  for (std::size_t i = 0; i < types.size();) {
    std::size_t end = i + 1;
    while (end < types.size() && type_ink(types[end]) == type_ink(types[i]))
      ++end;
    bands.emplace_back(BandSeries{.from = static_cast<double>(i) - 0.5,
                                  .to = static_cast<double>(end) - 0.5,
                                  .horizontal = false,
                                  .ink = type_ink(types[i]),
                                  .alpha = 0.1});
    i = end;
  }
  return bands;
}

Panel panel_at(std::string id, std::string title, int row, int column) {
  Panel panel;
  panel.id = std::move(id);
  panel.title = std::move(title);
  panel.row = row;
  panel.column = column;
  return panel;
}

LineSeries histogram(std::span<const double> values, double low, double high, int bins, bool logarithmic) {
  const auto place = [&](double value) { return logarithmic ? std::log10(value) : value; };
  const double from = place(low), width = (place(high) - from) / bins;
  std::vector<double> counts(static_cast<std::size_t>(bins), 0.0);
  double total = 0.0;
  for (const double value : values) {
    if (std::isnan(value) || (logarithmic && value <= 0.0))
      continue;
    total += 1.0;
    const double bin = std::floor((place(value) - from) / width);
    if (bin >= 0.0 && bin < bins)
      counts[static_cast<std::size_t>(bin)] += 1.0;
  }
  LineSeries line;
  line.steps = true;
  for (int i = 0; i <= bins; ++i) {
    const double edge = from + i * width;
    line.x.push_back(logarithmic ? std::pow(10.0, edge) : edge);
    const auto bin = static_cast<std::size_t>(std::min(i, bins - 1));
    line.y.push_back(total > 0.0 ? counts[bin] / total : 0.0);
  }
  return line;
}

} // namespace striate
