// SPDX-License-Identifier: Apache-2.0
#include "analysis_support.h"
#include "engine/analysis/measures/angle_profile.h"
#include "engine/analysis/measures/box_statistics.h"
#include "engine/analysis/measures/contrast_fit.h"
#include "engine/analysis/measures/double_gaussian.h"
#include "engine/analysis/measures/orientation_test.h"
#include "engine/analysis/measures/response_correlation.h"
#include "engine/analysis/measures/response_statistics.h"
#include "engine/analysis/measures/selectivity.h"
#include "engine/analysis/measures/similarity.h"
#include "engine/analysis/measures/statistics.h"
#include "engine/analysis/measures/weight_relations.h"
#include "engine/core/errors.h"
#include "engine/core/resources.h"

#include <cmath>
#include <doctest/doctest.h>
#include <map>

using namespace striate;
using namespace striate::test;

namespace {

ThreadPool& pool() {
  static ThreadPool two(2);
  return two;
}

struct Golden {
  TrialCounts evoked{directions(), 10, 48}, spontaneous{directions(), 10, 48};
  static std::vector<double> directions() { return {0, 45, 90, 135, 180, 225, 270, 315}; }

  Golden() {
    const CsvTable table = analysis_data("input_spike_counts.csv");
    std::map<std::pair<int, int>, std::array<std::vector<std::uint32_t>, 2>> rows;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      auto& both =
          rows[{static_cast<int>(table.integer(row, "angle_deg")) / 45, static_cast<int>(table.integer(row, "trial"))}];
      for (auto& counts : both)
        counts.resize(48);
      const auto id = static_cast<std::size_t>(table.integer(row, "node_id"));
      both[0][id] = static_cast<std::uint32_t>(table.integer(row, "count_evoked_2000_4000"));
      both[1][id] = static_cast<std::uint32_t>(table.integer(row, "count_spont_0_2000"));
    }
    for (const auto& [key, both] : rows) {
      evoked.set(key.first, key.second, both[0], 2.0);
      spontaneous.set(key.first, key.second, both[1], 2.0);
    }
  }
};

void check_value(double value, double wanted, double epsilon = 1e-6) {
  if (std::isnan(wanted))
    CHECK(std::isnan(value));
  else
    CHECK(std::abs(value - wanted) <= epsilon * std::abs(wanted) + 1e-12);
}

void check_p(double value, double wanted) {
  if (std::isnan(wanted) || wanted > 1e-12)
    check_value(value, wanted, 1e-4);
  else
    CHECK(value < 1e-10);
}

} // namespace

TEST_CASE("rates, selectivity and preferred directions match the check values") {
  const Golden golden;
  const ConditionRates rates = condition_rates(golden.evoked, pool());
  const Selectivity s = selectivity(rates, pool());
  const std::vector<double> spontaneous = trial_mean_rate(golden.spontaneous);
  const std::vector<double> osi = responsive_only(s.osi, s.maximum_Hz), dsi = responsive_only(s.dsi, s.maximum_Hz);
  const CsvTable expected = analysis_data("expected_neuron_metrics.csv");
  REQUIRE(expected.rows() == 48);
  for (std::size_t i = 0; i < expected.rows(); ++i) {
    CAPTURE(i);
    check_value(s.average_Hz[i], expected.number(i, "ave_rate_hz"));
    check_value(spontaneous[i], expected.number(i, "spont_rate_hz"));
    check_value(s.maximum_Hz[i], expected.number(i, "max_mean_rate_hz"));
    if (s.maximum_Hz[i] > 0.0) // the table leaves the direction of a silent neuron undefined
      CHECK(s.argmax_deg[i] == expected.number(i, "preferred_angle_deg"));
    check_value(s.osi[i], expected.number(i, "OSI"));
    check_value(s.dsi[i], expected.number(i, "DSI"));
    check_value(osi[i], expected.number(i, "OSI_box"));
    check_value(dsi[i], expected.number(i, "DSI_box"));
    check_value(s.vector_direction_deg[i], expected.number(i, "pref_dir_deg"));
    check_value(s.vector_orientation_deg[i], expected.number(i, "pref_ori_deg"));
  }
}

