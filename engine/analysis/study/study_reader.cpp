// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/study_tables.h"
#include "engine/core/csv.h"
#include "engine/core/distinct_values.h"
#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace striate {
namespace {

namespace fs = std::filesystem;

using IndexOfId = std::unordered_map<std::uint64_t, std::uint32_t>;

std::uint32_t index_of(const IndexOfId& index, const CsvTable& table, std::size_t row, const fs::path& file) {
  const auto at = index.find(static_cast<std::uint64_t>(table.integer(row, "node_id")));
  if (at == index.end())
    throw Error(fmt::format("{} names neuron {}, which is missing from neurons.csv; analyze the recording again.",
                            file.string(), table.integer(row, "node_id")));
  return at->second;
}

/// The entry of a list for which `same` holds, made at its end when there is none: rows may stand in any order.
template <typename Entry, typename Same, typename Make>
Entry& entry_of(std::vector<Entry>& list, Same same, Make make) {
  const auto found = std::find_if(list.rbegin(), list.rend(), same);
  return found != list.rend() ? *found : list.emplace_back(make());
}

void read_neurons(StudyResult& study, const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto number = [&](const char* column) { return static_cast<float>(table.number(row, column)); };
    study.neurons.add(static_cast<std::uint64_t>(table.integer(row, "node_id")), table.text(row, "pop_name"),
                      number("x_um"), number("y_um"), number("z_um"), number("tuning_angle_deg"));
    study.core.push_back(table.integer(row, "in_core") != 0 ? 1 : 0);
    study.fits.push_back({table.number(row, "fit_baseline_Hz"), table.number(row, "fit_peak_Hz"),
                          table.number(row, "fit_null_peak_Hz"), table.number(row, "fit_center_deg"),
                          table.number(row, "fit_width_deg"), table.number(row, "fit_sse")});
  }
  Selectivity& s = study.selectivity;
  s = {table.numbers("average_rate_Hz"),
       table.numbers("max_mean_rate_Hz"),
       table.numbers("argmax_direction_deg"),
       table.numbers("OSI"),
       table.numbers("DSI"),
       table.numbers("vector_direction_deg"),
       table.numbers("vector_orientation_deg")};
  study.spontaneous_Hz = table.numbers("spontaneous_rate_Hz");
  study.spontaneous_dispersion = table.numbers("spontaneous_dispersion");
  study.quasi_poisson_p = table.numbers("quasi_poisson_p");
  study.orientation = {table.numbers("T2_OSI"), table.numbers("p_value_OSI")};
  study.sparsity = table.numbers("lifetime_sparsity");
  study.reliability = table.numbers("split_half_reliability");
  study.trial_fano = table.numbers("trial_fano");
}

void read_rates(StudyResult& study, const IndexOfId& index, const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  const auto directions = DistinctValues::of_directions(table.numbers("DG_angle"));
  for (ConditionRates* rates : {&study.rates, &study.gray_rates}) {
    rates->neurons = study.neurons.size();
    rates->direction_deg = directions.values();
    rates->mean_Hz.assign(rates->direction_deg.size() * rates->neurons, 0.0);
    rates->sd_Hz.assign(rates->direction_deg.size() * rates->neurons, 0.0);
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double direction = table.needed_number(row, "DG_angle");
    const std::size_t at = directions.index(direction) * study.rates.neurons + index_of(index, table, row, file);
    study.rates.mean_Hz[at] = table.number(row, "Ave_Rate(Hz)");
    study.rates.sd_Hz[at] = table.number(row, "SD_rate(Hz)");
    study.gray_rates.mean_Hz[at] = table.number(row, "Spont_rate(Hz)");
  }
  study.protocol.directions = study.rates.direction_deg;
}

void read_spectra(StudyResult& study, const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string type = table.text(row, "cell_type");
    const bool evoked = table.text(row, "condition") == "evoked";
    PopulationSpectrum& spectrum =
        entry_of(
            study.spectra, [&](const auto& known) { return known.cell_type == type && known.evoked == evoked; },
            [&] {
              StudyResult::TypeSpectrum one{type, evoked, {}};
              one.spectrum.cells = static_cast<std::uint32_t>(table.integer(row, "cells"));
              one.spectrum.spectra = static_cast<int>(table.integer(row, "spectra"));
              return one;
            })
            .spectrum;
    spectrum.frequency_Hz.push_back(table.number(row, "frequency_Hz"));
    spectrum.mean.push_back(table.number(row, "mean"));
    spectrum.sem.push_back(table.number(row, "sem"));
  }
}

