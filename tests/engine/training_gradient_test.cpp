// SPDX-License-Identifier: Apache-2.0
// The hand-written adjoint against an independent automatic differentiation of the same semantics
// (docs/model/dynamics.md#basis4-one-step, docs/model/training.md#eq-2): forward equations edge by edge in double, each
// operation with its local derivatives, stop-gradients where that table has them. In double the two agree to 1e-10, in
// float to 1e-4.
#include "engine/core/errors.h"
#include "engine/training/gradient/bptt.h"
#include "training_autodiff.h"
#include "training_support.h"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <numbers>

using namespace striate;
using autodiff::Graph;
using autodiff::Value;

namespace {

struct Case {
  std::uint32_t neurons = 50;
  int steps = 200, trials = 2;
  AdjointOptions options;
};

double rounded(double x) {
  return static_cast<float>(x);
}

/// Derivatives of the random objective by all weights, pA.
class Reference {
public:
  Reference(const hand_made::RandomNetwork& random, const ModelTables& tables, const Case& test,
            std::span<const Trial> trials)
      : random_(random), tables_(tables), test_(test) {
    for (const auto& edge : random.edges.recurrent)
      recurrent.push_back({edge.weight, graph_.leaf()});
    for (const auto& edge : random.edges.lgn)
      lgn.push_back({edge.weight, graph_.leaf()});
    for (const auto& edge : random.edges.background)
      background.push_back({edge.weight, graph_.leaf()});
    for (std::size_t k = 0; k < trials.size(); ++k)
      rollout(trials[k], static_cast<int>(k));
    const auto loss = graph_.open();
    for (const auto& [node, coefficient] : terms_)
      graph_.link(node, coefficient);
    bar_ = graph_.derivatives();
    (void)loss;
  }

  double by(const Value& weight) const { return bar_[weight.node]; }
  std::size_t spikes = 0;
  std::vector<Value> recurrent, lgn, background;

private:
  using Row = std::vector<Value>;

  void rollout(const Trial& trial, int number) {
    const std::size_t n = random_.models.size();
    const SimulatorState& start = *trial.initial;
    std::vector<Row> history; // z of step t at history[t + remembered - 1], constants before step 1
    const auto remembered = static_cast<int>(start.spikes.size());
    for (int ago = remembered - 1; ago >= 0; --ago) {
      Row z(n);
      for (const auto id : start.spikes[static_cast<std::size_t>(ago)])
        z[id].x = 1.0;
      history.push_back(z);
    }
    Row v(n);
    std::array<Row, 4> p, q;
    std::array<Row, 2> a;
    std::vector<int> rho(n);
    for (auto* rows : {&p, &q})
      rows->fill(Row(n));
    a.fill(Row(n));
    for (std::size_t i = 0; i < n; ++i) {
      v[i].x = start.v[i];
      rho[i] = start.refractory[i];
      for (std::size_t r = 0; r < 4; ++r) {
        p[r][i].x = start.psc_rise[r * n + i];
        q[r][i].x = start.psc[r * n + i];
      }
      for (std::size_t m = 0; m < 2; ++m)
        a[m][i].x = start.asc[m * n + i];
    }
    for (int t = 1; t <= test_.steps; ++t) {
      const auto z_at = [&](int step) -> const Row& {
        return history[static_cast<std::size_t>(step + remembered - 1)];
      };
      std::vector<std::vector<Part>> parts(n);
      for (std::size_t k = 0; k < recurrent.size(); ++k) {
        const auto& edge = random_.edges.recurrent[k];
        const Value z = z_at(t - edge.delay)[edge.source];
        Value product{recurrent[k].x * z.x, graph_.open()};
        graph_.link(recurrent[k].node, z.x);
        graph_.link(z.node, recurrent[k].x * test_.options.recurrent_damping);
        parts[edge.target].push_back({product, edge.slot});
      }
      for (std::size_t k = 0; k < lgn.size(); ++k) {
        const auto& edge = random_.edges.lgn[k];
        const auto& units = trial.lgn[static_cast<std::size_t>(t - 1)];
        if (std::find(units.begin(), units.end(), edge.source) != units.end())
          parts[edge.target].push_back({lgn[k], 9});
      }
      for (std::size_t k = 0; k < background.size(); ++k) {
        const auto& edge = random_.edges.background[k];
        const double count =
            trial.background[static_cast<std::size_t>(t - 1) * random_.edges.background_sources + edge.source];
        if (count == 0.0)
          continue;
        Value product{background[k].x * count, graph_.open()};
        graph_.link(background[k].node, count);
        parts[edge.target].push_back({product, 9});
      }
      Row z(n);
      for (std::size_t i = 0; i < n; ++i)
        neuron(i, t, number, parts[i], z_at(t - 1)[i].x, v, p, q, a, rho, z);
      history.push_back(z);
    }
  }

  struct Part {
    Value value;
    int slot = 0;
  };

