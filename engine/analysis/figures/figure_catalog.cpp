// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_catalog.h"

#include "engine/analysis/figures/network_figures.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace striate {
namespace {

constexpr std::size_t example_count = 4;

using Source = StudyFigureSource;

struct StudyFigure {
  FigureEntry entry;
  std::function<bool(const StudyResult&)> possible;
  std::function<FigureModel(const Source&)> make;
};

bool always(const StudyResult&) {
  return true;
}
bool has_directions(const StudyResult& study) {
  return study.rates.conditions() > 1;
}
bool has_example(const StudyResult& study) {
  return study.example.size() > 0;
}
bool angles_known(const StudyResult& study) {
  const auto& angles = study.neurons.tuning_deg;
  return has_directions(study) &&
         std::any_of(angles.begin(), angles.end(), [](float angle) { return !std::isnan(angle); });
}
bool selectivity_has_places(const StudyResult& study) {
  const auto& places = study.neurons.x_um;
  return has_directions(study) && std::any_of(places.begin(), places.end(), [](float x) { return !std::isnan(x); });
}
std::function<bool(const StudyResult&)> has_spectra(bool evoked) {
  return [evoked](const StudyResult& study) {
    return std::any_of(study.spectra.begin(), study.spectra.end(),
                       [evoked](const auto& type) { return type.evoked == evoked && type.spectrum.spectra > 0; });
  };
}

std::string short_label(const std::string& metric) {
  return metric == "preferred_rate"     ? "preferred rate"
         : metric == "evoked_rate"      ? "evoked rate"
         : metric == "spontaneous_rate" ? "spontaneous rate"
                                        : metric;
}

std::vector<StudyFigure> neuron_figures() {
  return {{{"tuning_curves", "Tuning", "Tuning curves of examples"},
           has_directions,
           [](const Source& s) { return tuning_curves_figure(s.study, example_neurons(s.study, example_count)); }},
          {{"population_tuning", "Tuning", "Mean tuning by cell type"},
           has_directions,
           [](const Source& s) { return population_tuning_figure(s.study); }},
          {{"preferences", "Tuning", "Preferred directions, OSI, DSI"},
           has_directions,
           [](const Source& s) { return preference_figure(s.study); }},
          {{"rate_vs_tuning_angle_0", "Tuning", "Rate against assigned tuning angle"},
           angles_known,
           [](const Source& s) { return angle_profile_figure(s.study, 0); }}};
}

std::vector<StudyFigure> comparison_figures() {
  std::vector<StudyFigure> figures{
      {{"selectivity_boxes", "Against recordings", "Selectivity by cell type"},
       has_directions,
       [](const Source& s) { return selectivity_boxes_figure(s.comparison, s.reference); }},
      {{"rate_boxes", "Against recordings", "Rates by cell type"},
       always,
       [](const Source& s) { return rate_boxes_figure(s.comparison, s.reference); }},
      {{"similarity", "Against recordings", "Similarity scores"}, always, [](const Source& s) {
         return similarity_figure(s.comparison);
       }}};
  for (const std::string& metric : compared_metrics())
    figures.push_back(
        {{"cumulative_" + metric, "Against recordings", fmt::format("Cumulative: {}", short_label(metric))},
         metric == "OSI" || metric == "DSI" ? has_directions : always,
         [metric](const Source& s) { return cumulative_figure(s.study, s.reference, metric); }});
  return figures;
}

std::vector<StudyFigure> response_figures() {
  return {{{"rate_distributions", "Responses", "Distributions of rates"},
           always,
           [](const Source& s) { return rate_distributions_figure(s.study); }},
          {{"contrast_response", "Responses", "Contrast response"},
           [](const StudyResult& study) { return study.contrasts.size() > 1; },
           [](const Source& s) { return contrast_figure(s.study); }},
          {{"frequency_response", "Responses", "Spatial and temporal frequency"},
           [](const StudyResult& study) { return study.frequencies.size() > 1; },
           [](const Source& s) { return frequency_figure(s.study); }},
          {{"condition_response", "Responses", "Rates by stimulus"},
           [](const StudyResult& study) { return study.conditions.size() > 1; },
           [](const Source& s) { return condition_figure(s.study); }}};
}

std::vector<StudyFigure> dynamics_figures() {
  return {{{"spectra_evoked", "Dynamics", "Power spectra, grating"},
           has_spectra(true),
           [](const Source& s) { return spectra_figure(s.study, true); }},
          {{"spectra_spontaneous", "Dynamics", "Power spectra, gray screen"},
           has_spectra(false),
           [](const Source& s) { return spectra_figure(s.study, false); }},
          {{"fano", "Dynamics", "Fano factor"},
           [](const StudyResult& study) { return !study.fano.empty(); },
           [](const Source& s) { return fano_figure(s.study); }},
          {{"correlations", "Dynamics", "Pairwise correlations"}, always, [](const Source& s) {
             return correlations_figure(s.study);
           }}};
}

std::vector<StudyFigure> place_figures() {
  return {{{"cortex_maps", "Example trial and maps", "Selectivity over cortex"},
           selectivity_has_places,
           [](const Source& s) { return cortex_maps_figure(s.study); }},
          {{"laminar_raster", "Example trial and maps", "Laminar raster of one trial"},
           has_example,
           [](const Source& s) { return example_raster_figure(s.study); }},
          {{"population_activity", "Example trial and maps", "Activity of one trial"},
           has_example,
           [](const Source& s) { return example_activity_figure(s.study); }}};
}

const std::vector<StudyFigure>& all_study_figures() {
  static const std::vector<StudyFigure> all = [] {
    std::vector<StudyFigure> list;
    for (auto* part : {neuron_figures, comparison_figures, response_figures, dynamics_figures, place_figures})
      for (StudyFigure& one : part())
        list.push_back(std::move(one));
    return list;
  }();
  return all;
}

struct NetworkFigure {
  const char* name;
  const char* title;
  FigureModel (*make)(const Network&);
};
constexpr NetworkFigure all_network_figures[] = {
    {"neuron_counts", "Neurons per layer and class", neuron_counts_figure},
    {"connectivity", "Connection probability, in-degree", connectivity_figure},
    {"connection_rules", "Connections by distance, orientation", connection_rules_figure},
    {"weight_distributions", "Weight distributions", weight_distributions_figure},
    {"weight_vs_tuning", "Weights against tuning difference", weight_tuning_figure},
    {"orientation_map", "Orientation map", orientation_map_figure}};

[[noreturn]] void unknown(const std::string& name) {
  throw Error(fmt::format("There is no figure \"{}\".", name), Error::Kind::usage);
}

} // namespace

