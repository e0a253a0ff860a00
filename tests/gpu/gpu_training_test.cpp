// Back-propagation on a graphics card does what it does on the processor: the same spikes, gradients to 1e-4, two runs
// equal to the bit. Every case runs in the emulation of the kernels; with a card also there.
#include "engine/core/errors.h"
#include "engine/core/task.h"
#include "engine/network/generator/generate.h"
#include "engine/training/bptt.h"
#include "engine/training/combined_objective.h"
#include "engine/training/cuda_back_propagation.h"
#include "engine/training/trial_source.h"
#include "engine/training/weight_distribution_loss.h"
#include "gpu/column_layout.h"
#include "gpu/cuda_training.h"
#include "training_support.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <doctest/doctest.h>
#include <functional>
#include <limits>
#include <map>
#include <tuple>

using namespace striate;

namespace {

struct Case {
  std::uint32_t neurons = 60;
  int steps = 61, trials = 3;
  VoltageMode voltage_mode = VoltageMode::threshold;
  AdjointOptions options;

  Case() { options.train_lgn = options.train_background = true; }
};

/// Losses with random numbers in every part of the form that a card computes with.
class RandomTerms final : public Objective<float> {
public:
  RandomTerms(const Case& test) : test_(test) {
    RandomSequence random(5, Stream::stimulus, 3);
    const auto below_one = [&] { return static_cast<float>(random.uniform()) - 0.5f; };
    const std::size_t n = test.neurons;
    for (int p = 0; p < populations; ++p) {
      population_.emplace_back();
      for (int t = onset; t < test.steps; ++t)
        population_.back().push_back(below_one());
    }
    for (int b = 0; b < test.trials; ++b) {
      slope_.push_back(0.01f * static_cast<float>(b + 1));
      by_count_.emplace_back();
      member_start_.push_back({0});
      members_.emplace_back();
      for (std::size_t i = 0; i < n; ++i) {
        by_count_.back().push_back(below_one());
        for (std::uint32_t p = 0; p < populations; ++p)
          if (random.uniform() < 0.2)
            members_.back().push_back(p);
        member_start_.back().push_back(static_cast<std::uint32_t>(members_.back().size()));
      }
    }
    penalty.resize(static_cast<std::size_t>(test.trials));
  }

  void observe_voltage(int trial, int, std::uint32_t begin, std::uint32_t end, const float* v) override {
    for (std::uint32_t i = 0; i < end - begin; ++i) {
      const double excess = voltage_excess(test_.voltage_mode, v[i]);
      penalty[static_cast<std::size_t>(trial)] += excess * excess; // one thread
    }
  }
  void add_spike_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, float* gradient) const override {
    const auto b = static_cast<std::size_t>(trial);
    for (std::uint32_t i = begin; i < end; ++i) {
      if (step >= first_step() && step <= last_step())
        gradient[i - begin] += by_count_[b][i];
      for (std::uint32_t k = member_start_[b][i]; step > onset && k < member_start_[b][i + 1]; ++k)
        gradient[i - begin] +=
            static_cast<float>(population_[members_[b][k]][static_cast<std::size_t>(step - onset - 1)]);
    }
  }
  void add_voltage_gradient(int trial, int, std::uint32_t begin, std::uint32_t end, const float* v,
                            float* gradient) const override {
    for (std::uint32_t i = 0; i < end - begin; ++i)
      gradient[i] += slope_[static_cast<std::size_t>(trial)] * voltage_excess(test_.voltage_mode, v[i]);
  }
  bool describe(std::vector<TrialGradient>& trials) const override {
    for (std::size_t b = 0; b < by_count_.size(); ++b)
      trials.push_back({test_.voltage_mode, slope_[b], by_count_[b], first_step(), last_step(), member_start_[b],
                        members_[b], population_, onset});
    return true;
  }
  void observe_voltage_sum(int trial, double sum) override { penalty[static_cast<std::size_t>(trial)] += sum; }

  std::vector<double> penalty; ///< [trial]

private:
  static constexpr int populations = 4, onset = 7;
  int first_step() const { return 4; }
  int last_step() const { return test_.steps - 3; }

