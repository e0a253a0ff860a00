// SPDX-License-Identifier: Apache-2.0
// Every loss against finite differences, hand-computed values and check values of docs/model/training.md#losses.
#include "engine/network/generator/generate.h"
#include "engine/training/losses/branch_objective.h"
#include "engine/training/losses/weight_distribution_loss.h"
#include "hand_made_network.h"

#include <cmath>
#include <doctest/doctest.h>
#include <numeric>

using namespace striate;

namespace {

double random_number(std::uint32_t k, std::uint32_t stream) {
  const auto block = philox(5, k, stream, 0, 0);
  return uniform_double(block.x0, block.x1);
}

NeuronGroups three_groups() {
  return {{"L2/3_Exc", "L4_PV", "L6_Exc"}, {{0, 3, 4, 8, 9, 11}, {1, 2, 10}, {5, 6, 7}}};
}

} // namespace

TEST_CASE("Rate loss: hand-computed, both weightings; gradient by finite differences") {
  const NeuronGroups pair = {{"x"}, {{0, 1}}};
  std::vector<double> gradient(2);
  const std::vector<double> rates = {0.010, 0.001}; // sorted: 0.001, 0.010; targets 0.002, 0.004
  const auto loss_of = [&](RateLoss::Weights weights) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    return RateLoss(pair, {{0.002, 0.004}}, 100.0, weights).evaluate(rates, 1, gradient);
  };
  // u = -0.001 (tau 1/2): h = 1e-6 / 0.004 = 0.00025; u = 0.006 (tau 1): h = 0.006 - 0.001 = 0.005
  CHECK(loss_of(RateLoss::Weights::reference) == doctest::Approx(100.0 * (0.5 * 0.00025 + 1.0 * 0.005) / 2.0));
  CHECK(gradient[0] == doctest::Approx(50.0));
  CHECK(gradient[1] == doctest::Approx(50.0 * 0.5 * -0.5));
  CHECK(loss_of(RateLoss::Weights::standard) == doctest::Approx(100.0 * (0.5 * 0.00025) / 2.0));
  CHECK(gradient[0] == 0.0);

  const NeuronGroups groups = three_groups();
  std::vector<std::vector<double>> targets;
  std::vector<double> rate(12);
  for (std::uint32_t i = 0; i < 12; ++i)
    rate[i] = 0.012 * random_number(i, 1);
  for (std::uint32_t g = 0; g < 3; ++g) {
    std::vector<double> sorted;
    for (std::uint32_t k = 0; k < groups.members[g].size(); ++k)
      sorted.push_back(0.012 * random_number(k, 2 + g));
    std::sort(sorted.begin(), sorted.end());
    targets.push_back(sorted);
  }
  for (const auto weights : {RateLoss::Weights::reference, RateLoss::Weights::standard}) {
    const RateLoss loss(groups, targets, 10000.0, weights);
    std::vector<double> found(12), unused(12);
    loss.evaluate(rate, 1, found);
    for (std::size_t i = 0; i < 12; ++i) {
      auto up = rate, down = rate;
      up[i] += 1e-8;
      down[i] -= 1e-8;
      CHECK(found[i] ==
            doctest::Approx((loss.evaluate(up, 1, unused) - loss.evaluate(down, 1, unused)) / 2e-8).epsilon(1e-5));
    }
  }
}

TEST_CASE("Rate loss: which of equal rates gets which target depends on the update, not on the neuron's number") {
  NeuronGroups group = {{"x"}, {std::vector<std::uint32_t>(50)}};
  std::iota(group.members[0].begin(), group.members[0].end(), 0u);
  std::vector<double> target(50);
  target.back() = 0.01;
  const RateLoss loss(group, {target}, 1.0, RateLoss::Weights::standard);
  const std::vector<double> silent(50);
  std::vector<std::size_t> chosen;
  for (const std::uint64_t key : {1u, 2u, 3u, 4u}) {
    std::vector<double> gradient(50);
    loss.evaluate(silent, key, gradient);
    chosen.push_back(static_cast<std::size_t>(std::min_element(gradient.begin(), gradient.end()) - gradient.begin()));
  }
  CHECK(std::any_of(chosen.begin(), chosen.end(), [&](std::size_t k) { return k != chosen[0]; }));
}