TEST_CASE("the Hotelling test matches the check values in both forms") {
  const Golden golden;
  const OrientationTest standard = orientation_test(golden.evoked, HotellingForm::standard, pool());
  const OrientationTest reference = orientation_test(golden.evoked, HotellingForm::reference, pool());
  const CsvTable expected = analysis_data("expected_neuron_metrics.csv");
  for (std::size_t i = 0; i < expected.rows(); ++i) {
    CAPTURE(i);
    check_value(standard.T2[i], expected.number(i, "T2_standard"));
    check_p(standard.p[i], expected.number(i, "p_standard"));
    check_value(reference.T2[i], expected.number(i, "T2_compat"));
    check_p(reference.p[i], expected.number(i, "p_compat"));
  }
}

TEST_CASE("the double-Gaussian fit reaches the smallest error known and the angle where it is well posed") {
  const Golden golden;
  const ConditionRates rates = condition_rates(golden.evoked, pool());
  const std::vector<DoubleGaussian> fits = fit_double_gaussians(rates, pool());
  const CsvTable expected = analysis_data("expected_neuron_metrics.csv");
  for (std::size_t i = 0; i < expected.rows(); ++i) {
    CAPTURE(i);
    const double best = expected.number(i, "fit_sse_best");
    if (std::isnan(best)) {
      CHECK(std::isnan(fits[i].sse));
      continue;
    }
    CHECK(fits[i].sse <= 1.01 * best + 1e-6);
    double sse = 0.0;
    for (int k = 0; k < 8; ++k)
      sse += std::pow(fits[i].value(45.0 * k) - rates.at(k, static_cast<std::uint32_t>(i)), 2.0);
    CHECK(sse == doctest::Approx(fits[i].sse));
    if (expected.integer(i, "fit_well_posed") == 1) {
      CHECK(direction_distance_deg(fits[i].angle_deg(), expected.number(i, "fit_angle_best")) < 1.0);
      CHECK(fits[i].peak() == doctest::Approx(expected.number(i, "fit_peak_best")).epsilon(0.02));
    }
  }
  const TuningBootstrap bootstrap = bootstrap_tuning(golden.evoked, 14, 200, 3000);
  CHECK(direction_distance_deg(bootstrap.angle_deg, 128.006) < 3.0);
  CHECK(bootstrap.low_deg < bootstrap.angle_deg);
  CHECK(bootstrap.high_deg - bootstrap.low_deg < 20.0);
}

TEST_CASE("dispersion, quasi-Poisson test, sparsity and reliability match the check values") {
  const Golden golden;
  const auto dispersion = count_dispersion(golden.spontaneous, pool());
  const auto p = quasi_poisson_p(golden.evoked, golden.spontaneous, pool());
  const auto sparsity = lifetime_sparsity(condition_rates(golden.evoked, pool()), pool());
  const auto reliability = split_half_reliability(golden.evoked, pool());
  const CsvTable expected = analysis_data("expected_response_stats.csv");
  for (std::size_t i = 0; i < expected.rows(); ++i) {
    CAPTURE(i);
    check_value(dispersion[i], expected.number(i, "spont_dispersion"));
    check_p(p[i], expected.number(i, "quasi_poisson_p"));
    check_value(sparsity[i], expected.number(i, "lifetime_sparsity"));
    check_value(reliability[i], expected.number(i, "split_half_reliability"));
  }
}

