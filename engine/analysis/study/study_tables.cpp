// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/study_tables.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/analysis/study/table_writer.h"
#include "engine/core/numbers.h"

#include <cmath>

namespace striate {
namespace {

namespace fs = std::filesystem;
constexpr double tuned_below = 0.05;

DoubleGaussian fit_of(const StudyResult& study, std::uint32_t neuron) {
  return study.fits.empty() ? DoubleGaussian{undefined, undefined, undefined, undefined, undefined, undefined}
                            : study.fits[neuron];
}

void write_neurons(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ',',
                    "node_id,pop_name,cell_type,x_um,y_um,z_um,tuning_angle_deg,in_core,average_rate_Hz,"
                    "max_mean_rate_Hz,spontaneous_rate_Hz,argmax_direction_deg,vector_direction_deg,"
                    "vector_orientation_deg,fit_direction_deg,OSI,DSI,T2_OSI,p_value_OSI,fit_baseline_Hz,fit_peak_Hz,"
                    "fit_null_peak_Hz,fit_center_deg,fit_width_deg,fit_sse,lifetime_sparsity,split_half_reliability,"
                    "trial_fano,spontaneous_dispersion,quasi_poisson_p,contrast_class,contrast_base,contrast_gain,"
                    "contrast_rise,contrast_fall");
  const Selectivity& s = study.selectivity;
  const StudyNeurons& n = study.neurons;
  for (std::uint32_t i = 0; i < n.size(); ++i) {
    const DoubleGaussian fit = fit_of(study, i);
    table << n.id[i] << n.of(i).name << n.of(i).cell_type << static_cast<double>(n.x_um[i])
          << static_cast<double>(n.y_um[i]) << static_cast<double>(n.z_um[i]) << static_cast<double>(n.tuning_deg[i])
          << static_cast<int>(study.core[i]) << s.average_Hz[i] << s.maximum_Hz[i] << study.spontaneous_Hz[i]
          << s.argmax_deg[i] << s.vector_direction_deg[i] << s.vector_orientation_deg[i]
          << (std::isnan(fit.sse) ? undefined : fit.angle_deg()) << s.osi[i] << s.dsi[i] << study.orientation.T2[i]
          << study.orientation.p[i] << fit.baseline << fit.peak_p << fit.peak_n << fit.center_deg << fit.width_deg
          << fit.sse << study.sparsity[i] << study.reliability[i] << study.trial_fano[i]
          << study.spontaneous_dispersion[i] << study.quasi_poisson_p[i];
    if (study.contrast_fits.empty())
      table << "" << undefined << undefined << undefined << undefined;
    else {
      const ContrastFit& c = study.contrast_fits[i];
      table << (c.gain > 0.0 ? contrast_class_name(c.kind) : "") << c.base << c.gain << c.rise << c.fall;
    }
    table.end_row();
  }
  table.write();
}

void write_rates(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ' ', "DG_angle node_id Ave_Rate(Hz) SD_rate(Hz) Spont_rate(Hz)");
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i)
    for (int k = 0; k < study.rates.conditions(); ++k) {
      table << study.rates.direction_deg[static_cast<std::size_t>(k)] << study.neurons.id[i] << study.rates.at(k, i)
            << study.rates.sd_of(k)[i] << study.gray_rates.at(k, i);
      table.end_row();
    }
  table.write();
}

void write_line_b(const StudyResult& study, const fs::path& file) {
  TableWriter table(
      file, ' ',
      "node_id DSI OSI preferred_angle pref_dir_deg pref_ori_deg max_mean_rate(Hz) Ave_Rate(Hz) Spont_Rate(Hz)");
  const Selectivity& s = study.selectivity;
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i) {
    table << study.neurons.id[i] << s.dsi[i] << s.osi[i] << s.argmax_deg[i] << s.vector_direction_deg[i]
          << s.vector_orientation_deg[i] << s.maximum_Hz[i] << s.average_Hz[i] << study.spontaneous_Hz[i];
    table.end_row();
  }
  table.write();
}