void read_fano(StudyResult& study, const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool evoked = table.text(row, "condition") == "evoked";
    const int window = static_cast<int>(table.integer(row, "window_ms"));
    FanoCurve& curve =
        entry_of(
            study.fano, [&](const auto& known) { return known.evoked == evoked && known.window_ms == window; },
            [&] {
              return StudyResult::WindowFano{evoked, window, {}};
            })
            .curve;
    curve.samples = static_cast<int>(table.integer(row, "samples"));
    curve.widths.push_back({static_cast<int>(table.integer(row, "bin_index")), table.number(row, "bin_s"),
                            static_cast<int>(table.integer(row, "bin_ms"))});
    curve.mean.push_back(table.number(row, "fano_mean"));
    curve.sd.push_back(table.number(row, "fano_sd"));
    curve.sem.push_back(table.number(row, "fano_sem"));
  }
}

void read_correlations(StudyResult& study, const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string& type = table.text(row, "cell_type");
    auto& pairs = entry_of(
                      study.correlations, [&](const auto& known) { return known.cell_type == type; },
                      [&] {
                        return StudyResult::TypeCorrelations{type, {}};
                      })
                      .pairs;
    pairs.signal.push_back(table.number(row, "signal_correlation"));
    pairs.noise.push_back(table.number(row, "noise_correlation"));
  }
}

void read_contrast(StudyResult& study, const IndexOfId& index, const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  const std::vector<double> empty(study.neurons.size(), std::nan(""));
  const auto contrasts = DistinctValues::of_numbers(table.numbers("contrast"));
  for (const double contrast : contrasts.values())
    study.contrasts.push_back({contrast, empty, empty, empty, empty, empty});
  for (std::size_t row = 0; row < table.rows(); ++row) {
    StudyResult::ContrastLevel& level = study.contrasts.at(contrasts.index(table.needed_number(row, "contrast")));
    const std::uint32_t i = index_of(index, table, row, file);
    level.average_Hz[i] = table.number(row, "mean_rate_Hz");
    level.osi[i] = table.number(row, "OSI");
    level.dsi[i] = table.number(row, "DSI");
    level.sparsity[i] = table.number(row, "lifetime_sparsity");
    level.reliability[i] = table.number(row, "split_half_reliability");
  }
  study.protocol.contrasts = contrasts.values();
}

void read_frequency(StudyResult& study, const IndexOfId& index, const fs::path& file) {
  if (!fs::exists(file)) // written since version 0.1.0 has series of frequencies
    return;
  const CsvTable table = CsvTable::read(file);
  const std::vector<double> empty(study.neurons.size(), std::nan(""));
  const auto cycles = DistinctValues::of_numbers(table.numbers("spatial_frequency"));
  const auto hertz = DistinctValues::of_numbers(table.numbers("temporal_frequency_Hz"));
  std::map<std::pair<double, double>, std::size_t> levels;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double spatial = cycles(table.needed_number(row, "spatial_frequency"));
    const double temporal = hertz(table.needed_number(row, "temporal_frequency_Hz"));
    const auto [at, is_new] = levels.emplace(std::pair(spatial, temporal), study.frequencies.size());
    if (is_new)
      study.frequencies.push_back({spatial, temporal, empty, empty, empty, empty});
    StudyResult::FrequencyLevel& level = study.frequencies[at->second];
    const std::uint32_t i = index_of(index, table, row, file);
    level.average_Hz[i] = table.number(row, "mean_rate_Hz");
    level.preferred_Hz[i] = table.number(row, "preferred_rate_Hz");
    level.osi[i] = table.number(row, "OSI");
    level.dsi[i] = table.number(row, "DSI");
  }
}

