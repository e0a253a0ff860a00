// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/study/comparison.h"
#include "engine/network/network.h"

#include <functional>
#include <string>
#include <vector>

namespace striate {

/// A figure that can be made, without making it: what choosers list and what figure sets hold.
struct FigureEntry {
  std::string name;  ///< FigureModel::name: "selectivity_boxes"
  std::string group; ///< "Against recordings": entries of a group follow each other
  std::string title; ///< in a list, below its group: "Rates by cell type"
};

/// What the figures of a study are made from. The recordings must outlive it.
struct StudyFigureSource {
  const StudyResult& study;
  const Comparison& comparison;
  const ReferenceData& reference;
};

/// The figures that a study has data for, in the order of a figure set. Pure functions, any thread; make throws a usage
/// Error for a name that is not listed.
std::vector<FigureEntry> study_figure_entries(const StudyResult& study);
FigureModel make_study_figure(const StudyFigureSource& source, const std::string& name);

/// The same for a network.
const std::vector<FigureEntry>& network_figure_entries();
FigureModel make_network_figure(const Network& network, const std::string& name);

} // namespace striate