  Case test_;
  std::vector<float> slope_;
  std::vector<std::vector<float>> by_count_;
  std::vector<std::vector<std::uint32_t>> member_start_, members_;
  std::vector<std::vector<double>> population_;
};

/// Delays 1 to 5; every source has synapses of several slots.
struct Setup {
  std::shared_ptr<Network> network;
  std::vector<Trial> trials;

  explicit Setup(const Case& test, bool recurrent = true) {
    hand_made::RandomNetwork random(test.neurons, 12, 5, 60.0f);
    std::uint32_t k = 0;
    for (auto& edge : random.edges.recurrent) {
      edge.delay = 1 + static_cast<int>(k * 7 % 5);
      edge.slot = k++ % 4 == 0 ? 2 : edge.slot;
    }
    network = hand_made::network(random.models, random.edges);
    if (!recurrent)
      network->recurrent = {};
    ModelTables tables = hand_made::tables();
    for (std::size_t c = 0; c < tables.populations.size(); ++c)
      tables.populations[c].cell_type = c < 4 ? "one" : "other";
    network->tables = std::make_shared<const ModelTables>(tables);
    network->neurons.population.assign(random.models.begin(), random.models.end());
    for (int number = 0; number < test.trials; ++number) {
      const auto trial = static_cast<std::uint32_t>(number);
      trials.push_back(training_support::make_trial(
          *network,
          training_support::state_after(network, *network->tables, 40 + number % 4, test.options.hard_reset, trial),
          trial, test.steps, 600.0));
    }
  }
};

struct Result {
  std::vector<SpikeTrains> spikes;
  std::vector<double> penalty;
  WeightGradient<float> gradient;
};

Result run(BackPropagation<float>& bptt, const Setup& setup, const Case& test) {
  RandomTerms objective(test);
  const TrainingWeights weights = training_support::weights_of(*setup.network);
  Result result;
  const auto spikes = bptt.forward(weights, setup.trials, objective);
  result.spikes.assign(spikes.begin(), spikes.end());
  result.penalty = objective.penalty;
  bptt.backward(weights, objective, result.gradient);
  return result;
}

BpttOptions options_of(const Case& test, std::size_t memory_bytes = std::size_t{1} << 30) {
  BpttOptions options;
  options.adjoint = test.options;
  options.memory_bytes = memory_bytes;
  return options;
}

Result on_processor(const Setup& setup, const Case& test) {
  ThreadPool pool(1);
  Bptt<float> bptt(setup.network, *setup.network->tables, options_of(test), pool);
  return run(bptt, setup, test);
}

Result emulated(const Setup& setup, const Case& test, std::size_t memory_bytes = std::size_t{1} << 30,
                TapePrecision precision = TapePrecision::single) {
  ThreadPool pool(1);
  BpttOptions options = options_of(test, memory_bytes);
  options.tape = precision;
  CudaBptt bptt(make_emulated_device(), setup.network, *setup.network->tables, options, pool);
  return run(bptt, setup, test);
}

/// Does `work` with a card, or says why not.
void on_card(const Setup& setup, const Case& test, const std::function<void(BackPropagation<float>&)>& work) {
  ThreadPool pool(1);
  std::unique_ptr<BackPropagation<float>> bptt;
  try {
    bptt = make_cuda_back_propagation(setup.network, options_of(test), pool);
  } catch (const Error& failure) {
    std::printf("skipped on a card: %s\n", failure.what());
    return;
  }
  work(*bptt);
}

bool same(const SpikeTrains& a, const SpikeTrains& b) {
  if (a.steps() != b.steps())
    return false;
  for (int t = 1; t <= a.steps(); ++t)
    if (!std::ranges::equal(a.step(t), b.step(t)))
      return false;
  return true;
}

bool same(const std::vector<SpikeTrains>& a, const std::vector<SpikeTrains>& b) {
  return std::ranges::equal(a, b, [](const SpikeTrains& x, const SpikeTrains& y) { return same(x, y); });
}

bool same_bits(const WeightGradient<float>& a, const WeightGradient<float>& b) {
  return a.recurrent == b.recurrent && a.lgn == b.lgn && a.background == b.background;
}