std::vector<FigureEntry> study_figure_entries(const StudyResult& study) {
  std::vector<FigureEntry> entries;
  for (const StudyFigure& one : all_study_figures())
    if (one.possible(study))
      entries.push_back(one.entry);
  return entries;
}

FigureModel make_study_figure(const StudyFigureSource& source, const std::string& name) {
  for (const StudyFigure& one : all_study_figures())
    if (one.entry.name == name)
      return one.make(source);
  unknown(name);
}

const std::vector<FigureEntry>& network_figure_entries() {
  static const std::vector<FigureEntry> entries = [] {
    std::vector<FigureEntry> list;
    for (const NetworkFigure& one : all_network_figures)
      list.push_back({one.name, "Network", one.title});
    return list;
  }();
  return entries;
}

FigureModel make_network_figure(const Network& network, const std::string& name) {
  for (const NetworkFigure& one : all_network_figures)
    if (name == one.name)
      return one.make(network);
  unknown(name);
}

std::vector<FigureModel> study_figures(const StudyResult& study, const ReferenceData& reference) {
  const Comparison comparison = compare(study, reference);
  std::vector<FigureModel> figures;
  for (const FigureEntry& entry : study_figure_entries(study))
    figures.push_back(make_study_figure({study, comparison, reference}, entry.name));
  return figures;
}

std::vector<FigureModel> network_figures(const Network& network) {
  std::vector<FigureModel> figures;
  for (const FigureEntry& entry : network_figure_entries())
    figures.push_back(make_network_figure(network, entry.name));
  return figures;
}

} // namespace striate
