// SPDX-License-Identifier: Apache-2.0
#include "analysis_support.h"
#include "engine/analysis/measures/fano.h"
#include "engine/analysis/measures/spectrum.h"
#include "engine/core/errors.h"

#include <cmath>
#include <doctest/doctest.h>
#include <map>

using namespace striate;
using namespace striate::test;

namespace {

/// All 80 trials of the check values: [direction * 10 + trial].
const std::vector<TrialSpikes>& trials() {
  static const std::vector<TrialSpikes> all = [] {
    std::vector<TrialSpikes> result(80);
    const CsvTable table = analysis_data("input_spikes.csv");
    for (std::size_t row = 0; row < table.rows(); ++row) {
      TrialSpikes& trial =
          result[static_cast<std::size_t>(table.integer(row, "angle_deg") / 45 * 10 + table.integer(row, "trial"))];
      trial.time_ms.push_back(table.number(row, "time_ms"));
      trial.neuron.push_back(static_cast<std::uint32_t>(table.integer(row, "node_id")));
    }
    return result;
  }();
  return all;
}

bool near(double value, double wanted, double epsilon) {
  return std::abs(value - wanted) <= epsilon * std::abs(wanted) + 1e-15;
}

} // namespace

TEST_CASE("counts in windows are those of the check values, edges as each convention says") {
  const CsvTable counts = analysis_data("input_spike_counts.csv");
  std::map<int, std::vector<std::uint32_t>> evoked;
  for (std::size_t row = 0; row < counts.rows(); ++row) {
    const int trial = static_cast<int>(counts.integer(row, "angle_deg") / 45 * 10 + counts.integer(row, "trial"));
    if (!evoked.contains(trial))
      evoked[trial] = spike_counts(trials()[static_cast<std::size_t>(trial)], {2000.0, 4000.0}, 48);
    CHECK(evoked[trial][static_cast<std::size_t>(counts.integer(row, "node_id"))] ==
          counts.integer(row, "count_evoked_2000_4000"));
  }
  TrialSpikes spikes;
  const CsvTable times = analysis_data("input_window_edges.csv");
  for (std::size_t row = 0; row < times.rows(); ++row) {
    spikes.time_ms.push_back(times.number(row, "time_ms"));
    spikes.neuron.push_back(0);
  }
  using enum SpikeWindow::Edges;
  const std::map<std::string, SpikeWindow> windows{{"half_open [2000,4000)", {2000, 4000, half_open}},
                                                   {"half_open [0,2000)", {0, 2000, half_open}},
                                                   {"left_open (500,2500]", {500, 2500, left_open}},
                                                   {"left_open (100,500]", {100, 500, left_open}},
                                                   {"open (700,2500)", {700, 2500, open}}};
  const CsvTable expected = analysis_data("expected_window_edges.csv");
  REQUIRE(expected.rows() == windows.size());
  for (std::size_t row = 0; row < expected.rows(); ++row)
    CHECK(spike_counts(spikes, windows.at(expected.text(row, "window")), 1)[0] == expected.integer(row, "n_spikes"));
}

TEST_CASE("a time belongs to the millisecond its convention says") {
  using enum SpikeWindow::Edges;
  CHECK(millisecond_of({0, 10, half_open}, 0.0) == 0);
  CHECK(millisecond_of({0, 10, half_open}, 9.9) == 9);
  CHECK(millisecond_of({0, 10, half_open}, 10.0) == -1);
  CHECK(millisecond_of({0, 10, left_open}, 1.0) == 0);
  CHECK(millisecond_of({0, 10, left_open}, 10.0) == 9);
  CHECK(millisecond_of({0, 10, left_open}, 0.0) == -1);
  CHECK(millisecond_of({0, 10, closed}, 10.0) == 9);
  CHECK(millisecond_of({0, 10, closed}, -0.1) == -1);
}

TEST_CASE("Fano factors of fixed groups match the check values") {
  const CsvTable neurons = analysis_data("expected_neuron_metrics.csv");
  std::map<std::string, std::vector<std::uint8_t>> groups;
  for (const char* group : {"E_core400", "E_core400_first15", "all_core400"})
    groups[group].assign(48, 0);
  int excitatory = 0;
  for (std::size_t i = 0; i < 48; ++i) {
    if (neurons.integer(i, "in_core400_lt") == 0)
      continue;
    groups["all_core400"][i] = 1;
    if (neurons.text(i, "pop_name").front() == 'e') {
      groups["E_core400"][i] = 1;
      groups["E_core400_first15"][i] = excitatory++ < 15 ? 1 : 0;
    }
  }
  const std::map<std::pair<std::string, int>, SpikeWindow> windows{{{"evoked", 300}, {2200, 2500}},
                                                                   {{"evoked", 1800}, {2200, 4000}},
                                                                   {{"spont", 300}, {200, 500}},
                                                                   {{"spont", 1800}, {200, 2000}}};
  CHECK(fano_widths(300.0).size() == 12);
  CHECK(fano_widths(1800.0).size() == 17);
  const CsvTable expected = analysis_data("expected_fano.csv");
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const int length = static_cast<int>(expected.integer(row, "window_ms"));
    const SpikeWindow& window = windows.at({expected.text(row, "condition"), length});
    const FanoWidth width = fano_widths(length).at(static_cast<std::size_t>(expected.integer(row, "bin_index")));
    CHECK(width.ms == expected.integer(row, "bin_ms"));
    double sum = 0.0, first = 0.0;
    int defined = 0; ///< trials without a spike in the group have no Fano factor
    for (std::size_t t = 0; t < trials().size(); ++t) {
      const double fano =
          fano_factor(pooled_counts(trials()[t], window, groups.at(expected.text(row, "group"))), width.ms);
      first = t == 0 ? fano : first;
      if (!std::isnan(fano)) {
        sum += fano;
        ++defined;
      }
    }
    CHECK(defined == expected.integer(row, "n_trials"));
    CHECK(near(first, expected.number(row, "fano_dir0_trial0"), 1e-6));
    CHECK(near(sum / defined, expected.number(row, "fano_mean"), 1e-6));
  }
}