/// Largest difference relative to the largest number.
double difference(const std::vector<float>& expected, const std::vector<float>& found) {
  REQUIRE(expected.size() == found.size());
  double largest = 0.0, worst = 0.0;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    largest = std::max(largest, std::abs(static_cast<double>(expected[k])));
    worst = std::max(worst, std::abs(static_cast<double>(expected[k]) - static_cast<double>(found[k])));
  }
  REQUIRE(largest > 0.0);
  return worst / largest;
}

double difference(const WeightGradient<float>& a, const WeightGradient<float>& b) {
  return std::max(
      {difference(a.recurrent, b.recurrent), difference(a.lgn, b.lgn), difference(a.background, b.background)});
}

void check_equal(const Result& expected, const Result& found) {
  CHECK(same(expected.spikes, found.spikes));
  for (std::size_t b = 0; b < expected.penalty.size(); ++b)
    CHECK(found.penalty[b] == doctest::Approx(expected.penalty[b]).epsilon(1e-5));
  CHECK(difference(expected.gradient, found.gradient) < 1e-4);
}

void compare(const Case& test) {
  const Setup setup(test);
  const Result expected = on_processor(setup, test);
  std::size_t spikes = 0;
  for (const auto& trains : expected.spikes)
    spikes += trains.count();
  CHECK(spikes > 30);
  const Result found = emulated(setup, test);
  check_equal(expected, found);
  CHECK(same_bits(found.gradient, emulated(setup, test).gradient));
  on_card(setup, test, [&](BackPropagation<float>& bptt) {
    const Result there = run(bptt, setup, test);
    check_equal(expected, there);
    CHECK(same_bits(run(bptt, setup, test).gradient, there.gradient));
  });
}

} // namespace

TEST_CASE("Spikes and gradients: soft and hard reset, both surrogates, both voltage losses") {
  for (const bool hard : {false, true})
    for (const auto shape : {Surrogate::Shape::triangular, Surrogate::Shape::gaussian}) {
      Case test;
      test.options.hard_reset = hard;
      test.options.surrogate = {shape, 0.1, 0.3};
      test.voltage_mode = hard ? VoltageMode::range : VoltageMode::threshold;
      compare(test);
    }
}

TEST_CASE("Strong recurrent gradients: little damping, wide surrogate") {
  Case test;
  test.options.surrogate = {Surrogate::Shape::gaussian, 0.3, 0.6};
  test.options.recurrent_damping = 0.5;
  test.options.voltage_damping = 0.1;
  test.steps = 200;
  compare(test);
}

TEST_CASE("Any number of trials, also more than run at once, and step counts that are no multiple of three") {
  for (const auto& [trials, steps] : {std::pair{1, 199}, {5, 44}, {11, 31}, {22, 20}, {32, 24}, {37, 25}}) {
    Case test;
    test.trials = trials;
    test.steps = steps;
    compare(test);
  }
}

TEST_CASE("Frozen weights have no gradient; the others' does not change") {
  Case test;
  const Setup setup(test);
  const Result all = emulated(setup, test);
  test.options.train_lgn = test.options.train_background = false;
  const Result recurrent = emulated(setup, test);
  CHECK(recurrent.gradient.lgn.empty());
  CHECK(recurrent.gradient.background.empty());
  CHECK(recurrent.gradient.recurrent == all.gradient.recurrent);
  test.options.train_recurrent = false;
  test.options.train_lgn = true;
  const Result lgn = emulated(setup, test);
  CHECK(lgn.gradient.recurrent.empty());
  CHECK(lgn.gradient.lgn == all.gradient.lgn);
}

TEST_CASE("Segments and several passes over the batch under any memory limit: the same gradient") {
  Case test;
  test.trials = 4;
  const Setup setup(test);
  const Result whole = emulated(setup, test);
  ThreadPool pool(1);
  int plans = 0, last_segment = test.steps;
  bool refused = false;
  for (std::size_t bytes = 1'000'000; bytes > 10'000 && !refused; bytes -= bytes / 20) {
    CudaBptt bptt(make_emulated_device(), setup.network, *setup.network->tables, options_of(test, bytes), pool);
    BpttPlan plan;
    try {
      plan = bptt.plan(test.trials, test.steps);
    } catch (const Error& refusal) {
      CHECK(std::string(refusal.what()).find("free on the graphics card") != std::string::npos);
      refused = true;
      continue;
    }
    CHECK(plan.bytes <= bytes);
    if (plan.segment_steps == last_segment)
      continue;
    last_segment = plan.segment_steps;
    ++plans;
    const Result found = emulated(setup, test, bytes);
    CHECK(same(found.spikes, whole.spikes));
    if (plan.trials_at_once == test.trials)
      CHECK(same_bits(found.gradient, whole.gradient));
    else // sums over trials are rounded in another order
      CHECK(difference(whole.gradient, found.gradient) < 1e-5);
  }
  CHECK(plans > 5);
  CHECK(refused);
}

