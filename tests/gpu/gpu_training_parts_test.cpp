// SPDX-License-Identifier: Apache-2.0
// The rest of training on a graphics card: optimizers, the training's own losses, half precision, layouts, refusals.
#include "engine/core/task.h"
#include "engine/network/generator/generate.h"
#include "engine/training/losses/combined_objective.h"
#include "engine/training/losses/weight_distribution_loss.h"
#include "engine/training/trials/trial_source.h"
#include "gpu/device/column_layout.h"
#include "gpu_training_support.h"

#include <array>
#include <limits>
#include <map>
#include <tuple>

using namespace striate;
using namespace gpu_training_support;

namespace {

/// Weights under training, here and on a card, step by step with the same losses.
struct Steps {
  Case test;
  Setup setup{test};
  ThreadPool pool{1};
  std::vector<float> unit = unit_of(*setup.network);
  RandomTerms objective{test};
  WeightDistributionLoss distribution;
  double loss = 0.0; ///< of the distribution, here

  explicit Steps(double strength = 3.0)
      : distribution(*setup.network, *setup.network->tables, setup.network->recurrent.weight, unit, strength, pool) {}
  static std::vector<float> unit_of(const Network& network) {
    std::vector<float> unit;
    for (const std::uint16_t model : network.neurons.model)
      unit.push_back(make_cell_constants(*network.tables)[model].scale_mV);
    return unit;
  }
  std::unique_ptr<GpuBptt> make(bool keeps_gradient) {
    BpttOptions options = options_of(test);
    options.keeps_gradient = keeps_gradient;
    return std::make_unique<GpuBptt>(make_emulated_device(), setup.network, *setup.network->tables, options, pool);
  }
  double here(GpuBptt& bptt, const OptimizerSettings& settings, TrainingWeights& weights,
              std::array<OptimizerMoments, 3>& moments, std::int64_t update) {
    WeightGradient<float> gradient;
    bptt.forward(weights, setup.trials, objective);
    bptt.backward(weights, objective, gradient);
    loss = distribution.evaluate(weights.recurrent, gradient.recurrent, pool);
    const Network& network = *setup.network;
    std::vector<std::uint32_t> target;
    for (std::uint32_t n = 0; n < network.neurons.size(); ++n)
      target.resize(network.background.row_start[n + 1], n);
    const WeightView sets[] = {
        {weights.recurrent, gradient.recurrent, network.recurrent.weight, network.recurrent.target, unit, &moments[0]},
        {weights.lgn, gradient.lgn, network.lgn.weight, network.lgn.target, unit, &moments[1]},
        {weights.background, gradient.background, network.background.weight, target, unit, &moments[2]}};
    return take_step(settings, sets, update, 0.01, pool);
  }
  double there(GpuBptt& bptt, const OptimizerSettings& settings, TrainingWeights& weights, std::int64_t update) {
    WeightGradient<float> unused;
    bptt.forward(weights, setup.trials, objective);
    bptt.backward(weights, objective, unused);
    CHECK(unused.recurrent.empty());
    const double there = bptt.optimizer()->add_distribution(distribution, unit);
    CHECK(there == doctest::Approx(loss).epsilon(1e-6));
    CHECK((there > 0.0) == (update > 0));
    weights.revision = static_cast<std::uint64_t>(update) + 2;
    return bptt.optimizer()->step(settings, unit, weights, update, 0.01);
  }
};

} // namespace

TEST_CASE("Optimizers: steps on a card are those of the processor; moments go there and back") {
  using Kind = OptimizerSettings::Kind;
  for (const Kind kind : {Kind::exp_adam, Kind::adam, Kind::sgd})
    for (const bool clips : {false, true}) {
      Steps steps;
      OptimizerSettings settings;
      settings.kind = kind;
      settings.momentum = 0.9;
      settings.clip_norm = clips ? 0.5 : 0.0;
      settings.clip_value = clips ? 0.05 : 0.0;
      TrainingWeights expected = training_support::weights_of(*steps.setup.network);
      TrainingWeights found = expected;
      found.revision = 1;
      std::array<OptimizerMoments, 3> moments;
      const auto processor = steps.make(false);
      auto card = steps.make(true);
      CHECK(processor->optimizer() == nullptr);
      CHECK(card->optimizer()->moments().recurrent.first.empty());
      for (std::int64_t update = 0; update < 4; ++update) {
        if (update == 2) { // as after a checkpoint
          const ResidentOptimizer::Moments kept = card->optimizer()->moments();
          CHECK(kept.lgn.second.empty() == (kind == Kind::sgd));
          card = steps.make(true);
          card->optimizer()->restore(kept);
        }
        const double length = steps.here(*processor, settings, expected, moments, update);
        CHECK(steps.there(*card, settings, found, update) == doctest::Approx(length).epsilon(1e-9));
        CHECK(length > settings.clip_norm);
        CHECK(difference(expected.recurrent, found.recurrent) < 1e-6);
        CHECK(difference(expected.lgn, found.lgn) < 1e-6);
        CHECK(difference(expected.background, found.background) < 1e-6);
      }
      CHECK(difference(training_support::weights_of(*steps.setup.network).lgn, found.lgn) > 1e-4);
      const ResidentOptimizer::Moments there = card->optimizer()->moments();
      CHECK(difference(moments[0].first, there.recurrent.first) < 1e-5);
      CHECK(difference(moments[2].first, there.background.first) < 1e-5);
    }
}