void read_conditions(StudyResult& study, const IndexOfId& index, const fs::path& file) {
  if (!fs::exists(file)) // written since version 0.1.0 has tuning runs with protocols
    return;
  const CsvTable table = CsvTable::read(file);
  const auto contrasts = DistinctValues::of_numbers(table.numbers("contrast"));
  const auto cycles = DistinctValues::of_numbers(table.numbers("spatial_frequency"));
  const auto hertz = DistinctValues::of_numbers(table.numbers("temporal_frequency_Hz"));
  const std::vector<double> empty(study.neurons.size(), std::nan(""));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const StimulusLevel shown{contrasts(table.needed_number(row, "contrast")),
                              cycles(table.needed_number(row, "spatial_frequency")),
                              hertz(table.needed_number(row, "temporal_frequency_Hz")), table.text(row, "condition")};
    StudyResult::ConditionLevel& level = entry_of(
        study.conditions, [&](const auto& known) { return known.shown == shown; },
        [&] {
          return StudyResult::ConditionLevel{shown, static_cast<int>(table.integer(row, "trials")), empty, empty, empty,
                                             empty};
        });
    const std::uint32_t i = index_of(index, table, row, file);
    level.average_Hz[i] = table.number(row, "mean_rate_Hz");
    level.preferred_Hz[i] = table.number(row, "preferred_rate_Hz");
    level.osi[i] = table.number(row, "OSI");
    level.dsi[i] = table.number(row, "DSI");
  }
}

void read_settings(StudyResult& study, const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  std::map<std::string, std::size_t> rows;
  for (std::size_t row = 0; row < table.rows(); ++row)
    rows[table.text(row, "key")] = row;
  const auto number = [&](const char* key) {
    const auto at = rows.find(key);
    if (at == rows.end())
      throw Error(fmt::format("{} has no row \"{}\"; analyze the recording again.", file.string(), key));
    return table.number(at->second, "value");
  };
  study.options.core_radius_um = number("core_radius_um");
  study.evoked_ms = number("evoked_window_ms");
  study.gray_ms = number("gray_window_ms");
  study.contrast = number("contrast");
  if (rows.contains("spatial_frequency")) {
    study.spatial_frequency = number("spatial_frequency");
    study.temporal_frequency = number("temporal_frequency_Hz");
  }
  if (rows.contains("condition"))
    study.condition = table.text(rows["condition"], "value");
  study.protocol.repeats = static_cast<int>(number("trials_per_direction"));
  study.options.fano.samples = static_cast<int>(number("fano_samples"));
  study.options.fano.seed = static_cast<std::uint64_t>(number("sampling_seed"));
  for (const auto edges : {SpikeWindow::Edges::half_open, SpikeWindow::Edges::left_open, SpikeWindow::Edges::open,
                           SpikeWindow::Edges::closed})
    if (rows.contains("window_edges") && table.text(rows["window_edges"], "value") == edges_name(edges))
      study.options.edges = edges;
  if (rows.contains("spectrum_form") && table.text(rows["spectrum_form"], "value") == "reference")
    study.options.spectrum = SpectrumForm::reference;
}

} // namespace

bool is_study(const fs::path& folder) {
  return fs::exists(folder / "neurons.csv") && fs::exists(folder / "study.csv");
}

StudyResult read_study(const fs::path& folder) {
  StudyResult study;
  read_neurons(study, folder / "neurons.csv");
  IndexOfId index;
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i)
    index.emplace(study.neurons.id[i], i);
  read_rates(study, index, folder / "rates.csv");
  read_spectra(study, folder / "spectra.csv");
  read_fano(study, folder / "fano.csv");
  read_correlations(study, folder / "correlations.csv");
  read_contrast(study, index, folder / "contrast.csv");
  read_frequency(study, index, folder / "frequency.csv");
  read_conditions(study, index, folder / "conditions.csv");
  const CsvTable raster = CsvTable::read(folder / "raster.csv");
  for (std::size_t row = 0; row < raster.rows(); ++row) {
    study.example.time_ms.push_back(raster.number(row, "time_ms"));
    study.example.neuron.push_back(index_of(index, raster, row, folder / "raster.csv"));
  }
  read_settings(study, folder / "study.csv");
  return study;
}

} // namespace striate
