// SPDX-License-Identifier: Apache-2.0
// The dynamics `nest` against runs of NEST itself (tests/data/nest), spike for spike.
#include "nest_golden.h"

#include <fmt/format.h>

#include <limits>
#include <map>
#include <sstream>

using namespace striate;
using namespace striate::test;

namespace {

/// pA that hold the neuron at its threshold.
double threshold_current(const CellModel& model) {
  return model.g_nS * (model.V_th_mV - model.E_L_mV);
}

/// What make_golden.py gives to the synapse in `slot`: a PSP of 5 mV, of 3 mV from inhibitory cells.
float train_weight(const CellModel& model, std::size_t slot) {
  const bool inhibitory = slot >= 6 && slot < 9;
  return static_cast<float>((inhibitory ? -3.0 : 5.0) / model.unit_psp_mV[slot]);
}

/// All 201 models driven as in make_golden.py.
struct SingleNeurons {
  static constexpr long lead_ms = 2; ///< before the first entry of the current pattern

  NestConstants constants;
  NestNeurons state;
  NestPlanes planes;
  MembraneInput input;
  std::vector<double> pattern = golden("single_current.csv").numbers("in_threshold_currents");
  std::multimap<long, std::size_t> arrivals; ///< slots by step
  Spikes spikes;

  explicit SingleNeurons(double dt_ms)
      : constants(make_nest_constants(model_tables(), dt_ms)), state(constants.cells.size(), constants.receptors),
        planes(constants.receptors, AlignedVector<double>(constants.cells.size())) {
    input.added_pA.resize(constants.cells.size());
    input.held.resize(constants.cells.size());
    const CsvTable trains = golden("single_trains.csv");
    for (std::size_t row = 0; row < trains.rows(); ++row) {
      const long slot = trains.integer(row, "slot");
      const double shift_ms = constants.steps_per_ms > 1 ? 0.1 * static_cast<double>(slot) : 0.0;
      const double end_ms = trains.number(row, "arrival_ms") + shift_ms;
      arrivals.emplace(std::lround(end_ms * constants.steps_per_ms) - 1, static_cast<std::size_t>(slot));
    }
  }

  void run_step(long step) {
    const long entry = step / constants.steps_per_ms - lead_ms;
    const bool driven = entry >= 0 && entry < static_cast<long>(pattern.size());
    const auto [first, last] = arrivals.equal_range(step);
    std::vector<std::uint32_t> fired;
    for (std::uint32_t i = 0; i < state.size(); ++i) {
      const CellModel& model = model_tables().cell_models[i];
      input.added_pA[i] =
          driven ? static_cast<float>(threshold_current(model) * pattern[static_cast<std::size_t>(entry)]) : 0.0f;
      const auto post = static_cast<std::size_t>(constants.cells[i].synaptic_class);
      for (auto arrival = first; arrival != last; ++arrival)
        planes[constants.receptor[arrival->second][post]][i] += train_weight(model, arrival->second);
      const NeuronPiece piece{i, i + 1, static_cast<std::uint16_t>(i)};
      REQUIRE(update_nest_piece(piece, constants.cells[i], input, planes, state, fired) == piece.end);
    }
    for (const std::uint32_t id : fired)
      spikes.emplace_back(step, id);
  }
};

Spikes golden_single_spikes(const std::string& dt, long before_step = std::numeric_limits<long>::max()) {
  const CsvTable table = golden("single_spikes_dt" + dt + ".csv");
  Spikes spikes;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::istringstream steps(table.text(row, "steps"));
    for (long step = 0; steps >> step;)
      if (step < before_step)
        spikes.emplace_back(step, table.integer(row, "model"));
  }
  std::ranges::sort(spikes);
  return spikes;
}

} // namespace