TEST_CASE("A gradient that is not finite moves nothing") {
  Steps steps(std::numeric_limits<double>::infinity());
  const auto card = steps.make(true);
  TrainingWeights weights = training_support::weights_of(*steps.setup.network);
  WeightGradient<float> unused;
  card->forward(weights, steps.setup.trials, steps.objective);
  card->backward(weights, steps.objective, unused);
  card->optimizer()->add_distribution(steps.distribution, steps.unit);
  const TrainingWeights before = weights;
  CHECK_FALSE(std::isfinite(card->optimizer()->step({}, steps.unit, weights, 0, 0.01)));
  CHECK(weights.recurrent == before.recurrent);
  CHECK(weights.lgn == before.lgn);
  CHECK(card->optimizer()->moments().lgn.first.empty());
}

TEST_CASE("The losses of the training itself: gratings and gray screens in one batch") {
  NetworkRecipe recipe;
  recipe.radius_um = 50.0;
  recipe.core_radius_um = 20.0;
  recipe.small_lgn = true;
  std::shared_ptr<const Network> network;
  ThreadPool pool(1);
  Task build("Build");
  build.run([&](Task& t) { network = generate_network(recipe, pool, t); });
  REQUIRE(network);
  const TrainingWeights weights = training_support::weights_of(*network);
  const TrialSource source(*network, {});
  std::vector<Trial> trials;
  std::vector<double> directions;
  for (std::uint32_t k = 0; k < 4; ++k) {
    ShownTrial shown = k < 2 ? source.grating(k) : source.gray(k);
    shown.trial.initial = zero_state(*network);
    trials.push_back(std::move(shown.trial));
    directions.push_back(shown.direction_deg);
  }
  LossSettings losses;
  losses.core_radius_um = 30.0; // an annulus, too
  BranchObjective evoked(*network, *network->tables, Activity::evoked, losses, 500, 50, 20, 3000);
  BranchObjective spontaneous(*network, *network->tables, Activity::spontaneous, losses, 500, 50, 20, 3000);
  CombinedObjective both(evoked, 2, spontaneous);
  struct Outcome {
    LossTerms evoked, spontaneous;
    WeightGradient<float> gradient;
  };
  const auto update = [&](BackPropagation<float>& bptt) {
    Outcome outcome;
    std::vector<double> average(network->neurons.size(), 0.003);
    evoked.begin(2);
    spontaneous.begin(2);
    const auto spikes = bptt.forward(weights, trials, both);
    outcome.evoked = evoked.evaluate(spikes.first(2), std::span(directions).first(2), average, 7);
    outcome.spontaneous = spontaneous.evaluate(spikes.subspan(2), std::span(directions).subspan(2), average, 7);
    bptt.backward(weights, both, outcome.gradient);
    return outcome;
  };
  Bptt<float> processor(network, *network->tables, {}, pool);
  GpuBptt card(make_emulated_device(), network, *network->tables, {}, pool);
  const Outcome expected = update(processor), found = update(card);
  for (const auto part : {&Outcome::evoked, &Outcome::spontaneous}) {
    const LossTerms &a = expected.*part, &b = found.*part;
    CHECK(b.mean_rate_Hz == a.mean_rate_Hz);
    CHECK(b.rate == a.rate);
    CHECK(b.selectivity == a.selectivity);
    CHECK(b.sync == a.sync);
    CHECK(b.voltage == doctest::Approx(a.voltage).epsilon(1e-5));
  }
  CHECK(expected.evoked.rate > 0.0);
  CHECK(expected.evoked.sync > 0.0);
  CHECK(difference(expected.gradient.recurrent, found.gradient.recurrent) < 1e-4);
}

