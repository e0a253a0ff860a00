// SPDX-License-Identifier: Apache-2.0
// Tables of weight factors: both layouts, what is refused, and what they make of a network, against sums written out
// here (docs/model/network.md#eq-21, #eq-22).
#include "engine/core/numbers.h"
#include "engine/network/factors/apply_factors.h"
#include "engine/network/generator/generate.h"
#include "engine/network/network_digest.h"
#include "tests/engine/network_support.h"
#include "tests/support/sentences.h"

#include <cmath>
#include <doctest/doctest.h>
#include <map>

using namespace striate;
using namespace striate::test;

namespace {

constexpr const char* by_target =
    "target_type,ln_excitatory,ln_inhibitory,ln_lgn,ln_background,b_orientation,c_direction\n"
    "L2/3_Exc,0.5,-0.25,0.125,-1,1.2,0.6\n"
    "L4_PV,-0.5,0,0.25,2,0,0\n";

const Network& tiny() {
  static const std::shared_ptr<const Network> network = [] {
    ThreadPool pool(2);
    Task task("build");
    return generate_network({.radius_um = 50.0, .core_radius_um = 20.0, .small_lgn = true}, pool, task);
  }();
  return *network;
}

std::shared_ptr<const Network> with(const std::string& table, int threads = 2) {
  ThreadPool pool(threads);
  return apply_factors(tiny(), WeightFactors::parse(table, "f.csv"), pool);
}

std::string refusal(const std::string& table) {
  return error_of([&] { WeightFactors::parse(table, "f.csv"); });
}

const std::string& type_of(std::uint32_t neuron) {
  return tiny().tables->populations[tiny().neurons.population[neuron]].cell_type;
}

bool excitatory(std::uint32_t neuron) {
  return tiny().tables->populations[tiny().neurons.population[neuron]].excitatory;
}

double modulation(std::uint32_t source, std::uint32_t target, double b, double c) {
  const double difference = (tiny().neurons.tuning_deg[source] - tiny().neurons.tuning_deg[target]) * degree;
  return std::exp(b * std::cos(2.0 * difference) + c * std::cos(difference));
}

/// visit(source, target, before, after) for every recurrent edge.
template <typename Visit>
void compare(const Network& changed, Visit visit) {
  const Projection& edges = tiny().recurrent;
  REQUIRE(changed.recurrent.target == edges.target);
  for (std::uint32_t source = 0; source < edges.source_count; ++source)
    for (const EdgeRun& run : edges.row(source))
      for (std::uint64_t e = run.begin; e < edges.run_end(run); ++e)
        visit(source, edges.target[e], edges.weight[e], changed.recurrent.weight[e]);
}

} // namespace

TEST_CASE("both layouts are read, written and have one digest") {
  const WeightFactors factors = WeightFactors::parse(by_target, "f.csv");
  REQUIRE(factors.rows.size() == 8);
  CHECK(factors.rows[0].source == "Exc");
  CHECK(factors.rows[0].target == "L2/3_Exc");
  CHECK(factors.rows[0].b_orientation == 1.2);
  CHECK(factors.rows[1].ln_weight == -0.25);
  CHECK(factors.rows[1].b_orientation == 0.0);
  CHECK(factors.rows[7].source == WeightFactor::background);
  CHECK(factors.rows[7].ln_weight == 2.0);
  const WeightFactors again = WeightFactors::parse(factors.csv(), "g.csv");
  CHECK(again.csv() == factors.csv());
  CHECK(again.digest() == factors.digest());
  CHECK(WeightFactors::parse("source,target,ln_weight\nVIP,\"L4_SST,L5_SST\",0.1\n", "f.csv").rows.at(0).target ==
        "L4_SST,L5_SST");
}

TEST_CASE("what a table cannot mean is refused with its place") {
  CHECK(contains_all(refusal("target_type,ln_excitatory\nL4_Exc,0\n"), {"f.csv", "ln_inhibitory"}));
  CHECK(contains_all(refusal("source,target,ln_weight\nExc,L9_Exc,0\n"), {"line 2", "target", "L9_Exc"}));
  CHECK(contains_all(refusal("source,target,ln_weight\nEx,L4_Exc,0\n"), {"line 2", "source"}));
  CHECK(contains_all(refusal("source,target,ln_weight\nExc,L4_Exc,\n"), {"line 2", "ln_weight"}));
  CHECK(contains_all(refusal("source,target,ln_weight\nExc,L4_Exc,nan\n"), {"line 2", "ln_weight"}));
  CHECK(contains_all(refusal("source,target,ln_weight\nExc,L4_Exc,400\n"), {"line 2", "between -20 and 20"}));
  CHECK(contains_all(refusal("source,target,ln_weight\nExc,L4_Exc,0\nExc,L4_Exc,1\n"), {"line 3", "twice"}));
  CHECK(contains_all(refusal("source,target,ln_weight,b_orientation\nLGN,L4_Exc,0,1\n"), {"line 2", "LGN"}));
  CHECK(contains_all(refusal("source,target,ln_weight,total_pA\nExc,L4_Exc,0,0\n"), {"line 2", "total"}));
  CHECK(contains_all(refusal("source,target,ln_weight,colour\nExc,L4_Exc,0,1\n"), {"colour", "remove"}));
}

