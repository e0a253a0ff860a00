#include "engine/session/replay.h"

#include "engine/core/errors.h"
#include "engine/session/session.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace striate {

namespace {

std::optional<SpikeSchedule> load(const std::string& file, const std::string& population, std::uint32_t count,
                                  const std::string& id_name, double step_ms, Task& task) {
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
  return std::move(imported.schedule);
}

} // namespace

void check_replay(const ParameterSet& parameters) {
  for (const auto& [file, input] : {std::pair("lgn-spikes", "lgn-input"), {"background-spikes", "background-input"}})
    if (!parameters.text(file).empty() && parameters.choice(input) == "currents")
      throw Error(
          fmt::format("Spikes from a file ({}) and currents ({}) exclude each other; choose one of them.", file, input),
          Error::Kind::usage);
  if (!parameters.text("lgn-rates").empty() && !parameters.text("lgn-spikes").empty())
    throw Error("LGN spikes and LGN rates from files (lgn-spikes, lgn-rates) exclude each other; choose one of them.",
                Error::Kind::usage);
}

Replay load_replay(const ParameterSet& parameters, const Network& network, Task& task) {
  check_replay(parameters);
  Replay replay;
  const double step_ms = 1.0 / steps_per_ms_from(parameters);
  replay.lgn = load(parameters.text("lgn-spikes"), "lgn", network.lgn_units.size(), "LGN unit", step_ms, task);
  replay.background = load(parameters.text("background-spikes"), "bkg", network.background.source_count,
                           "background source", step_ms, task);
  if (const std::string& rates = parameters.text("lgn-rates"); !rates.empty()) {
    task.set_step("read " + rates);
    replay.lgn_rates.emplace(rates, network.lgn_units.size(), task);
  }
  return replay;
}

} // namespace striate
