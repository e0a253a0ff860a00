// SPDX-License-Identifier: Apache-2.0
#include "analysis_support.h"
#include "engine/analysis/figures/figure_catalog.h"
#include "engine/analysis/study/study_tables.h"
#include "engine/core/errors.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <map>

using namespace striate;
using namespace striate::test;

namespace {

StudyNeurons golden_neurons() {
  StudyNeurons neurons;
  const CsvTable nodes = analysis_data("input_nodes.csv");
  for (std::size_t row = 0; row < nodes.rows(); ++row)
    neurons.add(static_cast<std::uint64_t>(nodes.integer(row, "node_id")), nodes.text(row, "pop_name"),
                static_cast<float>(nodes.number(row, "x")), 0.0f, static_cast<float>(nodes.number(row, "z")),
                static_cast<float>(nodes.number(row, "tuning_angle")));
  return neurons;
}

/// The trials of the check values as a stimulus table: one after the other on one clock.
std::string golden_table() {
  std::string text = "trial start stop direction\n";
  for (int trial = 0; trial < 80; ++trial)
    text += std::to_string(trial) + " " + std::to_string(4000 * trial + 2000) + " " +
            std::to_string(4000 * trial + 4000) + " " + std::to_string(trial / 10 * 45) + "\n";
  return text;
}

std::vector<TrialSpikes> golden_trials() {
  std::vector<TrialSpikes> result(80);
  const CsvTable table = analysis_data("input_spikes.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    TrialSpikes& trial =
        result[static_cast<std::size_t>(table.integer(row, "angle_deg") / 45 * 10 + table.integer(row, "trial"))];
    trial.time_ms.push_back(table.number(row, "time_ms") - 2000.0); // since the onset
    trial.neuron.push_back(static_cast<std::uint32_t>(table.integer(row, "node_id")));
  }
  return result;
}

const StudyResult& golden_study() {
  static const StudyResult result = [] {
    StudyOptions options;
    options.core_radius_um = 400.0;
    options.fano.samples = 100;
    TuningStudy study(golden_neurons(), parse_trial_table(golden_table(), "table"), options);
    const std::vector<TrialSpikes> trials = golden_trials();
    for (std::size_t t = 0; t < trials.size(); ++t)
      study.add(t, trials[t]);
    ThreadPool pool(2);
    return study.finish(pool);
  }();
  return result;
}

bool same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-8 * std::abs(b) + 1e-12;
}

} // namespace

TEST_CASE("a study fed trial by trial gives the check values") {
  const StudyResult& study = golden_study();
  const CsvTable expected = analysis_data("expected_neuron_metrics.csv");
  for (std::size_t i = 0; i < expected.rows(); ++i) {
    CHECK(study.selectivity.average_Hz[i] == doctest::Approx(expected.number(i, "ave_rate_hz")).epsilon(1e-6));
    CHECK(study.spontaneous_Hz[i] == doctest::Approx(expected.number(i, "spont_rate_hz")).epsilon(1e-6));
    CHECK(study.core[i] == expected.integer(i, "in_core400_lt"));
    CHECK(study.neurons.of(static_cast<std::uint32_t>(i)).cell_type == expected.text(i, "cell_type"));
  }
  const CsvTable summary = analysis_data("expected_psd_summary.csv");
  for (const auto& type : study.spectra)
    for (std::size_t row = 0; row < summary.rows(); ++row)
      if (summary.text(row, "cell_type") == type.cell_type &&
          summary.text(row, "condition") == (type.evoked ? "evoked" : "spont"))
        CHECK(band_power(type.spectrum.frequency_Hz, type.spectrum.mean, 4.0, 8.0) ==
              doctest::Approx(summary.number(row, "theta_power")).epsilon(1e-5));
  CHECK(study.fano.size() == 4);
  CHECK(study.contrasts.size() == 1);
  CHECK(study.contrast_fits.empty());
}