TEST_CASE("weights are multiplied by type, like-to-like keeps the mean, and the rest stays") {
  const auto changed = with(by_target);
  std::map<std::string, std::pair<double, double>> sum; // of modulations, edges
  compare(*changed, [&](std::uint32_t source, std::uint32_t target, float, float) {
    if (excitatory(source) && type_of(target) == "L2/3_Exc") {
      sum["L2/3"].first += modulation(source, target, 1.2, 0.6);
      sum["L2/3"].second += 1.0;
    }
  });
  const double mean = sum["L2/3"].first / sum["L2/3"].second;
  std::size_t l2l = 0, inhibitory = 0, untouched = 0;
  compare(*changed, [&](std::uint32_t source, std::uint32_t target, float before, float after) {
    double factor = 1.0;
    if (type_of(target) == "L2/3_Exc" && excitatory(source)) {
      factor = std::exp(0.5) * modulation(source, target, 1.2, 0.6) / mean;
      ++l2l;
    } else if (type_of(target) == "L2/3_Exc") {
      factor = std::exp(-0.25);
      ++inhibitory;
    } else if (type_of(target) == "L4_PV" && excitatory(source))
      factor = std::exp(-0.5);
    else
      ++untouched;
    REQUIRE(after == doctest::Approx(before * factor).epsilon(1e-5));
  });
  CHECK(l2l > 1000);
  CHECK(inhibitory > 1000);
  CHECK(untouched > 1000);

  const Projection &lgn = tiny().lgn, &lgn_after = changed->lgn;
  for (std::size_t e = 0; e < lgn.target.size(); ++e) {
    const std::string& type = type_of(lgn.target[e]);
    const double ln = type == "L2/3_Exc" ? 0.125 : type == "L4_PV" ? 0.25 : 0.0;
    REQUIRE(lgn_after.weight[e] == doctest::Approx(lgn.weight[e] * std::exp(ln)).epsilon(1e-6));
  }
  const BackgroundProjection& background = tiny().background;
  for (std::uint32_t k = 0; k + 1 < background.row_start.size(); ++k)
    for (std::uint32_t e = background.row_start[k]; e < background.row_start[k + 1]; ++e) {
      const double ln = type_of(k) == "L2/3_Exc" ? -1.0 : type_of(k) == "L4_PV" ? 2.0 : 0.0;
      REQUIRE(changed->background.weight[e] == doctest::Approx(background.weight[e] * std::exp(ln)).epsilon(1e-6));
    }
}

TEST_CASE("a total found elsewhere is met here, whatever the rules gave") {
  double total = 0.0, cells = 0.0;
  const auto sum = [&](const Network& network) {
    total = cells = 0.0;
    for (std::uint32_t k = 0; k < tiny().neurons.size(); ++k)
      cells += type_of(k) == "L5_PV";
    compare(network, [&](std::uint32_t source, std::uint32_t target, float, float after) {
      if (excitatory(source) && type_of(target) == "L5_PV")
        total += static_cast<double>(after);
    });
    return total / cells;
  };
  const auto changed = with("source,target,ln_weight,total_pA\nExc,L5_PV,0,1234.5\n");
  CHECK(sum(*changed) == doctest::Approx(1234.5).epsilon(1e-4));
}

TEST_CASE("factors of several rows multiply") {
  const auto changed = with("source,target,ln_weight\nInh,SST,0.5\nVIP,L4_SST,0.25\n");
  std::size_t both = 0;
  compare(*changed, [&](std::uint32_t source, std::uint32_t target, float before, float after) {
    const auto is = [](std::uint32_t neuron, CellClass wanted) {
      return tiny().tables->populations[tiny().neurons.population[neuron]].cell_class == wanted;
    };
    double ln = 0.0;
    if (!excitatory(source) && is(target, CellClass::sst)) {
      ln = 0.5;
      if (is(source, CellClass::vip) && type_of(target) == "L4_SST") {
        ln += 0.25;
        ++both;
      }
    }
    REQUIRE(after == doctest::Approx(before * std::exp(ln)).epsilon(1e-6));
  });
  CHECK(both > 0);
}

TEST_CASE("weights that become infinite are refused") {
  CHECK(contains(error_of([] {
                   with("source,target,ln_weight\nall,all,20\nExc,all,20\nL4,all,20\nL4_Exc,all,20\nL4_Exc,"
                        "L4,20\n");
                 }),
                 "infinite"));
}

TEST_CASE("the result does not depend on the threads, and an empty table changes nothing") {
  CHECK(network_digest(*with(by_target, 1)) == network_digest(*with(by_target, 3)));
  CHECK(network_digest(*with("source,target,ln_weight\n")) == network_digest(tiny()));
}