TEST_CASE("Runs without a tape end in the processor's state and go on from it") {
  Case test;
  for (const int trials : {3, 40}) {
    test.trials = trials;
    test.steps = 30;
    const Setup setup(test);
    const TrainingWeights weights = training_support::weights_of(*setup.network);
    ThreadPool pool(1);
    Bptt<float> processor(setup.network, *setup.network->tables, options_of(test), pool);
    CudaBptt card(make_emulated_device(), setup.network, *setup.network->tables, options_of(test), pool);
    std::vector<SpikeTrains> expected_spikes, found_spikes;
    const auto expected = processor.run_free(weights, setup.trials, expected_spikes);
    const auto found = card.run_free(weights, setup.trials, found_spikes);
    CHECK(same(expected_spikes, found_spikes));
    REQUIRE(found.size() == expected.size());
    for (std::size_t b = 0; b < found.size(); ++b) {
      CHECK(found[b].step == expected[b].step);
      CHECK(found[b].refractory == expected[b].refractory);
      CHECK(found[b].spikes == expected[b].spikes);
      for (const auto part :
           {&SimulatorState::v, &SimulatorState::asc, &SimulatorState::psc, &SimulatorState::psc_rise})
        CHECK(difference(expected[b].*part, found[b].*part) < 1e-5);
    }
    std::vector<Trial> further = setup.trials;
    for (std::size_t b = 0; b < further.size(); ++b)
      further[b].initial = std::make_shared<SimulatorState>(found[b]);
    processor.run_free(weights, further, expected_spikes);
    card.run_free(weights, further, found_spikes);
    CHECK(same(expected_spikes, found_spikes));
  }
}

TEST_CASE("A tape of half precision: the same spikes, gradients to 1e-3") {
  for (const auto shape : {Surrogate::Shape::triangular, Surrogate::Shape::gaussian}) {
    Case test;
    test.steps = 200;
    test.options.surrogate.shape = shape;
    const Setup setup(test);
    const Result single = emulated(setup, test);
    const Result half = emulated(setup, test, std::size_t{1} << 30, TapePrecision::half);
    CHECK(same(half.spikes, single.spikes));
    const double error = difference(single.gradient, half.gradient);
    MESSAGE("largest error " << error);
    CHECK(error > 0.0);
    CHECK(error < 1e-3);
  }
}

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
  std::unique_ptr<CudaBptt> make(bool keeps_gradient) {
    BpttOptions options = options_of(test);
    options.keeps_gradient = keeps_gradient;
    return std::make_unique<CudaBptt>(make_emulated_device(), setup.network, *setup.network->tables, options, pool);
  }
  double here(CudaBptt& bptt, const OptimizerSettings& settings, TrainingWeights& weights,
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
  double there(CudaBptt& bptt, const OptimizerSettings& settings, TrainingWeights& weights, std::int64_t update) {
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
          const CardOptimizer::Moments kept = card->optimizer()->moments();
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
      const CardOptimizer::Moments there = card->optimizer()->moments();
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
  CudaBptt card(make_emulated_device(), network, *network->tables, {}, pool);
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
  CudaBptt bptt(make_emulated_device(), setup.network, *setup.network->tables, options_of(test), pool);
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
  CudaBptt bptt(make_emulated_device(), setup.network, *setup.network->tables, options_of(test), pool);
  training_support::RandomObjective<float> objective;
  const TrainingWeights weights = training_support::weights_of(*setup.network);
  try {
    bptt.forward(weights, setup.trials, objective);
    FAIL("accepted");
  } catch (const Error& refusal) {
    CHECK(std::string(refusal.what()).find("--backend cpu") != std::string::npos);
  }
}