TEST_CASE("the similarity to the shipped recordings matches the check values") {
  const CsvTable samples = analysis_data("input_similarity_samples.csv");
  const CsvTable expected = analysis_data("expected_similarity_vs_neuropixels_table.csv");
  std::map<std::string, std::vector<double>> values;
  for (std::size_t row = 0; row < samples.rows(); ++row)
    if (samples.text(row, "data_type") == "model") {
      values["evoked_rate" + samples.text(row, "cell_type")].push_back(samples.number(row, "rate_hz"));
      values["OSI" + samples.text(row, "cell_type")].push_back(samples.number(row, "OSI"));
    }
  int checked = 0;
  std::map<std::string, std::vector<double>> counted;
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const std::string metric = expected.text(row, "metric"), type = expected.text(row, "cell_type");
    const QuantileCurve* recorded = neuropixels().find(type, metric);
    if (recorded == nullptr)
      continue; // the mean rows
    const double ks = ks_statistic(values.at(metric + type), *recorded);
    CHECK(ks == doctest::Approx(expected.number(row, "ks_statistic")).epsilon(1e-6));
    CHECK(recorded->units == expected.integer(row, "n_reference"));
    ++checked;
  }
  CHECK(checked >= 8);
}

TEST_CASE("the shipped recordings have the medians of the reference and the Fano curves their values") {
  const auto median = [](const char* type, const char* metric) { return neuropixels().find(type, metric)->median(); };
  CHECK(median("L2/3_Exc", "evoked_rate") == doctest::Approx(0.67).epsilon(0.01));
  CHECK(median("L4_PV", "preferred_rate") == doctest::Approx(11.33).epsilon(0.01));
  CHECK(median("L6_Exc", "OSI") == doctest::Approx(0.48).epsilon(0.02));
  CHECK(neuropixels().find("L9_Exc", "OSI") == nullptr);
  // Quartiles and the points beyond are those of the units, not of the curve's steps of 0.02.
  const QuantileCurve& l1 = *neuropixels().find("L1_Inh", "evoked_rate");
  CHECK(l1.points().q1 == 0.791667);
  CHECK(l1.points().q3 == 7.05417);
  CHECK(l1.points().p05 == 0.486);
  CHECK(l1.points().p95 == 13.4283);
  for (const auto& [key, curve] : neuropixels().curves) {
    CAPTURE(key.first);
    CAPTURE(key.second);
    REQUIRE(curve.exact);
    CHECK(curve.exact->median == doctest::Approx(curve.quantile(0.5)).epsilon(1e-4));
    CHECK(curve.exact->q1 <= curve.exact->median);
    CHECK(curve.exact->q3 >= curve.exact->median);
  }
  REQUIRE(reference_fano().size() == 4);
  for (const ReferenceFano& curve : reference_fano())
    CHECK(curve.mean.size() == (curve.window_ms == 300 ? 12 : 17));
}

TEST_CASE("the comparison has every type, merged, and scores only large groups") {
  const Comparison comparison = compare(golden_study(), neuropixels());
  const TypeComparison* row = comparison.find("L5_Exc", "OSI");
  REQUIRE(row != nullptr);
  CHECK(row->model.n == 6); // of 8, two of which have no defined OSI
  CHECK(row->recorded_units == 466);
  CHECK(row->recorded_q1 == neuropixels().find("L5_Exc", "OSI")->exact->q1);
  CHECK(row->recorded_q3 == neuropixels().find("L5_Exc", "OSI")->exact->q3);
  CHECK(row->similarity > 0.0);
  CHECK_FALSE(row->scored); // too few neurons
  CHECK(std::isnan(comparison.score("OSI")));
  CHECK(comparison.find("L5_ET", "OSI") == nullptr);
}