TEST_CASE("Single neurons of all 201 models: every spike and the potential as in NEST") {
  for (const auto& [dt_ms, name] : {std::pair{0.1, "0.1"}, std::pair{1.0, "1"}}) {
    CAPTURE(dt_ms);
    const CsvTable v = golden(fmt::format("single_v_dt{}.csv", name));
    REQUIRE(v.rows() == 201);
    SingleNeurons neurons(dt_ms);
    double worst = 0.0;
    for (long step = 0; step < 480 * neurons.constants.steps_per_ms; ++step) {
      neurons.run_step(step);
      const std::string column = fmt::format("ms{}", (step + 1) / neurons.constants.steps_per_ms);
      if ((step + 1) % neurons.constants.steps_per_ms != 0 || !v.has_column(column))
        continue;
      for (std::size_t i = 0; i < v.rows(); ++i) {
        const double expected = v.number(i, column);
        worst = std::max(worst, std::abs(neurons.constants.cells[i].E_L_mV + neurons.state.u[i] - expected) /
                                    std::abs(expected));
      }
    }
    MESSAGE("dt " << dt_ms << " ms: " << neurons.spikes.size() << " spikes, largest relative error of V " << worst);
    CHECK(worst < 1e-10);
    CHECK(neurons.spikes.size() > 4000);
    CHECK(neurons.spikes == golden_single_spikes(name));
  }
}

TEST_CASE("An added current acts as NEST's current generator") {
  std::vector<std::uint16_t> models(201);
  for (std::size_t i = 0; i < models.size(); ++i)
    models[i] = static_cast<std::uint16_t>(i);
  NestSimulator simulator(hand_made::network(models, {}), model_tables(), 0.1, {.threads = 2});
  const std::vector<double> pattern = golden("single_current.csv").numbers("in_threshold_currents");
  Spikes spikes;
  for (long ms = SingleNeurons::lead_ms; ms < 240; ++ms) {
    Perturbation perturbation;
    for (const CellModel& model : model_tables().cell_models)
      perturbation.added_pA.push_back(static_cast<float>(
          threshold_current(model) * pattern[static_cast<std::size_t>(ms - SingleNeurons::lead_ms)]));
    simulator.perturb(perturbation);
    for (long step = ms * 10; step < ms * 10 + 10; ++step)
      for (const std::uint32_t id : simulator.step({}))
        spikes.emplace_back(step, id);
  }
  // The simulator started two milliseconds late: at rest nothing happens in them.
  CHECK(spikes == golden_single_spikes("0.1", 2400));
}

TEST_CASE("A recurrent network: every spike at the same step as in NEST") {
  for (const auto& [dt_ms, name] : {std::pair{0.1, "0.1"}, std::pair{0.25, "0.25"}, std::pair{1.0, "1"}}) {
    CAPTURE(dt_ms);
    const Spikes expected = golden_network_spikes(name);
    CHECK(expected.size() > 2000);
    for (const int threads : {1, 2, 3, 8}) {
      const auto simulator = golden_network().simulator(dt_ms, threads);
      CHECK(simulator->dt_ms() == dt_ms);
      CHECK(golden_network().run(*simulator, 1000) == expected);
    }
  }
}

TEST_CASE("Delays of single synapses, and models with keys of their own: every spike at the same step as in NEST") {
  const GoldenNetwork& own = own_golden_network();
  CHECK(own.network->recurrent.delay_ms.size() == own.network->recurrent.edge_count());
  for (const auto& [dt_ms, name] : {std::pair{0.1, "0.1"}, std::pair{0.25, "0.25"}}) {
    CAPTURE(dt_ms);
    const Spikes expected = golden_network_spikes(name, "own");
    CHECK(expected.size() > 3000);
    CHECK(expected != golden_network_spikes(name));
    for (const int threads : {1, 2, 3, 8}) {
      const auto simulator = own.simulator(dt_ms, threads);
      CHECK(own.run(*simulator, 1000) == expected);
      simulator->reset(); // to the potentials and currents at the start
      CHECK(own.run(*simulator, 100) == own.run(*own.simulator(dt_ms, threads), 100));
    }
    const auto saved = own.simulator(dt_ms), other = own.simulator(dt_ms, 3);
    own.run(*saved, 300);
    saved->step({}); // into the middle of delays
    other->restore(saved->state());
    CHECK(own.run(*other, 400) == own.run(*saved, 400));
  }
}
