#include "engine/analysis/study/study_tables.h"
#include "engine/core/csv.h"
#include "engine/core/errors.h"

#include <fmt/format.h>

#include <map>
#include <unordered_map>

namespace striate {
namespace {

namespace fs = std::filesystem;

using IndexOfId = std::unordered_map<std::uint64_t, std::uint32_t>;

std::uint32_t index_of(const IndexOfId& index, const CsvTable& table, std::size_t row, const fs::path& file) {
  const auto at = index.find(static_cast<std::uint64_t>(table.integer(row, "node_id")));
  if (at == index.end())
    throw Error(fmt::format("{} names the neuron {} that neurons.csv beside it does not have; analyze the recording "
                            "again.",
                            file.string(), table.integer(row, "node_id")));
  return at->second;
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
  std::map<double, std::size_t> conditions;
  for (std::size_t row = 0; row < table.rows(); ++row)
    conditions.emplace(table.number(row, "DG_angle"), 0);
  for (ConditionRates* rates : {&study.rates, &study.gray_rates}) {
    rates->neurons = study.neurons.size();
    rates->mean_Hz.assign(conditions.size() * rates->neurons, 0.0);
    rates->sd_Hz.assign(conditions.size() * rates->neurons, 0.0);
  }
  for (auto& [direction, position] : conditions) {
    position = study.rates.direction_deg.size() * study.rates.neurons;
    study.rates.direction_deg.push_back(direction);
  }
  study.gray_rates.direction_deg = study.rates.direction_deg;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::size_t at = conditions.at(table.number(row, "DG_angle")) + index_of(index, table, row, file);
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
    if (study.spectra.empty() || study.spectra.back().cell_type != type || study.spectra.back().evoked != evoked) {
      study.spectra.push_back({type, evoked, {}});
      study.spectra.back().spectrum.cells = static_cast<std::uint32_t>(table.integer(row, "cells"));
      study.spectra.back().spectrum.spectra = static_cast<int>(table.integer(row, "spectra"));
    }
    PopulationSpectrum& spectrum = study.spectra.back().spectrum;
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
    if (study.fano.empty() || study.fano.back().evoked != evoked || study.fano.back().window_ms != window)
      study.fano.push_back({evoked, window, {}});
    FanoCurve& curve = study.fano.back().curve;
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
    if (study.correlations.empty() || study.correlations.back().cell_type != table.text(row, "cell_type"))
      study.correlations.push_back({table.text(row, "cell_type"), {}});
    study.correlations.back().pairs.signal.push_back(table.number(row, "signal_correlation"));
    study.correlations.back().pairs.noise.push_back(table.number(row, "noise_correlation"));
  }
}

void read_contrast(StudyResult& study, const IndexOfId& index, const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  const std::vector<double> empty(study.neurons.size(), std::nan(""));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double contrast = table.number(row, "contrast");
    if (study.contrasts.empty() || study.contrasts.back().contrast != contrast)
      study.contrasts.push_back({contrast, empty, empty, empty, empty, empty});
    StudyResult::ContrastLevel& level = study.contrasts.back();
    const std::uint32_t i = index_of(index, table, row, file);
    level.average_Hz[i] = table.number(row, "mean_rate_Hz");
    level.osi[i] = table.number(row, "OSI");
    level.dsi[i] = table.number(row, "DSI");
    level.sparsity[i] = table.number(row, "lifetime_sparsity");
    level.reliability[i] = table.number(row, "split_half_reliability");
    study.protocol.contrasts = {};
  }
  for (const auto& level : study.contrasts)
    study.protocol.contrasts.push_back(level.contrast);
}

void read_frequency(StudyResult& study, const IndexOfId& index, const fs::path& file) {
  if (!fs::exists(file)) // written since version 0.1.0 has series of frequencies
    return;
  const CsvTable table = CsvTable::read(file);
  const std::vector<double> empty(study.neurons.size(), std::nan(""));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double spatial = table.number(row, "spatial_frequency");
    const double temporal = table.number(row, "temporal_frequency_Hz");
    if (study.frequencies.empty() || study.frequencies.back().spatial_frequency != spatial ||
        study.frequencies.back().temporal_frequency != temporal)
      study.frequencies.push_back({spatial, temporal, empty, empty, empty, empty});
    StudyResult::FrequencyLevel& level = study.frequencies.back();
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
  const std::vector<double> empty(study.neurons.size(), std::nan(""));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const StimulusLevel shown{table.number(row, "contrast"), table.number(row, "spatial_frequency"),
                              table.number(row, "temporal_frequency_Hz"), table.text(row, "condition")};
    if (study.conditions.empty() || study.conditions.back().shown != shown)
      study.conditions.push_back({shown, static_cast<int>(table.number(row, "trials")), empty, empty, empty, empty});
    StudyResult::ConditionLevel& level = study.conditions.back();
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