TEST_CASE("a study read back from its tables is the study") {
  const TemporaryFolder scratch;
  const StudyResult& study = golden_study();
  write_study(study, compare(study, neuropixels()), scratch.path());
  for (const std::string& name : StudyFiles::names())
    CHECK(std::filesystem::file_size(scratch / name) > 0);
  REQUIRE(is_study(scratch.path()));
  const StudyResult again = read_study(scratch.path());
  REQUIRE(again.neurons.size() == study.neurons.size());
  CHECK(again.core == study.core);
  CHECK(again.protocol.directions == study.protocol.directions);
  CHECK(again.example.size() == study.example.size());
  CHECK(again.fano.size() == study.fano.size());
  CHECK(again.spectra.size() == study.spectra.size());
  CHECK(again.options.edges == study.options.edges);
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i) {
    CHECK(same(again.selectivity.osi[i], study.selectivity.osi[i]));
    CHECK(same(again.orientation.p[i], study.orientation.p[i]));
    CHECK(same(again.fits[i].sse, study.fits[i].sse));
    for (int k = 0; k < 8; ++k)
      CHECK(same(again.rates.at(k, i), study.rates.at(k, i)));
  }
  const CsvTable line_a = CsvTable::read(scratch / "v1_features_df.csv");
  CHECK(line_a.rows() == 44);
  CHECK(line_a.columns() == std::vector<std::string>{"node_id", "pop_name", "max_mean_rate(Hz)", "preferred_angle",
                                                     "p_value_OSI", "OSI", "DSI", "Ave_Rate(Hz)", "firing_rate_sp"});
  // Sorted otherwise by a spreadsheet, and saved with semicolons and decimal commas, a study is the same.
  for (const char* name : {"contrast.csv", "fano.csv", "neurons.csv"}) {
    std::ifstream in(scratch / name);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
      lines.push_back(line);
    if (std::string(name) != "neurons.csv") // their order is that of the neurons
      std::stable_sort(lines.begin() + 1, lines.end(),
                       [](const std::string& a, const std::string& b) { return a.back() < b.back(); });
    std::ofstream out(scratch / name);
    for (std::string& line : lines) {
      for (char& c : line)
        c = c == ',' ? ';' : c == '.' ? ',' : c;
      out << line << "\n";
    }
  }
  const StudyResult sorted = read_study(scratch.path());
  REQUIRE(sorted.contrasts.size() == study.contrasts.size());
  CHECK(sorted.fano.size() == study.fano.size());
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i) {
    CHECK(same(sorted.contrasts[0].average_Hz[i], again.contrasts[0].average_Hz[i]));
    CHECK(same(sorted.selectivity.osi[i], again.selectivity.osi[i]));
  }
  std::ofstream(scratch / "raster.csv") << "time_ms,node_id\n3,999\n";
  CHECK_THROWS_AS(read_study(scratch.path()), Error);
  CHECK_THROWS_AS(write_study(study, {}, scratch / "missing"), Error);
}

TEST_CASE("a stimulus table is read in its common spellings, damaged ones are refused") {
  const TrialTable protocol = parse_trial_table("start_time,stop_time,orientation,contrast,file\n"
                                                "1,2,45,0.8,a.h5\n3,4,405,0.4,a.h5\n1,2,nan,0.8,b.h5\n3,4,-45,0,b.h5\n",
                                                "t", 1000.0);
  CHECK(protocol.trials.size() == 4);
  CHECK(protocol.directions == std::vector{45.0});
  CHECK(protocol.contrasts == std::vector{0.4, 0.8});
  CHECK(protocol.blanks == 2);
  CHECK(protocol.trials[0].start_ms == 1000.0);
  CHECK(protocol.trials[0].gray_from_ms == 0.0);
  CHECK(protocol.trials[1].gray_from_ms == 2000.0);
  CHECK(protocol.trials[2].gray_from_ms == 0.0); // another file, another clock
  CHECK(protocol.main_level() == 1);
  CHECK_THROWS_AS(parse_trial_table("start,stop\n1,2\n", "t"), Error);
  CHECK_THROWS_AS(parse_trial_table("start,stop,direction\n", "t"), Error);
  CHECK_THROWS_AS(parse_trial_table("start,stop,direction\n5,2,0\n", "t"), Error);
  CHECK_THROWS_AS(parse_trial_table("start,stop,direction,gray_start\n5,7,0,6\n", "t"), Error);
  CHECK_THROWS_AS(parse_trial_table("start,stop,direction\n5,7,up\n", "t"), Error);
}

