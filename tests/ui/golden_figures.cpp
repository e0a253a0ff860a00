// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/golden_figures.h"

#include "engine/analysis/figures/network_figures.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/core/csv.h"
#include "engine/network/generator/generate.h"

#include <memory>

namespace striate {

namespace {

CsvTable data(const std::string& name) {
  return CsvTable::read(std::string(STRIATE_TEST_DATA) + "/analysis/" + name);
}

constexpr int trials_per_level = 80;

void add_level(TrialTable& protocol, double contrast, double spatial, double temporal) {
  for (int trial = 0; trial < trials_per_level; ++trial)
    protocol.trials.push_back({.start_ms = 2000.0,
                               .stop_ms = 4000.0,
                               .gray_from_ms = 0.0,
                               .direction_deg = trial / 10 * 45.0,
                               .contrast = contrast,
                               .spatial_frequency = spatial,
                               .temporal_frequency = temporal,
                               .condition = {},
                               .file = {}});
}

/// Another stimulus, without a direction.
void add_flashes(TrialTable& protocol) {
  for (int trial = 0; trial < 10; ++trial)
    protocol.trials.push_back({.start_ms = 2000.0,
                               .stop_ms = 4000.0,
                               .gray_from_ms = 0.0,
                               .direction_deg = 0.0,
                               .contrast = 0.8,
                               .condition = "flash",
                               .file = {}});
}

} // namespace

StudyResult golden_study(bool series) {
  StudyNeurons neurons;
  const CsvTable nodes = data("input_nodes.csv");
  for (std::size_t row = 0; row < nodes.rows(); ++row)
    neurons.add(static_cast<std::uint64_t>(nodes.integer(row, "node_id")), nodes.text(row, "pop_name"),
                static_cast<float>(nodes.number(row, "x")), 0.0F, static_cast<float>(nodes.number(row, "z")),
                static_cast<float>(nodes.number(row, "tuning_angle")));
  TrialTable protocol;
  add_level(protocol, 0.8, 0.04, 2.0);
  if (series) {
    for (const double contrast : {0.6, 0.4, 0.2})
      add_level(protocol, contrast, 0.04, 2.0);
    add_level(protocol, 0.8, 0.02, 2.0);
    add_level(protocol, 0.8, 0.08, 2.0);
    add_level(protocol, 0.8, 0.04, 8.0);
    add_flashes(protocol);
  }
  protocol.index();
  StudyOptions options;
  options.fano.samples = 50;
  TuningStudy study(neurons, protocol, options);
  std::vector<TrialSpikes> trials(trials_per_level);
  const CsvTable spikes = data("input_spikes.csv");
  for (std::size_t row = 0; row < spikes.rows(); ++row) {
    auto& trial =
        trials[static_cast<std::size_t>(spikes.integer(row, "angle_deg") / 45 * 10 + spikes.integer(row, "trial"))];
    trial.time_ms.push_back(spikes.number(row, "time_ms") - 2000.0);
    trial.neuron.push_back(static_cast<std::uint32_t>(spikes.integer(row, "node_id")));
  }
  for (std::size_t t = 0; t < protocol.trials.size(); ++t)
    study.add(t, trials[t % trials_per_level]);
  ThreadPool pool(2);
  return study.finish(pool);
}

const std::vector<FigureModel>& golden_figures() {
  static const std::vector<FigureModel> figures = [] {
    std::vector<FigureModel> all = study_figures(golden_study(true), neuropixels());
    NetworkRecipe recipe;
    recipe.radius_um = 50.0;
    recipe.core_radius_um = 20.0;
    recipe.small_lgn = true;
    Task task("build");
    std::shared_ptr<const Network> network;
    ThreadPool pool(2);
    task.run([&](Task& t) { network = generate_network(recipe, pool, t); });
    for (FigureModel& figure : network_figures(*network))
      all.push_back(std::move(figure));
    Network trained = *network; // excitatory weights a quarter heavier, inhibitory ones between half and all
    for (std::size_t e = 0; e < trained.recurrent.weight.size(); ++e)
      trained.recurrent.weight[e] *=
          trained.recurrent.weight[e] > 0.0f ? 1.25f : 0.5f + 0.05f * static_cast<float>(e % 11);
    all.push_back(weight_changes_figure(*network, trained));
    return all;
  }();
  return figures;
}

} // namespace striate