/// The reference's table: the core only, ids count within it; the preferred angle of neurons that are not tuned is
/// undefined.
void write_line_a(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ' ',
                    "node_id pop_name max_mean_rate(Hz) preferred_angle p_value_OSI OSI DSI Ave_Rate(Hz) "
                    "firing_rate_sp");
  const Selectivity& s = study.selectivity;
  std::uint64_t row = 0;
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i) {
    if (study.core[i] == 0)
      continue;
    const DoubleGaussian fit = fit_of(study, i);
    const double angle = std::isnan(fit.sse) ? s.argmax_deg[i] : fit.angle_deg();
    table << row++ << study.neurons.of(i).name << s.maximum_Hz[i]
          << (study.orientation.p[i] < tuned_below ? angle : undefined) << study.orientation.p[i] << s.osi[i]
          << s.dsi[i] << s.average_Hz[i] << study.spontaneous_Hz[i];
    table.end_row();
  }
  table.write();
}

void write_comparison(const StudyResult& study, const Comparison& comparison, const fs::path& file) {
  TableWriter table(file, ',',
                    "metric,cell_type,n_model,mean,q1,median,q3,whisker_low,whisker_high,n_fliers,n_recorded,"
                    "recorded_q1,recorded_median,recorded_q3,similarity,counted",
                    study.warnings);
  for (const TypeComparison& row : comparison.rows) {
    table << row.metric << row.cell_type << static_cast<std::uint64_t>(row.model.n) << row.model.mean << row.model.q1
          << row.model.median << row.model.q3 << row.model.whisker_low << row.model.whisker_high
          << static_cast<std::uint64_t>(row.model.fliers.size()) << row.recorded_units << row.recorded_q1
          << row.recorded_median << row.recorded_q3 << row.similarity << (row.scored ? 1 : 0);
    table.end_row();
  }
  table.write();
}

void write_spectra(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ',', "cell_type,condition,cells,spectra,frequency_Hz,mean,sem");
  for (const auto& type : study.spectra)
    for (std::size_t f = 0; f < type.spectrum.mean.size(); ++f) {
      table << type.cell_type << (type.evoked ? "evoked" : "spont") << static_cast<std::uint64_t>(type.spectrum.cells)
            << type.spectrum.spectra << type.spectrum.frequency_Hz[f] << type.spectrum.mean[f] << type.spectrum.sem[f];
      table.end_row();
    }
  table.write();
}

void write_fano(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ',', "condition,window_ms,samples,bin_index,bin_s,bin_ms,fano_mean,fano_sd,fano_sem");
  for (const auto& window : study.fano)
    for (std::size_t w = 0; w < window.curve.widths.size(); ++w) {
      const FanoWidth& width = window.curve.widths[w];
      table << (window.evoked ? "evoked" : "spont") << window.window_ms << window.curve.samples << width.index
            << width.seconds << width.ms << window.curve.mean[w] << window.curve.sd[w] << window.curve.sem[w];
      table.end_row();
    }
  table.write();
}

void write_correlations(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ',', "cell_type,signal_correlation,noise_correlation");
  for (const auto& type : study.correlations)
    for (std::size_t i = 0; i < type.pairs.signal.size(); ++i) {
      table << type.cell_type << type.pairs.signal[i] << type.pairs.noise[i];
      table.end_row();
    }
  table.write();
}

void write_contrast(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ',', "contrast,node_id,mean_rate_Hz,OSI,DSI,lifetime_sparsity,split_half_reliability");
  for (const auto& level : study.contrasts)
    for (std::uint32_t i = 0; i < study.neurons.size(); ++i) {
      table << level.contrast << study.neurons.id[i] << level.average_Hz[i] << level.osi[i] << level.dsi[i]
            << level.sparsity[i] << level.reliability[i];
      table.end_row();
    }
  table.write();
}

