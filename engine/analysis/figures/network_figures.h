// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/measures/selectivity.h"
#include "engine/network/network.h"

#include <cstdint>
#include <vector>

namespace striate {

/// Figures of a network (docs/model/analysis.md#eq-13, docs/model/analysis.md#eq-23). Pairs and edges of very large
/// networks are sampled with a fixed seed; the caption says how many. Pure functions, any thread.

/// Neurons per layer and class.
FigureModel neuron_counts_figure(const Network& network);
/// Connection probability within 100 um and mean in-degree, source by target cell type.
FigureModel connectivity_figure(const Network& network);
/// Connection probability against distance, and against the difference of preferred orientation.
FigureModel connection_rules_figure(const Network& network);
/// Distribution of |weight| for each pair of classes (E, PV, SST, VIP), with the curve of the network's rule.
FigureModel weight_distributions_figure(const Network& network);
/// Distribution of the factor by which training changed |weight|, for each pair of classes. `before` is the same
/// network with the weights it was built with; throws Error when the synapses are not the same.
FigureModel weight_changes_figure(const Network& before, const Network& now);
/// Mean weight and SEM against the difference of preferred directions between excitatory neurons, with the cosine fit;
/// by layer of source and target.
FigureModel weight_tuning_figure(const Network& network);
/// Assigned preferred directions over the surface of the column: salt and pepper, no pinwheels.
FigureModel orientation_map_figure(const Network& network);

std::vector<FigureModel> network_figures(const Network& network);

} // namespace striate