  void neuron(std::size_t i, int t, int number, const std::vector<Part>& parts, double fired, Row& v,
              std::array<Row, 4>& p, std::array<Row, 4>& q, std::array<Row, 2>& a, std::vector<int>& rho, Row& z) {
    const CellModel& cell = tables_.cell_models[random_.models[i]];
    const double scale = cell.V_th_mV - cell.E_L_mV;
    const double lambda = rounded(std::exp(-cell.g_nS / cell.C_m_pF));
    const double gain = rounded(-std::expm1(-cell.g_nS / cell.C_m_pF) / (cell.g_nS * scale));
    const int n_ref = std::max(1, static_cast<int>(std::ceil(cell.t_ref_ms)));
    rho[i] = std::max(rho[i] + static_cast<int>(fired) * n_ref - 1, 0);
    const bool free = rho[i] == 0;

    Value u;
    u.x = lambda * v[i].x + gain * (q[0][i].x + q[1][i].x + q[2][i].x + q[3][i].x + a[0][i].x + a[1][i].x) - fired;
    u.node = graph_.open();
    graph_.link(v[i].node, lambda * (1.0 - test_.options.voltage_damping));
    for (std::size_t r = 0; r < 4; ++r)
      graph_.link(q[r][i].node, gain);
    if (test_.options.hard_reset && !free)
      u = {0.0, Graph::none};

    for (std::size_t r = 0; r < 4; ++r) {
      const double tau = tables_.basis_tau_ms[r];
      const double decay = rounded(std::exp(-1.0 / tau));
      Value next_q{decay * q[r][i].x + decay * p[r][i].x, graph_.open()};
      graph_.link(q[r][i].node, decay);
      graph_.link(p[r][i].node, decay);
      Value next_p{decay * p[r][i].x, graph_.open()};
      graph_.link(p[r][i].node, decay);
      for (const Part& part : parts) {
        const double beta = tables_.synapse[static_cast<std::size_t>(part.slot)][random_.models[i]].basis[r];
        const double factor = rounded(beta * std::numbers::e / tau);
        next_p.x += factor * part.value.x;
        graph_.link(part.value.node, factor);
      }
      q[r][i] = next_q;
      p[r][i] = next_p;
    }
    for (std::size_t m = 0; m < 2; ++m)
      a[m][i].x = rounded(std::exp(-cell.asc_decay_per_ms[m])) * a[m][i].x +
                  static_cast<double>(static_cast<float>(cell.asc_amp_pA[m])) * fired;
    v[i] = u;
    const double s = v[i].x - 1.0;
    z[i] = {s > 0.0 && free ? 1.0 : 0.0, graph_.open()};
    if (free)
      graph_.link(v[i].node, psi(s));
    spikes += z[i].x > 0.0;
    using Coefficients = training_support::RandomObjective<double>;
    terms_.push_back({z[i].node, Coefficients::spike_coefficient(number, t, static_cast<std::uint32_t>(i))});
    terms_.push_back({v[i].node, Coefficients::voltage_coefficient(number, t, static_cast<std::uint32_t>(i))});
  }

  double psi(double s) const {
    const Surrogate& shape = test_.options.surrogate;
    if (shape.shape == Surrogate::Shape::triangular)
      return shape.damping * std::max(0.0, 1.0 - std::abs(s));
    return shape.damping * std::exp(-s * s / (shape.width * shape.width));
  }

  const hand_made::RandomNetwork& random_;
  const ModelTables& tables_;
  const Case& test_;
  Graph graph_;
  std::vector<std::pair<Graph::Node, double>> terms_;
  std::vector<double> bar_;
};

/// Largest difference relative to the largest derivative.
template <typename Real>
double difference(const std::vector<double>& expected, const std::vector<Real>& found) {
  double largest = 0.0;
  double worst = 0.0;
  REQUIRE(expected.size() == found.size());
  for (std::size_t k = 0; k < expected.size(); ++k) {
    largest = std::max(largest, std::abs(expected[k]));
    worst = std::max(worst, std::abs(expected[k] - static_cast<double>(found[k])));
  }
  REQUIRE(largest > 0.0);
  return worst / largest;
}

struct Setup {
  hand_made::RandomNetwork random;
  ModelTables tables = hand_made::tables();
  std::shared_ptr<Network> network;
  std::vector<Trial> trials;