TEST_CASE("Selectivity, both methods: finite differences in the counts, silent crowds included") {
  const NeuronGroups groups = three_groups();
  const std::vector<SelectivityTarget> targets = {{true, 0.36, 0.24}, {true, 0.15, 0.1}, {false, 0.0, 0.0}};
  std::vector<float> tuning(12);
  std::vector<double> average(12);
  for (std::uint32_t i = 0; i < 12; ++i) {
    tuning[i] = static_cast<float>(360.0 * random_number(i, 10));
    average[i] = i == 4 ? 0.0001 : 0.006 * random_number(i, 11);
  }
  const std::vector<double> directions = {12.0, 200.0, 318.0};
  for (const auto method : {SelectivityLoss::Method::crowd_osi, SelectivityLoss::Method::crowd_spikes})
    for (const bool silent : {false, true}) {
      const SelectivityLoss loss(groups, targets, tuning, {method, 20.0, 1.0});
      std::vector<std::vector<double>> counts(3, std::vector<double>(12));
      for (std::uint32_t b = 0; b < 3; ++b)
        for (std::uint32_t i = 0; i < 12; ++i)
          counts[b][i] = (silent && b == 1 ? 1e-5 : 5.0) * random_number(i, 20 + b);
      auto found = counts;
      auto unused = counts;
      for (auto& row : found)
        std::fill(row.begin(), row.end(), 0.0);
      CHECK(loss.evaluate(counts, directions, 400, average, found) != 0.0);
      for (std::size_t b = 0; b < 3; ++b)
        for (std::size_t i = 0; i < 12; ++i) {
          const double step = 1e-7;
          auto up = counts, down = counts;
          up[b][i] += step;
          down[b][i] -= step;
          const double slope = (loss.evaluate(up, directions, 400, average, unused) -
                                loss.evaluate(down, directions, 400, average, unused)) /
                               (2.0 * step);
          CHECK(found[b][i] == doctest::Approx(slope).epsilon(1e-5));
        }
      CHECK(found[0][5] == 0.0); // no recordings of its type
    }
}

TEST_CASE("crowd_tuning: the loss of crowd_osi; of a crowd below its target no cell is told to fire less over all") {
  // Eight cells and eight directions, an orientation selectivity of 0.1 against targets of 0.36 and 0.24.
  const NeuronGroups group = {{"L2/3_Exc"}, {{0, 1, 2, 3, 4, 5, 6, 7}}};
  std::vector<float> tuning(8);
  std::vector<double> directions(8), average(8, 0.004);
  std::vector<std::vector<double>> counts(8, std::vector<double>(8));
  for (std::uint32_t k = 0; k < 8; ++k) {
    tuning[k] = 45.0f * static_cast<float>(k);
    directions[k] = 45.0 * k;
  }
  for (std::uint32_t b = 0; b < 8; ++b)
    for (std::uint32_t i = 0; i < 8; ++i)
      counts[b][i] = 2.0 + 0.4 * std::cos(2.0 * 3.14159265358979 / 180.0 * (directions[b] - tuning[i]));
  struct Result {
    double loss = 0.0;
    double least = 1e9, most = -1e9; ///< of the cells' gradients, summed over the directions
    double preferred = 0.0;          ///< of a cell at its tuning angle
  };
  const auto of = [&](SelectivityLoss::Method method) {
    auto gradient = counts;
    for (auto& row : gradient)
      std::fill(row.begin(), row.end(), 0.0);
    const SelectivityLoss loss(group, {{true, 0.36, 0.24}}, tuning, {method, 20.0, 0.0});
    Result result;
    result.loss = loss.evaluate(counts, directions, 500, average, gradient);
    for (std::uint32_t i = 0; i < 8; ++i) {
      double sum = 0.0;
      for (std::uint32_t b = 0; b < 8; ++b)
        sum += gradient[b][i];
      result.least = std::min(result.least, sum);
      result.most = std::max(result.most, sum);
    }
    result.preferred = gradient[3][3];
    return result;
  };
  const Result published = of(SelectivityLoss::Method::crowd_osi);
  const Result tuned = of(SelectivityLoss::Method::crowd_tuning);
  CHECK(tuned.loss == published.loss);
  CHECK(published.loss == doctest::Approx(20.0 * (0.26 * 0.26 + 0.24 * 0.24)).epsilon(1e-5));
  CHECK(published.least > 0.01); // less of all, so that the rest counts for more
  CHECK(std::abs(tuned.least) < 1e-6);
  CHECK(std::abs(tuned.most) < 1e-6);
  CHECK(tuned.preferred < -0.1); // and still more at the preferred direction
}