TEST_CASE("selectivity is measured at the usual grating, frequencies are a series of their own") {
  std::string table = "start,stop,direction,contrast,spatial_frequency,temporal_frequency\n";
  double at_ms = 0.0;
  for (const char* level : {"0.8,0.02,2", "0.8,0.04,2", "0.8,0.08,2", "0.8,0.04,8", "0.4,0.04,2"})
    for (const int direction : {0, 90}) {
      table += std::to_string(at_ms + 500) + "," + std::to_string(at_ms + 1000) + "," + std::to_string(direction) +
               "," + level + "\n";
      at_ms += 1000;
    }
  const TrialTable protocol = parse_trial_table(table, "t");
  REQUIRE(protocol.levels.size() == 5);
  CHECK(protocol.levels[static_cast<std::size_t>(protocol.main_level())] == StimulusLevel{0.8, 0.04, 2.0});
  StudyNeurons neurons;
  neurons.add(0, "e4Rorb", 0, 0, 0, 0);
  TuningStudy study(neurons, protocol, {});
  // As many spikes in every trial as its row says: 1, 1, 2, 2, ...
  for (std::size_t trial = 0; trial < protocol.trials.size(); ++trial)
    study.add(trial, {.time_ms = std::vector<double>(trial / 2 + 1, 10.0),
                      .neuron = std::vector<std::uint32_t>(trial / 2 + 1, 0)});
  ThreadPool pool(1);
  const StudyResult result = study.finish(pool);
  CHECK(result.spatial_frequency == 0.04);
  CHECK(result.temporal_frequency == 2.0);
  CHECK(result.selectivity.average_Hz[0] == doctest::Approx(4.0)); // 2 spikes in 0.5 s
  REQUIRE(result.frequencies.size() == 4);                         // at the contrast 0.8
  CHECK(result.frequencies[0].spatial_frequency == 0.02);
  CHECK(result.frequencies[0].average_Hz[0] == doctest::Approx(2.0));
  CHECK(result.frequencies[2].temporal_frequency == 8.0);
  CHECK(result.frequencies[2].average_Hz[0] == doctest::Approx(8.0));
  REQUIRE(result.contrasts.size() == 2); // at the usual frequencies
  CHECK(result.contrasts[0].contrast == 0.4);
  CHECK(result.contrasts[0].average_Hz[0] == doctest::Approx(10.0));
  const TemporaryFolder scratch;
  write_study(result, compare(result, neuropixels()), scratch.path());
  const StudyResult again = read_study(scratch.path());
  REQUIRE(again.frequencies.size() == 4);
  CHECK(again.frequencies[3].spatial_frequency == 0.08);
  CHECK(again.frequencies[3].average_Hz[0] == doctest::Approx(6.0));
  CHECK(again.temporal_frequency == 2.0);
  const auto entries = study_figure_entries(again);
  CHECK(std::any_of(entries.begin(), entries.end(), [](const auto& e) { return e.name == "frequency_response"; }));
  const FigureModel figure =
      make_study_figure({again, compare(again, neuropixels()), neuropixels()}, "frequency_response");
  CHECK(figure.rows == 2);
  CHECK(figure.panels.size() == 8);
  CHECK_THROWS_AS(make_study_figure({again, {}, neuropixels()}, "no_such"), Error);
}

TEST_CASE("facts of populations follow their names; other names are types of their own") {
  CHECK(population_facts("e5ET").cell_type == "L5_ET");
  CHECK(population_facts("e5ET").merged_type == "L5_Exc");
  CHECK(population_facts("e23Cux2").cell_type == "L2/3_Exc");
  CHECK(population_facts("i1Htr3a").cell_type == "L1_Inh");
  CHECK(population_facts("i4Htr3a").cell_type == "L4_VIP");
  CHECK(population_facts("i6Pvalb").cell_type == "L6_PV");
  for (const char* odd : {"", "e", "x4Rorb", "excitatory", "i4Chat", "e7Foo"}) {
    CAPTURE(odd);
    CHECK(population_facts(odd).cell_type == odd);
    CHECK(population_facts(odd).layer == 0);
  }
  StudyNeurons neurons;
  for (const char* name : {"i4Vip", "granule", "i1Htr3a", "e5NP", "e23Cux2", "i23Pvalb", "e5ET"})
    neurons.add(neurons.size(), name, 0, 0, 0, 0);
  CHECK(cell_types(neurons, true) ==
        std::vector<std::string>{"L2/3_Exc", "L5_Exc", "L1_Inh", "L2/3_PV", "L4_VIP", "granule"});
}

TEST_CASE("a study with few trials, no gray and unknown positions still answers") {
  StudyNeurons neurons;
  neurons.add(7, "granule", NAN, NAN, NAN, NAN);
  StudyOptions options;
  options.core_radius_um = 100.0;
  TuningStudy study(neurons, parse_trial_table("start,stop,direction,gray_start\n10,510,0,10\n600,1100,90,600\n", "t"),
                    options);
  study.add(0, {{1.0, 2.0, 600.0}, {0, 0, 0}});
  ThreadPool pool(1);
  const StudyResult partial = study.finish(pool);
  CHECK(partial.core == std::vector<std::uint8_t>{1});
  CHECK(partial.rates.at(0, 0) == doctest::Approx(4.0));
  CHECK(std::isnan(partial.rates.at(1, 0)));
  CHECK(std::isnan(partial.selectivity.osi[0]));
  CHECK(std::isnan(partial.spontaneous_Hz[0]));
  CHECK_THROWS_AS(TuningStudy(neurons, parse_trial_table("start,stop,direction\n1,2,nan\n", "t"), options), Error);
  Task task("study");
  task.cancel();
  CHECK_FALSE(task.run([&](Task& t) { study.finish(pool, &t); }));
}