TEST_CASE("boxes per cell type match the check values") {
  const Golden golden;
  const Selectivity s = selectivity(condition_rates(golden.evoked, pool()), pool());
  const CsvTable neurons = analysis_data("expected_neuron_metrics.csv");
  const CsvTable expected = analysis_data("expected_box_stats.csv");
  const std::map<std::string, std::vector<double>> metrics{{"evoked_rate", s.average_Hz},
                                                           {"preferred_rate", s.maximum_Hz},
                                                           {"spontaneous_rate", trial_mean_rate(golden.spontaneous)},
                                                           {"OSI", responsive_only(s.osi, s.maximum_Hz)},
                                                           {"DSI", responsive_only(s.dsi, s.maximum_Hz)}};
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const std::string type = expected.text(row, "cell_type"), metric = expected.text(row, "metric");
    CAPTURE(type);
    CAPTURE(metric);
    REQUIRE(metrics.contains(metric));
    std::vector<double> values;
    for (std::size_t i = 0; i < neurons.rows(); ++i) {
      std::string own = neurons.text(i, "cell_type");
      if (own == "L5_ET" || own == "L5_IT" || own == "L5_NP")
        own = "L5_Exc";
      if (own == type && neurons.integer(i, "in_core400_lt") == 1)
        values.push_back(metrics.at(metric)[i]);
    }
    const BoxStatistics box = box_statistics(values);
    CHECK(static_cast<long>(box.n) == expected.integer(row, "n"));
    check_value(box.mean, expected.number(row, "mean"));
    check_value(box.q1, expected.number(row, "q1"));
    check_value(box.median, expected.number(row, "median"));
    check_value(box.q3, expected.number(row, "q3"));
    check_value(box.whisker_low, expected.number(row, "whisker_low"));
    check_value(box.whisker_high, expected.number(row, "whisker_high"));
    CHECK(static_cast<long>(box.fliers.size()) == expected.integer(row, "n_fliers"));
  }
  CHECK(box_statistics({}).n == 0);
  CHECK(std::isnan(box_statistics({}).median));
}

TEST_CASE("similarity of two samples matches the check values") {
  const CsvTable samples = analysis_data("input_similarity_samples.csv");
  const CsvTable expected = analysis_data("expected_similarity.csv");
  std::map<std::string, std::vector<double>> values;
  for (std::size_t row = 0; row < samples.rows(); ++row)
    for (const char* metric : {"rate_hz", "OSI"})
      values[metric + samples.text(row, "cell_type") + samples.text(row, "data_type")].push_back(
          samples.number(row, metric));
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const std::string key = expected.text(row, "metric") + expected.text(row, "cell_type");
    if (!values.contains(key + "model")) // the mean rows
      continue;
    const double ks = ks_statistic(values.at(key + "model"), values.at(key + "reference"));
    check_value(ks, expected.number(row, "ks_statistic"));
    check_value(similarity(ks), expected.number(row, "similarity"));
  }
  CHECK(std::isnan(ks_statistic({}, std::vector{1.0})));
  CHECK(ks_statistic(std::vector{1.0, 1.0, 2.0}, std::vector{1.0, 1.0, 2.0}) == 0.0);
}

TEST_CASE("the profile of rate against tuning angle matches the check values") {
  const Golden golden;
  const ConditionRates rates = condition_rates(golden.evoked, pool());
  const CsvTable neurons = analysis_data("expected_neuron_metrics.csv"), nodes = analysis_data("input_nodes.csv");
  const CsvTable expected = analysis_data("expected_rate_vs_tuning_angle.csv");
  for (const int k : {0, 2}) {
    std::vector<double> angle, rate;
    for (std::size_t i = 0; i < neurons.rows(); ++i)
      if (neurons.integer(i, "in_core400_lt") == 1) {
        angle.push_back(nodes.number(i, "tuning_angle"));
        rate.push_back(rates.at(k, static_cast<std::uint32_t>(i)));
      }
    const std::vector<AngleBin> profile = angle_profile(angle, rate);
    std::size_t bin = 0;
    for (std::size_t row = 0; row < expected.rows(); ++row) {
      if (expected.integer(row, "angle_deg") != 45 * k)
        continue;
      check_value(profile.at(bin).from_deg, expected.number(row, "bin_lo"));
      CHECK(static_cast<long>(profile.at(bin).n) == expected.integer(row, "n"));
      check_value(profile.at(bin).mean_Hz, expected.number(row, "mean_rate_hz"));
      ++bin;
    }
    CHECK(bin == profile.size());
  }
}