TEST_CASE("crowd_spikes: differences of orientation wrap at 90 degrees") {
  const NeuronGroups one = {{"x"}, {{0}}};
  const std::vector<float> tuning = {350.0f};
  const SelectivityLoss loss(one, {{true, 0.0, 0.0}}, tuning, {SelectivityLoss::Method::crowd_spikes, 1.0, 0.0});
  std::vector<std::vector<double>> counts = {{10.0}}, gradient = {{0.0}};
  const std::vector<double> direction = {15.0}, average = {0.01};
  CHECK(loss.evaluate(counts, direction, 100, average, gradient) == doctest::Approx(0.1 * 25.0));
}

TEST_CASE("crowd_spikes: a cell that is silent in a trial has no gradient there, as in the reference") {
  const NeuronGroups two = {{"x"}, {{0, 1}}};
  const std::vector<float> tuning = {350.0f, 20.0f};
  const std::vector<double> directions = {15.0, 110.0}, average = {0.01, 0.01};
  const std::vector<std::vector<double>> counts = {{0.0, 3.0}, {2.0, 0.0}};
  const auto gradient_of = [&](double subtraction) {
    const SelectivityLoss loss(two, {{true, 0.0, 0.0}}, tuning,
                               {SelectivityLoss::Method::crowd_spikes, 1.0, subtraction});
    std::vector<std::vector<double>> gradient(2, std::vector<double>(2));
    loss.evaluate(counts, directions, 100, average, gradient);
    return gradient;
  };
  const auto plain = gradient_of(0.0);
  CHECK(plain[0][0] == 0.0);
  CHECK(plain[1][1] == 0.0);
  CHECK(plain[0][1] == doctest::Approx(5.0 / 400.0));
  CHECK(plain[1][0] == doctest::Approx(60.0 / 400.0));
  // What is subtracted is the mean rate itself, which silent cells are part of.
  CHECK(gradient_of(1.0)[0][0] == doctest::Approx(-45.0 / 400.0));
}

TEST_CASE("Fano loss: finite differences; regular and silent populations; what is drawn") {
  const auto targets = fano_targets(Activity::evoked, 300);
  REQUIRE(targets.size() == 14);
  CHECK(targets[13].fano == 0.860531);
  CHECK(fano_targets(Activity::spontaneous, 60).size() == 10); // bins below 30 ms
  std::vector<std::uint32_t> cells(400);
  std::iota(cells.begin(), cells.end(), 7u);
  const FanoLoss loss(cells, targets, 1.5);
  std::vector<std::vector<double>> y(5, std::vector<double>(300)), found(5), unused(5);
  for (std::uint32_t s = 0; s < 4; ++s)
    for (std::uint32_t t = 0; t < 300; ++t)
      y[s][t] = std::floor(3.0 * random_number(t, 40 + s));
  CHECK(loss.evaluate(y, found) > 0.0);
  for (std::size_t s = 0; s < 5; ++s)
    for (std::size_t t = 0; t < 300; t += 7) {
      auto up = y, down = y;
      up[s][t] += 1e-5;
      down[s][t] -= 1e-5;
      if (s < 4)
        CHECK(found[s][t] ==
              doctest::Approx((loss.evaluate(up, unused) - loss.evaluate(down, unused)) / 2e-5).epsilon(1e-5));
      else
        CHECK(found[s][t] == 0.0);
    }

  const auto drawn = loss.draw(200, 3, 9);
  REQUIRE(drawn.size() == 200);
  double mean = 0.0;
  std::array<int, 3> per_trial{};
  for (const auto& population : drawn) {
    CHECK(population.members.size() >= 15);
    auto sorted = population.members;
    std::sort(sorted.begin(), sorted.end());
    CHECK(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end());
    CHECK(sorted.front() >= 7);
    CHECK(sorted.back() < 407);
    mean += static_cast<double>(sorted.size()) / 200.0;
    ++per_trial[static_cast<std::size_t>(population.trial)];
  }
  CHECK(std::abs(mean - 70.0) < 8.0);
  CHECK(*std::min_element(per_trial.begin(), per_trial.end()) > 40);
  CHECK_FALSE(FanoLoss({1, 2, 3}, targets, 1.0).active());
}

