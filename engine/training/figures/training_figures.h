// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/live/spike_history.h"
#include "engine/analysis/study/comparison.h"
#include "engine/analysis/study/laminar_order.h"
#include "engine/training/run/history.h"
#include "engine/training/trials/trial.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// Figures of a training run (docs/model/training.md#losses), data models as in engine/analysis/figures. Pure
/// functions.

/// Whose losses are drawn: those of trials with gratings, those with gray screens, or both as validations sum them up:
/// selectivity as it is, the other terms as means of the two.
enum class LossBranch : std::uint8_t { both, evoked, spontaneous };

/// Left the terms of every training step against updates, right those of the validations against epochs, on logarithmic
/// axes; terms that cost nothing are left out. Long runs are drawn as means of stretches, at most 400 points a line.
FigureModel loss_figure(const TrainingHistory& history, LossBranch branch, int best_epoch);

/// What the lines of that figure are, for a legend of its own.
struct LossTerm {
  std::string label;
  Ink ink = Ink::text;
};
std::vector<LossTerm> loss_terms();

/// Similarity of the rates to the recordings before training and now, by cell type. Comparisons of the metrics
/// evoked_rate and spontaneous_rate.
FigureModel before_after_figure(const Comparison& before, const Comparison& after);

/// One trial as a raster shows it.
struct ShownRaster {
  std::string label; ///< "grating 135°"
  std::shared_ptr<const SpikeBlock> spikes;
};
/// Laminar rasters of trials side by side.
FigureModel trial_figure(const LaminarOrder& order, std::span<const ShownRaster> trials);
/// Step t of the trial becomes millisecond t - 1.
std::shared_ptr<const SpikeBlock> spike_block(const SpikeTrains& trains);

} // namespace striate