TEST_CASE("differences, correlations, bins and fits of the edges match the check values") {
  const Golden golden;
  const ConditionRates rates = condition_rates(golden.evoked, pool());
  const CsvTable edges = analysis_data("expected_edges.csv"), nodes = analysis_data("input_nodes.csv");
  std::vector<double> difference, correlation, weight;
  for (std::size_t row = 0; row < edges.rows(); ++row) {
    const auto source = static_cast<std::uint32_t>(edges.integer(row, "source_id"));
    const auto target = static_cast<std::uint32_t>(edges.integer(row, "target_id"));
    const double a = nodes.number(source, "tuning_angle"), b = nodes.number(target, "tuning_angle");
    difference.push_back(direction_distance_deg(a, b));
    correlation.push_back(response_correlation(rates, source, target));
    weight.push_back(edges.number(row, "syn_weight"));
    check_value(difference.back(), edges.number(row, "direction_difference_deg"), 1e-6);
    check_value(orientation_distance_deg(a, b), edges.number(row, "orientation_difference_deg"), 1e-6);
    check_value(correlation.back(), edges.number(row, "response_correlation"));
  }
  const auto direction_bins = binned_means(difference, weight, 0.0, 180.0, 20.0);
  const auto correlation_bins = binned_means(correlation, weight, -0.2, 0.5, 0.05);
  const CsvTable bins = analysis_data("expected_edge_bins.csv");
  std::size_t d = 0, c = 0;
  for (std::size_t row = 0; row < bins.rows(); ++row) {
    const BinnedMean& bin =
        bins.text(row, "variable") == "direction_difference" ? direction_bins.at(d++) : correlation_bins.at(c++);
    CHECK(std::abs(bin.from - bins.number(row, "bin_lo")) < 1e-9);
    CHECK(static_cast<long>(bin.n) == bins.integer(row, "n"));
    check_value(bin.mean, bins.number(row, "mean_weight"));
    check_value(bin.sem, bins.number(row, "sem_ddof1"));
  }
  CHECK(d == direction_bins.size());
  CHECK(c == correlation_bins.size());
  const CosineFit cosine = cosine_fit(difference, weight);
  const LineFit line = line_fit(correlation, weight);
  std::map<std::string, double> expected;
  const CsvTable fits = analysis_data("expected_edge_fits.csv");
  for (std::size_t row = 0; row < fits.rows(); ++row)
    expected[fits.text(row, "quantity")] = fits.number(row, "value");
  check_value(cosine.a, expected.at("cos_a"));
  check_value(cosine.b, expected.at("cos_b"));
  check_value(cosine.c, expected.at("cos_c"));
  check_p(cosine.p_a, expected.at("cos_p_a"));
  check_p(cosine.p_b, expected.at("cos_p_b"));
  check_value(line.slope, expected.at("corr_slope"));
  check_value(line.intercept, expected.at("corr_intercept"));
  check_p(line.p, expected.at("corr_p"));
  check_value(line.r, expected.at("corr_pearson_r"));
  CHECK(line_fit(correlation, weight, -0.2, 0.5).n == 80);
  CHECK(std::isnan(cosine_fit(std::vector<double>(9, 1.0), std::vector<double>(9, 1.0)).a));
}

TEST_CASE("contrast measures match the check values and the shapes are told apart") {
  const CsvTable table = analysis_data("input_contrast_counts.csv");
  const CsvTable expected = analysis_data("expected_contrast.csv");
  std::map<double, TrialCounts> by_contrast;
  std::map<double, std::map<std::pair<int, int>, std::vector<std::uint32_t>>> rows;
  std::array<std::vector<double>, 4> contrast, counts;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto neuron = static_cast<std::size_t>(table.integer(row, "neuron"));
    auto& trial = rows[table.number(row, "contrast")][{static_cast<int>(table.integer(row, "angle_deg")) / 45,
                                                       static_cast<int>(table.integer(row, "trial"))}];
    trial.resize(4);
    trial[neuron] = static_cast<std::uint32_t>(table.integer(row, "count_1800ms"));
    contrast[neuron].push_back(table.number(row, "contrast"));
    counts[neuron].push_back(static_cast<double>(trial[neuron]));
  }
  for (const auto& [c, trials] : rows) {
    by_contrast.emplace(c, TrialCounts(Golden::directions(), 10, 4));
    for (const auto& [key, values] : trials)
      by_contrast.at(c).set(key.first, key.second, values, 1.8);
  }
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const TrialCounts& trials = by_contrast.at(expected.number(row, "contrast"));
    const auto i = static_cast<std::size_t>(expected.integer(row, "neuron"));
    const ConditionRates rates = condition_rates(trials, pool());
    const Selectivity s = selectivity(rates, pool());
    check_value(s.average_Hz[i], expected.number(row, "mean_rate_hz"));
    check_value(s.osi[i], expected.number(row, "OSI"));
    check_value(s.dsi[i], expected.number(row, "DSI"));
    check_value(lifetime_sparsity(rates, pool())[i], expected.number(row, "lifetime_sparsity"));
    check_value(split_half_reliability(trials, pool())[i], expected.number(row, "split_half_reliability"));
  }
  CHECK(fit_contrast(contrast[0], counts[0]).kind == ContrastClass::high_pass);
  CHECK(fit_contrast(contrast[1], counts[1]).kind == ContrastClass::low_pass);
  CHECK(fit_contrast(contrast[2], counts[2]).kind == ContrastClass::band_pass);
  const ContrastFit high = fit_contrast(contrast[0], counts[0]);
  CHECK(high.value(0.8) > 2.0 * high.value(0.05));
  CHECK(fit_contrast(contrast[0], std::vector<double>(counts[0].size(), 0.0)).gain == 0.0);
}