void write_frequency(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ',',
                    "spatial_frequency,temporal_frequency_Hz,node_id,mean_rate_Hz,preferred_rate_Hz,OSI,DSI");
  for (const auto& level : study.frequencies)
    for (std::uint32_t i = 0; i < study.neurons.size(); ++i) {
      table << level.spatial_frequency << level.temporal_frequency << study.neurons.id[i] << level.average_Hz[i]
            << level.preferred_Hz[i] << level.osi[i] << level.dsi[i];
      table.end_row();
    }
  table.write();
}

void write_conditions(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ',',
                    "condition,contrast,spatial_frequency,temporal_frequency_Hz,trials,node_id,mean_rate_Hz,"
                    "preferred_rate_Hz,OSI,DSI");
  for (const auto& level : study.conditions)
    for (std::uint32_t i = 0; i < study.neurons.size(); ++i) {
      table << fmt::format("\"{}\"", level.shown.condition) << level.shown.contrast << level.shown.spatial_frequency
            << level.shown.temporal_frequency << level.trials << study.neurons.id[i] << level.average_Hz[i]
            << level.preferred_Hz[i] << level.osi[i] << level.dsi[i];
      table.end_row();
    }
  table.write();
}

void write_raster(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ',', "time_ms,node_id");
  for (std::size_t i = 0; i < study.example.size(); ++i) {
    table << study.example.time_ms[i] << study.neurons.id[study.example.neuron[i]];
    table.end_row();
  }
  table.write();
}

void write_settings(const StudyResult& study, const fs::path& file) {
  TableWriter table(file, ',', "key,value", study.warnings);
  const auto row = [&table](const char* key, auto value) {
    table << key << value;
    table.end_row();
  };
  row("core_radius_um", study.options.core_radius_um);
  row("window_edges", fmt::format("\"{}\"", edges_name(study.options.edges)));
  row("evoked_window_ms", study.evoked_ms);
  row("gray_window_ms", study.gray_ms);
  row("contrast", study.contrast);
  row("spatial_frequency", study.spatial_frequency);
  row("temporal_frequency_Hz", study.temporal_frequency);
  row("condition", fmt::format("\"{}\"", study.condition));
  row("directions", static_cast<int>(study.protocol.directions.size()));
  row("trials_per_direction", study.protocol.repeats);
  row("hotelling_form", study.options.hotelling == HotellingForm::standard ? "standard" : "reference");
  row("spectrum_form", study.options.spectrum == SpectrumForm::per_hz ? "per_hz" : "reference");
  row("fano_samples", study.options.fano.samples);
  row("sampling_seed", study.options.fano.seed);
  table.write();
}

} // namespace

const std::vector<std::string>& StudyFiles::names() {
  static const std::vector<std::string> all{"neurons.csv",    "rates.csv",     "OSI_DSI.csv",    "v1_features_df.csv",
                                            "comparison.csv", "spectra.csv",   "fano.csv",       "correlations.csv",
                                            "contrast.csv",   "frequency.csv", "conditions.csv", "raster.csv",
                                            "study.csv"};
  return all;
}

void write_study(const StudyResult& study, const Comparison& comparison, const fs::path& folder) {
  write_neurons(study, folder / "neurons.csv");
  write_rates(study, folder / "rates.csv");
  write_line_b(study, folder / "OSI_DSI.csv");
  write_line_a(study, folder / "v1_features_df.csv");
  write_comparison(study, comparison, folder / "comparison.csv");
  write_spectra(study, folder / "spectra.csv");
  write_fano(study, folder / "fano.csv");
  write_correlations(study, folder / "correlations.csv");
  write_contrast(study, folder / "contrast.csv");
  write_frequency(study, folder / "frequency.csv");
  write_conditions(study, folder / "conditions.csv");
  write_raster(study, folder / "raster.csv");
  write_settings(study, folder / "study.csv");
}

} // namespace striate