  explicit Setup(const Case& test) : random(test.neurons, 12, 5, 60.0f) {
    // Delays 1 to 5; edges in the order of the projection, so that gradients compare index by index.
    std::uint32_t k = 0;
    for (auto& edge : random.edges.recurrent)
      edge.delay = 1 + static_cast<int>(k++ * 7 % 5);
    const auto by_projection = [](std::vector<hand_made::Edge>& edges) {
      std::stable_sort(edges.begin(), edges.end(), [](const auto& a, const auto& b) {
        return std::tie(a.source, a.slot, a.delay, a.target) < std::tie(b.source, b.slot, b.delay, b.target);
      });
    };
    by_projection(random.edges.recurrent);
    by_projection(random.edges.lgn);
    network = hand_made::network(random.models, random.edges);
    for (int number = 0; number < test.trials; ++number) {
      const auto trial = static_cast<std::uint32_t>(number);
      trials.push_back(training_support::make_trial(
          *network, training_support::state_after(network, tables, 40 + number, test.options.hard_reset, trial), trial,
          test.steps, 600.0));
    }
  }
};

template <typename Real>
WeightGradient<Real> adjoint(const Setup& setup, const Case& test, int threads = 2,
                             std::size_t memory_bytes = std::size_t{1} << 30) {
  ThreadPool pool(threads);
  BpttOptions options;
  options.adjoint = test.options;
  options.memory_bytes = memory_bytes;
  Bptt<Real> bptt(setup.network, setup.tables, options, pool);
  training_support::RandomObjective<Real> objective;
  const TrainingWeights weights = training_support::weights_of(*setup.network);
  bptt.forward(weights, setup.trials, objective);
  WeightGradient<Real> gradient;
  bptt.backward(weights, objective, gradient);
  return gradient;
}

void compare(const Case& test) {
  const Setup setup(test);
  const Reference reference(setup.random, setup.tables, test, setup.trials);
  CHECK(reference.spikes > 400);
  std::vector<double> recurrent, lgn, background;
  for (const auto& weight : reference.recurrent)
    recurrent.push_back(reference.by(weight));
  for (const auto& weight : reference.lgn)
    lgn.push_back(reference.by(weight));
  for (const auto& weight : reference.background)
    background.push_back(reference.by(weight));
  const auto exact = adjoint<double>(setup, test);
  const auto single = adjoint<float>(setup, test);
  const double in_double = std::max(
      {difference(recurrent, exact.recurrent), difference(lgn, exact.lgn), difference(background, exact.background)});
  const double in_float = std::max({difference(recurrent, single.recurrent), difference(lgn, single.lgn),
                                    difference(background, single.background)});
  MESSAGE("double " << in_double << ", float " << in_float << ", spikes " << reference.spikes);
  CHECK(in_double < 1e-10);
  CHECK(in_float < 1e-4);
}

Case with_all_weights() {
  Case test;
  test.options.train_lgn = test.options.train_background = true;
  return test;
}

} // namespace

TEST_CASE("Every option: soft and hard reset, both surrogates, damping") {
  for (const bool hard : {false, true})
    for (const auto shape : {Surrogate::Shape::triangular, Surrogate::Shape::gaussian}) {
      Case test = with_all_weights();
      test.options.hard_reset = hard;
      test.options.surrogate = {shape, 0.1, 0.3};
      compare(test);
    }
}

TEST_CASE("Strong recurrent gradients: no damping, wide surrogate") {
  for (const bool hard : {false, true}) {
    Case test = with_all_weights();
    test.options.hard_reset = hard;
    test.options.surrogate = {Surrogate::Shape::gaussian, 0.3, 0.6};
    test.options.recurrent_damping = 0.5;
    test.options.voltage_damping = 0.1;
    compare(test);
  }
}

TEST_CASE("Batches of 1, 3, 5 and 8 trials and step counts that are no multiple of three") {
  for (const auto& [trials, steps] : {std::pair{1, 199}, {3, 61}, {5, 44}, {8, 32}}) {
    Case test = with_all_weights();
    test.trials = trials;
    test.steps = steps;
    test.neurons = 70;
    compare(test);
  }
}

TEST_CASE("Segments under any memory limit, several passes over the batch and any number of threads: the same bits") {
  Case test = with_all_weights();
  test.trials = 3;
  const Setup setup(test);
  const auto whole = adjoint<float>(setup, test);
  ThreadPool pool(1);
  BpttOptions options;
  options.adjoint = test.options;
  for (const int threads : {1, 3, 4})
    CHECK(adjoint<float>(setup, test, threads).recurrent == whole.recurrent);
  std::size_t plans = 0;
  int last_segment = test.steps;
  for (std::size_t bytes = 400'000; bytes > 10'000; bytes -= bytes / 20) {
    options.memory_bytes = bytes;
    const Bptt<float> bptt(setup.network, setup.tables, options, pool);
    BpttPlan plan;
    try {
      plan = bptt.plan(test.trials, test.steps);
    } catch (const Error& refusal) {
      CHECK(std::string(refusal.what()).find("at most") != std::string::npos);
      break;
    }
    CHECK(plan.bytes <= bytes);
    if (plan.trials_at_once != test.trials || plan.segment_steps == last_segment)
      continue;
    last_segment = plan.segment_steps;
    ++plans;
    const auto cut = adjoint<float>(setup, test, 2, bytes);
    CHECK(cut.recurrent == whole.recurrent);
    CHECK(cut.lgn == whole.lgn);
    CHECK(cut.background == whole.background);
  }
  CHECK(plans > 3);
}

TEST_CASE("More trials than share a pass give the sum of the single gradients") {
  Case test = with_all_weights();
  test.trials = 11;
  test.steps = 60;
  const Setup setup(test);
  const auto together = adjoint<double>(setup, test);
  const Reference reference(setup.random, setup.tables, test, setup.trials);
  std::vector<double> recurrent;
  for (const auto& weight : reference.recurrent)
    recurrent.push_back(reference.by(weight));
  CHECK(difference(recurrent, together.recurrent) < 1e-10);
}
