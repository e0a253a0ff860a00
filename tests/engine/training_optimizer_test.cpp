// SPDX-License-Identifier: Apache-2.0
// Optimizers and schedules against sequences computed by hand from the formulas (docs/model/training.md#optimizers).
#include "engine/training/optimizer/edge_types.h"
#include "engine/training/optimizer/learning_rate.h"
#include "engine/training/optimizer/optimizer.h"
#include "hand_made_network.h"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace striate;

namespace {

using Kind = OptimizerSettings::Kind;

struct Run {
  std::vector<float> weight, initial;
  OptimizerMoments moments;
  OptimizerSettings settings;
  ThreadPool pool{2};
  std::int64_t update = 0;

  double step(const std::vector<float>& gradient, double rate) {
    const WeightView view{weight, gradient, initial, {}, {}, &moments};
    return take_step(settings, std::span(&view, 1), update++, rate, pool);
  }
};

} // namespace

TEST_CASE("exp_adam: the first update is a factor exp(-+rate); later ones follow the recursion in double") {
  Run run;
  run.weight = {2.0f, -3.0f, 0.0f, 5.0f, -1e-6f};
  run.initial = run.weight;
  const std::vector<std::vector<float>> gradients = {
      {0.4f, 0.1f, 3.0f, 0.0f, -7.0f}, {-0.2f, 0.1f, 1.0f, 0.0f, -6.0f}, {0.3f, -0.5f, 1.0f, 2.0f, 1.0f}};
  std::vector<double> w(run.weight.begin(), run.weight.end());
  std::vector<double> m(w.size()), s(w.size());
  for (int n = 1; n <= 3; ++n) {
    const auto& g = gradients[static_cast<std::size_t>(n - 1)];
    run.step(g, 0.05);
    for (std::size_t k = 0; k < w.size(); ++k) {
      m[k] += 0.1 * (g[k] - m[k]);
      s[k] += 0.001 * (static_cast<double>(g[k]) * g[k] - s[k]);
      const double alpha = 0.05 * std::sqrt(1.0 - std::pow(0.999, n)) / (1.0 - std::pow(0.9, n));
      w[k] *= std::exp(-alpha * m[k] / (std::sqrt(s[k]) + 1e-11) * (w[k] < 0.0 ? -1.0 : 1.0));
      CHECK(run.weight[k] == doctest::Approx(w[k]).epsilon(2e-6));
    }
    if (n == 1) {
      CHECK(run.weight[0] == doctest::Approx(2.0 * std::exp(-0.05)).epsilon(1e-6));
      CHECK(run.weight[1] == doctest::Approx(-3.0 * std::exp(0.05)).epsilon(1e-6));
      CHECK(run.weight[3] == 5.0f);
    }
    CHECK(run.weight[2] == 0.0f);
  }
  CHECK(run.weight[1] < 0.0f);
}

TEST_CASE("adam: hand-computed, stops at 0 with the sign constraint and crosses it without") {
  for (const bool constrained : {true, false}) {
    Run run;
    run.settings.kind = Kind::adam;
    run.weight = {0.15f, -0.15f};
    if (constrained)
      run.initial = run.weight;
    // Constant gradients: every step of Adam is the learning rate.
    for (int n = 0; n < 3; ++n)
      run.step({4.0f, -0.001f}, 0.1);
    CHECK(run.weight[0] == doctest::Approx(constrained ? 0.0 : -0.15).epsilon(1e-5));
    CHECK(run.weight[1] == doctest::Approx(constrained ? 0.0 : 0.15).epsilon(1e-5));
  }
}

TEST_CASE("sgd with momentum: hand-computed") {
  Run run;
  run.settings.kind = Kind::sgd;
  run.settings.momentum = 0.5;
  run.weight = {1.0f};
  run.step({2.0f}, 0.1); // velocity -0.2
  CHECK(run.weight[0] == doctest::Approx(0.8));
  run.step({1.0f}, 0.1); // -0.1 - 0.1
  CHECK(run.weight[0] == doctest::Approx(0.6));
  run.step({0.0f}, 0.1); // -0.1
  CHECK(run.weight[0] == doctest::Approx(0.5));
}

TEST_CASE("Units: the variable is the weight over the scale of its target") {
  Run run;
  run.settings.kind = Kind::sgd;
  run.weight = {10.0f, 10.0f};
  const std::vector<std::uint32_t> target = {1, 0};
  const std::vector<float> unit = {2.0f, 5.0f};
  const std::vector<float> gradient = {1.0f, 1.0f};
  const WeightView view{run.weight, gradient, {}, target, unit, &run.moments};
  const double length = take_step(run.settings, std::span(&view, 1), 0, 0.1, run.pool);
  CHECK(length == doctest::Approx(std::sqrt(29.0)));
  CHECK(run.weight[0] == doctest::Approx(10.0 - 5.0 * 0.1 * 5.0)); // dL/dx = S dL/dw, dw = S dx
  CHECK(run.weight[1] == doctest::Approx(10.0 - 2.0 * 0.1 * 2.0));
}