TEST_CASE("Half precision numbers: every one there and back, the nearest of two, ties to even") {
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const float x = from_half(half);
    if (std::isnan(x))
      CHECK(std::isnan(from_half(to_half(x))));
    else
      CHECK(to_half(x) == half);
  }
  for (const float x : {0.1f, -3.7f, 1.0004f, 6.1e-5f, 5.0e-7f, 65519.0f, -1234.56f}) {
    const float near = from_half(to_half(x));
    for (const int side : {-1, 1})
      CHECK(std::abs(near - x) <= std::abs(from_half(static_cast<std::uint16_t>(to_half(x) + side)) - x));
  }
  CHECK(from_half(to_half(1.0f + 0x1p-11f)) == 1.0f);
  CHECK(from_half(to_half(1.0f + 0x3p-11f)) == 1.0f + 0x1p-9f);
  CHECK(std::isinf(from_half(to_half(65520.0f))));
  CHECK(from_half(to_half(0x1p-26f)) == 0.0f);
}

TEST_CASE("Columns ascend along a row, and every edge is in one part of its source") {
  hand_made::RandomNetwork random(3000, 20, 3, 1.0f);
  std::uint32_t k = 0;
  for (auto& edge : random.edges.recurrent) {
    edge.delay = 1 + static_cast<int>(k % 5);
    edge.slot = k++ % 3 == 0 ? 7 : 2;
  }
  const auto network = hand_made::network(random.models, random.edges);
  const Projection& projection = network->recurrent;
  ThreadPool pool(2);
  const ColumnLayout layout(projection, 3000, 1000, pool);
  CHECK(layout.rounds.size() > 5);

  std::map<std::uint32_t, std::tuple<std::uint32_t, int, int>> column; // target, slot, delay
  for (std::uint32_t target = 0; target < 3000; ++target)
    for (std::uint32_t c = layout.target_start[target]; c < layout.target_start[target + 1]; ++c)
      column[layout.of_target[c].column] = {target, layout.of_target[c].slot, layout.of_target[c].delay};
  CHECK(column.size() == layout.columns);
  bool right = true;
  for (std::uint32_t source = 0; source < projection.source_count; ++source)
    for (const EdgeRun& run : projection.row(source))
      for (std::uint64_t e = run.begin; e < projection.run_end(run); ++e)
        right = right && column.at(layout.column[e]) == std::tuple(projection.target[e], run.slot, run.delay);
  CHECK(right);

  std::vector<std::uint64_t> next; // where the next part of a source must begin
  for (std::uint32_t source = 0; source < projection.source_count; ++source)
    next.push_back(projection.row(source).front().begin);
  for (std::size_t round = 0; round < layout.rounds.size(); ++round) {
    std::vector<bool> seen(projection.source_count);
    for (const RowPart& part : layout.rounds[round]) {
      CHECK_FALSE(seen[part.source]);
      seen[part.source] = true;
      CHECK(part.first_edge == next[part.source]);
      next[part.source] += part.edges;
      CHECK(bool(part.opens) == (round == 0));
      CHECK(bool(part.closes) == (next[part.source] == projection.runs[projection.row_run[part.source + 1]].begin));
      CHECK(layout.column[next[part.source] - 1] - layout.column[part.first_edge] < 1000);
    }
  }
  CHECK(next.back() == projection.edge_count());
}

TEST_CASE("A network without recurrent synapses") {
  Case test;
  const Setup setup(test, false);
  const Result expected = on_processor(setup, test);
  const Result found = emulated(setup, test);
  CHECK(same(expected.spikes, found.spikes));
  CHECK(difference(expected.gradient.lgn, found.gradient.lgn) < 1e-4);
}

TEST_CASE("Weights that are no numbers make the loss none") {
  Case test;
  const Setup setup(test);
  ThreadPool pool(1);
  GpuBptt bptt(make_emulated_device(), setup.network, *setup.network->tables, options_of(test), pool);
  TrainingWeights weights = training_support::weights_of(*setup.network);
  std::fill(weights.recurrent.begin(), weights.recurrent.end(), std::numeric_limits<float>::quiet_NaN());
  RandomTerms objective(test);
  bptt.forward(weights, setup.trials, objective);
  CHECK(std::isnan(objective.penalty.front()));
}

TEST_CASE("Losses that a card cannot compute are refused") {
  Case test;
  const Setup setup(test);
  ThreadPool pool(1);
  GpuBptt bptt(make_emulated_device(), setup.network, *setup.network->tables, options_of(test), pool);
  training_support::RandomObjective<float> objective;
  const TrainingWeights weights = training_support::weights_of(*setup.network);
  try {
    bptt.forward(weights, setup.trials, objective);
    FAIL("accepted");
  } catch (const Error& refusal) {
    CHECK(std::string(refusal.what()).find("--backend cpu") != std::string::npos);
  }
}
