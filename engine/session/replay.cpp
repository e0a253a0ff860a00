// SPDX-License-Identifier: Apache-2.0
#include "engine/session/replay.h"

#include "engine/core/errors.h"
#include "engine/session/background_warning.h"
#include "engine/session/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace striate {

namespace {

/// The population of the network that an input replaces, and the parameter that chooses another one of the file.
PopulationChoice choice_of(const ParameterSet& parameters, const char* expected, const char* key) {
  return {{expected}, parameters.text(key), fmt::format("--{}", key)};
}

/// Times in seconds that are read as ms end in the first thousandth of the run, at rates that no unit has.
std::string doubt_of_unit(const SpikeSchedule& spikes, const std::string& file, std::uint32_t count, double step_ms,
                          double duration_ms) {
  constexpr std::uint64_t few_spikes = 10;
  constexpr double factor = 500.0, highest_rate_Hz = 1000.0;
  const double last_ms = static_cast<double>(spikes.steps()) * step_ms;
  const double rate_Hz = static_cast<double>(spikes.spikes()) / (1e-3 * last_ms * std::max(1u, count));
  if (spikes.spikes() < few_spikes || (last_ms * factor >= duration_ms && rate_Hz <= highest_rate_Hz))
    return {};
  return fmt::format(
      "The {} spikes of {} end at {:g} ms of a run of {:g} ms ({:.3g} Hz each): its times are probably in "
      "seconds; name their unit in the file.",
      spikes.spikes(), file, last_ms, duration_ms, rate_Hz);
}

std::optional<SpikeSchedule> load(const std::string& file, const PopulationChoice& population, std::uint32_t count,
                                  const std::string& id_name, double step_ms, double duration_ms, Task& task) {
  if (file.empty())
    return std::nullopt;
  task.set_step("read " + file);
  SpikeImport request;
  request.file = file;
  request.population = population;
  request.id_count = count;
  request.id_name = id_name;
  request.step_ms = step_ms;
  ImportedSpikes imported = import_spikes(request, task);
  for (const std::string& note : imported.notes)
    task.warn(note);
  if (const std::string doubt = doubt_of_unit(imported.schedule, file, count, step_ms, duration_ms); !doubt.empty())
    task.warn(doubt);
  return std::move(imported.schedule);
}

} // namespace

void check_replay(const ParameterSet& parameters) {
  for (const auto& [file, input] : {std::pair("lgn-spikes", "lgn-input"), {"background-spikes", "background-input"}})
    if (!parameters.text(file).empty() && parameters.choice(input) == "currents")
      throw Error(fmt::format("Spikes from a file ({}) and currents ({}) are mutually exclusive; choose one of them.",
                              file, input),
                  Error::Kind::usage);
  if (!parameters.text("lgn-rates").empty() && !parameters.text("lgn-spikes").empty())
    throw Error(
        "LGN spikes and LGN rates from files (lgn-spikes, lgn-rates) are mutually exclusive; choose one of them.",
        Error::Kind::usage);
}

Replay load_replay(const ParameterSet& parameters, const Network& network, Task& task) {
  check_replay(parameters);
  Replay replay;
  const double step_ms = 1.0 / steps_per_ms_from(parameters), duration_ms = parameters.number("duration");
  const PopulationChoice lgn = choice_of(parameters, "lgn", "lgn-population");
  replay.lgn =
      load(parameters.text("lgn-spikes"), lgn, network.lgn_units.size(), "LGN unit", step_ms, duration_ms, task);
  replay.background = load(parameters.text("background-spikes"), choice_of(parameters, "bkg", "background-population"),
                           network.background.source_count, "background source", step_ms, duration_ms, task);
  if (const std::string& rates = parameters.text("lgn-rates"); !rates.empty()) {
    task.set_step("read " + rates);
    replay.lgn_rates.emplace(rates, network.lgn_units.size(), task, lgn.asked);
  }
  if (const std::string sentence = background_warning(parameters, network); !sentence.empty())
    task.warn(sentence);
  return replay;
}

} // namespace striate