TEST_CASE("missing trials are skipped, a condition without trials is undefined, wrong trials are refused") {
  TrialCounts counts(Golden::directions(), 3, 2);
  for (int k = 0; k < 8; ++k)
    counts.set(k, 0, std::vector<std::uint32_t>{static_cast<std::uint32_t>(k), 0}, 2.0);
  counts.set(3, 2, std::vector<std::uint32_t>{9, 0}, 1.0);
  const ConditionRates rates = condition_rates(counts, pool());
  CHECK(rates.at(3, 0) == doctest::Approx((1.5 + 9.0) / 2.0));
  CHECK(rates.sd_of(3)[0] == doctest::Approx(3.75));
  CHECK(std::isnan(selectivity(rates, pool()).osi[1])); // silent
  CHECK(std::isnan(orientation_test(counts, HotellingForm::standard, pool()).p[0]));
  CHECK(
      std::isnan(selectivity(condition_rates(TrialCounts(Golden::directions(), 1, 2), pool()), pool()).maximum_Hz[0]));
  CHECK_THROWS_AS(counts.set(8, 0, std::vector<std::uint32_t>{1, 1}, 1.0), Error);
  CHECK_THROWS_AS(counts.set(0, 0, std::vector<std::uint32_t>{1}, 1.0), Error);
  CHECK_THROWS_AS(counts.set(0, 0, std::vector<std::uint32_t>{1, 1}, 0.0), Error);
  TrialCounts four({0, 90, 180, 270}, 1, 1);
  for (int k = 0; k < 4; ++k)
    four.set(k, 0, std::vector<std::uint32_t>{5}, 1.0);
  CHECK(std::isnan(selectivity(condition_rates(four, pool()), pool()).osi[0])); // fewer than eight directions
}

TEST_CASE("a tuning curve of any place and width is fitted, whatever the number of directions") {
  for (const int directions : {8, 12, 16}) {
    std::vector<double> at, rate;
    for (int k = 0; k < directions; ++k)
      at.push_back(360.0 * k / directions);
    const DoubleGaussianFitter fitter(at);
    for (double center = 3.0; center < 360.0; center += 29.0) {
      DoubleGaussian truth{1.0, 10.0, 4.0, center, 35.0, 0.0};
      rate.clear();
      for (const double direction : at)
        rate.push_back(truth.value(direction));
      const DoubleGaussian fit = fitter.fit(rate);
      CHECK(fit.sse < 1e-5);
      CHECK(direction_distance_deg(fit.angle_deg(), center) < 0.5);
      CHECK(fit.peak() == doctest::Approx(10.0).epsilon(0.02));
    }
  }
  const DoubleGaussianFitter fitter(Golden::directions());
  CHECK(std::isnan(fitter.fit(std::vector<double>(8, 0.0)).sse));
  CHECK(std::isnan(fitter.fit(std::vector<double>(8, std::nan(""))).sse));
  CHECK(fitter.fit(std::vector<double>(8, 3.0)).sse < 1e-6);
}

TEST_CASE("tails of distributions are those of the tables") {
  CHECK(f2_upper_tail(3.49, 20.0) == doctest::Approx(0.05).epsilon(0.01));
  CHECK(t_two_sided(2.086, 20.0) == doctest::Approx(0.05).epsilon(0.001));
  CHECK(poisson_upper_tail(4.0, 2.0) == doctest::Approx(0.052653).epsilon(1e-4));
  CHECK(poisson_upper_tail(-1.0, 2.0) == 1.0);
  CHECK(std::isnan(quantile({}, 0.5)));
}