TEST_CASE("Weight distribution: zero at the start and under permutation, finite differences elsewhere") {
  const hand_made::RandomNetwork random(60, 12, 5, 60.0f);
  ModelTables tables = hand_made::tables();
  for (std::size_t c = 0; c < tables.populations.size(); ++c)
    tables.populations[c].cell_type = std::string("type ") + static_cast<char>('a' + c / 3);
  const auto network = hand_made::network(random.models, random.edges);
  for (std::uint32_t i = 0; i < 60; ++i)
    network->neurons.population[i] = static_cast<std::uint8_t>(network->neurons.model[i]);
  std::vector<float> unit(60);
  for (std::uint32_t i = 0; i < 60; ++i)
    unit[i] = 20.0f + static_cast<float>(network->neurons.model[i]);
  ThreadPool pool(2);
  const auto& initial = network->recurrent.weight;
  const WeightDistributionLoss loss(*network, tables, initial, unit, 10.0, pool);
  std::vector<float> gradient(initial.size());
  CHECK(loss.evaluate(initial, gradient, pool) == 0.0);
  CHECK(std::all_of(gradient.begin(), gradient.end(), [](float g) { return g == 0.0f; }));

  auto moved = initial;
  for (std::uint32_t k = 0; k < moved.size(); ++k)
    moved[k] *= static_cast<float>(0.8 + 0.4 * random_number(k, 60));
  CHECK(loss.evaluate(moved, gradient, pool) > 0.0);
  std::vector<float> unused(initial.size());
  double worst = 0.0;
  for (std::size_t k = 0; k < moved.size(); k += 11) {
    auto up = moved, down = moved;
    const float step = 3e-5f * std::abs(moved[k]);
    up[k] += step;
    down[k] -= step;
    const double slope =
        (loss.evaluate(up, unused, pool) - loss.evaluate(down, unused, pool)) / (static_cast<double>(up[k]) - down[k]);
    worst = std::max(worst, std::abs(slope - gradient[k]) / std::abs(gradient[k]));
  }
  CHECK(worst < 0.02); // float weights; no rank changes in so small a step

  // Two synapses of one pair of types exchange their weights (over S of the target).
  auto swapped = initial;
  const auto& recurrent = network->recurrent;
  const std::size_t a = recurrent.runs[recurrent.row_run[0]].begin;
  std::size_t b = a + 1;
  while (network->neurons.model[recurrent.target[b]] / 3 != network->neurons.model[recurrent.target[a]] / 3)
    ++b;
  REQUIRE(b < recurrent.runs[recurrent.row_run[1]].begin);
  swapped[a] = initial[b] / unit[recurrent.target[b]] * unit[recurrent.target[a]];
  swapped[b] = initial[a] / unit[recurrent.target[a]] * unit[recurrent.target[b]];
  CHECK(loss.evaluate(swapped, unused, pool) < 1e-6);
}

TEST_CASE("Targets of the recordings: the published selectivity means, sorted rates of the right size and median") {
  const NeuronGroups groups = {
      {"L1_Inh", "L5_Exc", "L6_VIP"},
      {std::vector<std::uint32_t>(40), std::vector<std::uint32_t>(3000), std::vector<std::uint32_t>(5)}};
  const auto selectivity = selectivity_targets(groups);
  CHECK(selectivity[0].osi == 0.199159);
  CHECK(selectivity[0].dsi == 0.130017);
  CHECK(selectivity[1].osi == 0.292377);
  CHECK(selectivity[1].dsi == 0.123379);
  const auto rates = rate_targets(groups, Activity::evoked, 3000);
  CHECK(rates[1].size() == 3000);
  CHECK(std::is_sorted(rates[1].begin(), rates[1].end()));
  CHECK(rates[1].front() >= 0.0);
  CHECK(std::abs(rates[1][1500] * 1000.0 - 4.76) < 0.4);
  CHECK(std::abs(rate_targets(groups, Activity::spontaneous, 3000)[1][1500] * 1000.0 - 4.05) < 0.4);
  CHECK_THROWS_WITH(rate_targets({{"L9_Exc"}, {{0}}}, Activity::evoked, 1), doctest::Contains("L9_Exc"));
}