TEST_CASE("sampled Fano curves follow from the seed and not from the order of the trials") {
  std::vector<std::uint32_t> pool;
  for (std::uint32_t i = 0; i < 48; ++i)
    pool.push_back(i);
  FanoSampler::Options options;
  options.samples = 200;
  FanoSampler forward(pool, {2200.0, 4000.0}, 80, options), backward(pool, {2200.0, 4000.0}, 80, options);
  for (int t = 0; t < 80; ++t) {
    forward.add(t, trials()[static_cast<std::size_t>(t)]);
    backward.add(79 - t, trials()[static_cast<std::size_t>(79 - t)]);
  }
  const FanoCurve one = forward.curve(), other = backward.curve();
  REQUIRE(one.widths.size() == 17);
  CHECK(one.samples == 200);
  for (std::size_t w = 0; w < one.widths.size(); ++w)
    CHECK(one.mean[w] == doctest::Approx(other.mean[w]));
  CHECK(one.mean[9] > one.mean[0]); // locked to 12.5 Hz: clumped at 26 ms
  options.seed = 1;
  FanoSampler another(pool, {2200.0, 4000.0}, 80, options);
  for (int t = 0; t < 80; ++t)
    another.add(t, trials()[static_cast<std::size_t>(t)]);
  CHECK(another.curve().mean[9] != one.mean[9]);
  CHECK(FanoSampler({}, {0.0, 300.0}, 1, options).curve().samples == 0);
}

TEST_CASE("population spectra match the check values in both scalings") {
  const CsvTable neurons = analysis_data("expected_neuron_metrics.csv");
  const auto select = [&neurons](const std::string& type) {
    std::vector<std::uint8_t> selected(48, 0);
    for (std::size_t i = 0; i < 48; ++i) {
      const std::string own = neurons.text(i, "cell_type");
      const bool merged = type == "L5_Exc" && (own == "L5_ET" || own == "L5_IT" || own == "L5_NP");
      selected[i] = neurons.integer(i, "in_core400_lt") == 1 && (own == type || merged) ? 1 : 0;
    }
    return selected;
  };
  std::map<std::string, PopulationSpectrum> spectra, reference;
  const CsvTable summary = analysis_data("expected_psd_summary.csv");
  for (std::size_t row = 0; row < summary.rows(); ++row) {
    const std::string type = summary.text(row, "cell_type"), condition = summary.text(row, "condition");
    const SpikeWindow window = condition == "evoked" ? SpikeWindow{2000.0, 4000.0} : SpikeWindow{0.0, 2000.0};
    SpectrumAccumulator a(select(type), window, SpectrumForm::per_hz), b(select(type), window, SpectrumForm::reference);
    for (const TrialSpikes& trial : trials()) {
      a.add(trial);
      b.add(trial);
    }
    const PopulationSpectrum one = spectra[type + condition] = a.result(),
                             two = reference[type + condition] = b.result();
    CHECK(one.cells == summary.integer(row, "n_cells"));
    CHECK(one.spectra == summary.integer(row, "n_spectra"));
    for (const FrequencyBand& band : frequency_bands) {
      const std::string column = std::string(band.name) + "_power";
      CHECK(near(band_power(one.frequency_Hz, one.mean, band.from_Hz, band.to_Hz), summary.number(row, column), 1e-5));
      CHECK(near(band_power(two.frequency_Hz, two.mean, band.from_Hz, band.to_Hz),
                 summary.number(row, column + "_compat"), 1e-5));
    }
  }
  const CsvTable expected = analysis_data("expected_psd.csv");
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const std::string key = expected.text(row, "cell_type") + expected.text(row, "condition");
    const auto f = static_cast<std::size_t>(expected.number(row, "freq_hz"));
    CHECK(spectra.at(key).frequency_Hz[f] == doctest::Approx(expected.number(row, "freq_hz")));
    CHECK(near(spectra.at(key).mean[f], expected.number(row, "psd_mean_per_hz"), 1e-5));
    CHECK(near(spectra.at(key).sem[f], expected.number(row, "psd_sem_per_hz"), 1e-5));
    CHECK(near(reference.at(key).mean[f], expected.number(row, "psd_compat_mean"), 1e-5));
    CHECK(near(reference.at(key).sem[f], expected.number(row, "psd_compat_sem"), 1e-5));
  }
}

TEST_CASE("a sine has its power at its frequency, and a signal of the wrong length is refused") {
  Welch welch(2000);
  std::vector<double> signal(2000);
  for (std::size_t t = 0; t < signal.size(); ++t)
    signal[t] = std::sin(2.0 * 3.14159265358979 * 0.040 * static_cast<double>(t));
  const std::vector<double> density = welch.density(signal);
  std::vector<double> frequency;
  for (std::size_t f = 0; f < density.size(); ++f)
    frequency.push_back(welch.frequency_Hz(f));
  CHECK(band_power(frequency, density, 37.0, 43.0) == doctest::Approx(0.5).epsilon(0.001));
  CHECK(band_power(frequency, density, 50.0, 400.0) < 1e-6);
  CHECK_THROWS_AS(welch.density(std::vector<double>(1999)), Error);
}
