// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/study/comparison.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// Figures of a study (docs/model/analysis.md#analysis): data models in paper style, widths of one or two columns,
/// panel letters, every axis with its unit. All are pure functions.

/// Trials' mean and SEM, the fit and the spontaneous rate on straight axes (left) and on a circle (right), one row per
/// neuron; at most six.
FigureModel tuning_curves_figure(const StudyResult& study, std::span<const std::uint32_t> neurons);
/// For each of up to `count` large classes the responsive neuron whose OSI is nearest to the upper quartile of its
/// type; by the rate where OSI is undefined (fewer than 8 directions, silent types).
std::vector<std::uint32_t> example_neurons(const StudyResult& study, std::size_t count);
/// Polar curves of mean normalised responses per cell type, each neuron turned to its preferred direction.
FigureModel population_tuning_figure(const StudyResult& study);

/// Boxes per cell type, model beside recordings, one panel per metric, with the strip of similarity scores below.
FigureModel selectivity_boxes_figure(const Comparison& comparison, const ReferenceData& reference);
FigureModel rate_boxes_figure(const Comparison& comparison, const ReferenceData& reference);
/// Cumulative curves of one metric per cell type over the recorded ones, S printed.
FigureModel cumulative_figure(const StudyResult& study, const ReferenceData& reference, const std::string& metric);
/// Histograms of the three rates per class on a logarithmic axis; silent neurons are counted in the caption.
FigureModel rate_distributions_figure(const StudyResult& study);
/// Similarity of every type and metric as a table of colours.
FigureModel similarity_figure(const Comparison& comparison);

FigureModel spectra_figure(const StudyResult& study, bool evoked);
FigureModel fano_figure(const StudyResult& study);
FigureModel correlations_figure(const StudyResult& study);
FigureModel contrast_figure(const StudyResult& study);
/// Mean rate against spatial and against temporal frequency, by layer and cell type; only the one that was varied.
FigureModel frequency_figure(const StudyResult& study);
/// Mean rate of each cell type under each stimulus of a protocol, as a table of colours.
FigureModel condition_figure(const StudyResult& study);
/// Mean rate against assigned tuning angle for the direction with the given index.
FigureModel angle_profile_figure(const StudyResult& study, int condition);

/// Where the neurons of the core lie (x, z), coloured by preferred direction, OSI, DSI and rate.
FigureModel cortex_maps_figure(const StudyResult& study);
/// Histogram of preferred directions per class, and OSI against rate.
FigureModel preference_figure(const StudyResult& study);

/// Raster and population activity of the example trial.
FigureModel example_raster_figure(const StudyResult& study);
FigureModel example_activity_figure(const StudyResult& study);

/// All of them that the study has data for.
std::vector<FigureModel> study_figures(const StudyResult& study, const ReferenceData& reference);

} // namespace striate