TEST_CASE("A branch: terms add up to what its gradients say, for spikes taken as numbers and for v") {
  NetworkRecipe recipe;
  recipe.radius_um = 60.0;
  recipe.small_lgn = true;
  ThreadPool pool(2);
  Task task("build");
  const auto network = generate_network(recipe, pool, task);
  const std::uint32_t n = network->neurons.size();
  constexpr int steps = 280;
  LossSettings settings;
  settings.core_radius_um = 40.0;
  for (const auto mode : {VoltageMode::threshold, VoltageMode::range}) {
    settings.voltage_mode = mode;
    BranchObjective branch(*network, model_tables(), Activity::evoked, settings, steps, 50, 10, 3000);
    std::vector<SpikeTrains> spikes(2);
    for (auto& trains : spikes)
      trains.clear();
    const auto v_of = [&](int b, int t, std::uint32_t i) {
      return static_cast<float>(3.0 * random_number(i, static_cast<std::uint32_t>(1000 + 300 * b + t)) - 1.0);
    };
    std::vector<float> v(n);
    branch.begin(2);
    double voltage = 0.0;
    for (int b = 0; b < 2; ++b)
      for (int t = 1; t <= steps; ++t) {
        std::vector<std::uint32_t> ids;
        for (std::uint32_t i = 0; i < n; ++i) {
          v[i] = v_of(b, t, i);
          if (random_number(i, static_cast<std::uint32_t>(5000 + 300 * b + t)) < 0.02)
            ids.push_back(i);
          const double x = v[i];
          const double away = mode == VoltageMode::threshold ? x - 1.0 : std::max(0.0, std::abs(x - 0.5) - 0.5);
          voltage += away * away / (2.0 * steps * n);
        }
        branch.observe_voltage(b, t, 0, n, v.data());
        spikes[static_cast<std::size_t>(b)].append(ids);
        spikes[static_cast<std::size_t>(b)].close_step();
      }
    std::vector<double> average(n, 0.003);
    const std::vector<double> directions = {30.0, 250.0};
    const LossTerms terms = branch.evaluate(spikes, directions, average, 4);
    CHECK(terms.voltage == doctest::Approx(voltage).epsilon(1e-5));
    CHECK(terms.rate > 0.0);
    CHECK(terms.selectivity > 0.0);
    CHECK(terms.sync > 0.0);
    CHECK(terms.mean_rate_Hz == doctest::Approx(20.0).epsilon(0.05));

    // v: one component by finite differences of the formula.
    std::vector<float> gradient(n);
    for (std::uint32_t i = 0; i < n; ++i)
      v[i] = v_of(1, 7, i);
    branch.add_voltage_gradient(1, 7, 0, n, v.data(), gradient.data());
    for (std::uint32_t i = 0; i < n; i += 17) {
      const double x = v[i];
      const double expected = mode == VoltageMode::threshold ? x - 1.0 : x > 1.0 ? x - 1.0 : std::min(x, 0.0);
      CHECK(gradient[i] == doctest::Approx(2.0 * expected / (2.0 * steps * n)).epsilon(1e-5));
    }
    // z: outside the window only synchronization acts, which begins after 200 ms.
    std::fill(gradient.begin(), gradient.end(), 0.0f);
    branch.add_spike_gradient(0, 50, 0, n, gradient.data());
    CHECK(std::all_of(gradient.begin(), gradient.end(), [](float g) { return g == 0.0f; }));
    branch.add_spike_gradient(0, 51, 0, n, gradient.data());
    CHECK(std::any_of(gradient.begin(), gradient.end(), [](float g) { return g != 0.0f; }));
    // The pieces of a range are those of the whole.
    std::vector<float> whole(n), part(20);
    branch.add_spike_gradient(1, 240, 0, n, whole.data());
    branch.add_spike_gradient(1, 240, 30, 50, part.data());
    CHECK(std::equal(part.begin(), part.end(), whole.begin() + 30));
  }
}