TEST_CASE("Clipping by length over all sets together and by component") {
  Run run;
  run.settings.kind = Kind::sgd;
  run.settings.clip_norm = 1.0;
  std::vector<float> a = {0.0f}, b = {0.0f};
  const std::vector<float> ga = {3.0f}, gb = {-4.0f};
  OptimizerMoments ma, mb;
  std::vector<WeightView> sets = {{a, ga, {}, {}, {}, &ma}, {b, gb, {}, {}, {}, &mb}};
  CHECK(take_step(run.settings, sets, 0, 1.0, run.pool) == doctest::Approx(5.0));
  CHECK(a[0] == doctest::Approx(-0.6));
  CHECK(b[0] == doctest::Approx(0.8));
  run.settings.clip_norm = 0.0;
  run.settings.clip_value = 0.5;
  take_step(run.settings, sets, 1, 1.0, run.pool);
  CHECK(a[0] == doctest::Approx(-1.1));
  CHECK(b[0] == doctest::Approx(1.3));
}

TEST_CASE("A gradient that is not finite changes nothing") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Run run;
    run.weight = {1.0f, -2.0f};
    run.step({1.0f, 1.0f}, 0.1);
    const auto weight = run.weight;
    const auto first = run.moments.first;
    CHECK_FALSE(std::isfinite(run.step({0.5f, bad}, 0.1)));
    CHECK(run.weight == weight);
    CHECK(run.moments.first == first);
  }
}

TEST_CASE("Many weights: the same bits for any number of threads") {
  std::vector<float> weight(100'000), gradient(weight.size());
  for (std::size_t k = 0; k < weight.size(); ++k) {
    weight[k] = std::sin(static_cast<float>(k));
    gradient[k] = std::cos(static_cast<float>(3 * k));
  }
  std::vector<std::vector<float>> results;
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
    OptimizerMoments moments;
    OptimizerSettings settings;
    settings.clip_norm = 1.0;
    auto copy = weight;
    const WeightView view{copy, gradient, weight, {}, {}, &moments};
    for (int n = 0; n < 3; ++n)
      take_step(settings, std::span(&view, 1), n, 0.01, pool);
    results.push_back(copy);
  }
  CHECK(results[0] == results[1]);
  CHECK(results[0] == results[2]);
  CHECK(results[0] != weight);
}

TEST_CASE("Learning rates") {
  LearningRate rate;
  CHECK(rate.at(0) == 0.005);
  CHECK(rate.at(100000) == 0.005);
  rate.schedule = LearningRate::Schedule::warmup_cosine;
  CHECK(rate.at(0) == doctest::Approx(0.08));
  CHECK(rate.at(119) == doctest::Approx(0.04));
  CHECK(rate.at(60) == doctest::Approx(0.08 - 0.04 * 60.0 / 119.0));
  CHECK(rate.at(120) == doctest::Approx(0.04));
  CHECK(rate.at(120 + 440) == doctest::Approx(0.001 + 0.039 / 2.0));
  CHECK(rate.at(1000) == doctest::Approx(0.001));
  CHECK(rate.at(5000) == doctest::Approx(0.001));
  rate.warmup_updates = 1;
  CHECK(rate.at(0) == doctest::Approx(0.04));
}

TEST_CASE("Factors by edge type: gradient is the sum of weight times derivative, weights follow the factor") {
  const hand_made::RandomNetwork random(90, 10, 8, 1.0f);
  const auto network = hand_made::network(random.models, random.edges);
  for (std::uint32_t i = 0; i < network->neurons.size(); ++i)
    network->neurons.population[i] = static_cast<std::uint8_t>(network->neurons.model[i]);
  ThreadPool pool(2);
  EdgeTypeFactors types(*network, 9, 9);
  const auto& weight = network->recurrent.weight;
  std::vector<float> derivative(weight.size());
  std::vector<double> expected(81);
  std::size_t k = 0;
  for (std::uint32_t source = 0; source < 90; ++source)
    for (const EdgeRun& run : network->recurrent.row(source))
      for (std::uint64_t e = run.begin; e < network->recurrent.run_end(run); ++e) {
        derivative[e] = std::sin(static_cast<float>(k++));
        expected[random.models[source] * std::size_t{9} + random.models[network->recurrent.target[e]]] +=
            static_cast<double>(weight[e]) * derivative[e];
      }
  const auto gradient = types.gradient(weight, derivative, pool);
  for (std::size_t type = 0; type < 81; ++type)
    CHECK(gradient[type] == doctest::Approx(expected[type]).epsilon(1e-5));
  types.factors()[static_cast<std::size_t>(random.models[0]) * 9 + 3] = 2.0f;
  std::vector<float> scaled(weight.size());
  types.apply(weight, scaled, pool);
  std::size_t doubled = 0;
  for (std::uint32_t source = 0; source < 90; ++source)
    for (const EdgeRun& run : network->recurrent.row(source))
      for (std::uint64_t e = run.begin; e < network->recurrent.run_end(run); ++e) {
        const bool of_type =
            random.models[source] == random.models[0] && random.models[network->recurrent.target[e]] == 3;
        CHECK(scaled[e] == (of_type ? 2.0f * weight[e] : weight[e]));
        doubled += of_type;
      }
  CHECK(doubled > 0);
}
