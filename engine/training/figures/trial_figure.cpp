// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/live_figures.h"
#include "engine/training/figures/training_figures.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

std::shared_ptr<const SpikeBlock> spike_block(const SpikeTrains& trains) {
  auto block = std::make_shared<SpikeBlock>();
  block->offset.push_back(0);
  for (int t = 1; t <= trains.steps(); ++t) {
    const auto ids = trains.step(t);
    block->id.insert(block->id.end(), ids.begin(), ids.end());
    block->offset.push_back(static_cast<std::uint32_t>(block->id.size()));
  }
  return block;
}

FigureModel trial_figure(const LaminarOrder& order, std::span<const ShownRaster> trials) {
  FigureModel figure{.name = "training_trials", .title = "Last training trials"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 90.0;
  for (const ShownRaster& trial : trials) {
    SpikeHistory history;
    history.append(trial.spikes);
    FigureModel one = laminar_raster_figure(order, history, 0.0, static_cast<double>(trial.spikes->end_ms()), {});
    Panel& panel = one.panels.front();
    panel.id = trial.label;
    panel.title = trial.label;
    panel.column = static_cast<int>(figure.panels.size());
    panel.legend = figure.panels.empty();
    figure.panels.push_back(std::move(panel));
    figure.caption += fmt::format("{}{}: {} spikes in {} ms", figure.caption.empty() ? "" : "; ", trial.label,
                                  trial.spikes->id.size(), trial.spikes->end_ms());
  }
  figure.columns = std::max(1, static_cast<int>(figure.panels.size()));
  return figure;
}

} // namespace striate
