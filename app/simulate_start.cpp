// SPDX-License-Identifier: Apache-2.0
#include "app/simulate_start.h"

#include "app/run_task.h"
#include "engine/core/errors.h"
#include "engine/session/config_settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace striate::app {

namespace fs = std::filesystem;

namespace {

constexpr std::array free_keys{"duration", "threads", "record", "compression",
                               "probe"}; ///< that a continued run may change

Error usage(const std::string& sentence) {
  return Error(sentence, Error::Kind::usage);
}

void add_edits(const SimulateRequest& request, RunSettings& settings, std::int64_t from_ms) {
  for (const std::string& text : request.edits) {
    Edit edit = parse_edit(text, settings.edits.empty() ? settings.parameters : settings.edits.back().parameters);
    if (edit.at_ms < from_ms)
      throw usage(fmt::format("The edit \"{}\" precedes the saved state at {} ms; give later edits.", text, from_ms));
    if (!settings.edits.empty() && edit.at_ms < settings.edits.back().at_ms)
      throw usage(fmt::format("The edit \"{}\" precedes the previous one; give edits in time order.", text));
    settings.edits.push_back(std::move(edit));
  }
}

/// The flags that keep a setting of the config from being taken.
std::vector<std::string> flags_against(const std::string& key, const ParameterFlags& flags) {
  std::vector<std::string> keys = {key};
  if (key == "lgn-spikes")
    keys.insert(keys.end(), {"lgn-rates", "lgn-input"});
  if (key == "background-spikes")
    keys.emplace_back("background-input");
  std::erase_if(keys, [&](const std::string& one) { return !flags.given(one); });
  return keys;
}

/// A simulation config as the network's file says more than the network: what of it has no flag is taken.
ParameterSet with_config(ParameterSet parameters, const ParameterFlags& flags, std::vector<std::string>& notes) {
  Task task("Read the config");
  const std::string file = parameters.text("network-file");
  const ConfigSettings config = config_settings(parameters, task);
  std::vector<std::string> taken, overruled;
  for (const ConfigSettings::One& one : config.settings) {
    if (const auto by = flags_against(one.key, flags); !by.empty()) {
      if (ParameterSet same = parameters; same.set_text(one.key, one.value), !same.differences(parameters).empty())
        overruled.push_back(fmt::format("--{} instead of {}", fmt::join(by, ", --"), one.from));
      continue;
    }
    try {
      parameters.set_text(one.key, one.value);
    } catch (const Error& failure) {
      throw Error(fmt::format("{}, {}: {} Give another value with --{}.", file, one.from, failure.what(), one.key),
                  failure.kind());
    }
    taken.push_back(fmt::format("{} {} ({})", one.key, one.value, one.from));
  }
  if (!taken.empty())
    notes.push_back(fmt::format("{} sets {}", file, fmt::join(taken, "; ")));
  if (!overruled.empty())
    notes.push_back(fmt::format("Flags override {}: {}", file, fmt::join(overruled, "; ")));
  if (!config.unused.empty())
    notes.push_back(
        fmt::format("striate: {}: these parts of the config are not used: {}.", file, fmt::join(config.unused, ", ")));
  return parameters;
}

RunSettings settings_from_start(const SimulateRequest& request, const ParameterFlags& flags,
                                std::vector<std::string>& notes) {
  RunSettings settings;
  if (!request.session.empty())
    settings = read_run_settings(request.session);
  ParameterSet given = flags.apply(settings.parameters);
  if (request.session.empty() && given.is(choices::NetworkKind::file) && !given.text("network-file").empty())
    given = with_config(std::move(given), flags, notes);
  // Edits of a session keep what they changed; what the flags change holds from the start on.
  if (!settings.edits.empty() && !(given == settings.parameters))
    throw usage("A session with recorded edits runs unchanged; parameters cannot be given with it.");
  settings.parameters = given;
  add_edits(request, settings, 0);
  return settings;
}

std::int64_t moment_of(const SavedState& state) {
  return state.simulator.step / steps_per_ms_from(state.settings.parameters);
}

/// The parameters as they are at the moment of the state, with what the flags may change.
RunSettings settings_from_state(const SimulateRequest& request, const ParameterFlags& flags, const SavedState& state) {
  if (!request.session.empty())
    throw usage("A saved state contains its session; omit --session or --state.");
  const RunSettings& saved = state.settings;
  const ParameterSet before = saved.edits.empty() ? saved.parameters : saved.edits.back().parameters;
  RunSettings settings;
  settings.parameters = flags.apply(before);
  for (const std::string& key : settings.parameters.differences(before))
    if (std::ranges::find(free_keys, key) == free_keys.end())
      throw usage(fmt::format(
          "A saved state keeps its parameters; omit --{}, or change it with --edit if it is a live parameter.", key));
  const std::int64_t now = moment_of(state);
  if (settings.parameters.integer("duration") <= now)
    throw usage(fmt::format("The saved state is already at {} ms; give a longer --duration.", now));
  add_edits(request, settings, now);
  return settings;
}

std::int64_t save_moment(const SimulateRequest& request, std::int64_t from_ms, std::int64_t until_ms) {
  if (request.save_state.empty()) {
    if (request.save_at_ms)
      throw usage("--save-at needs the name of the state file; give it with --save-state.");
    return -1;
  }
  const std::int64_t at = request.save_at_ms.value_or(until_ms);
  if (at < from_ms || at > until_ms)
    throw usage(
        fmt::format("The state cannot be saved at {} ms: the run lasts from {} to {} ms.", at, from_ms, until_ms));
  std::error_code failure;
  if (!request.overwrite && fs::exists(request.save_state, failure))
    throw Error(fmt::format("{} already exists; name another file with --save-state or add --overwrite.",
                            request.save_state.string()));
  const fs::path folder = fs::absolute(request.save_state).parent_path();
  if (!fs::is_directory(folder, failure))
    throw Error(fmt::format("The folder {} for the state does not exist; create it first.", folder.string()));
  return at;
}

} // namespace

SimulateStart start_of(const SimulateRequest& request, const ParameterFlags& flags) {
  SimulateStart start;
  if (request.state.empty()) {
    start.settings = settings_from_start(request, flags, start.notes);
  } else {
    start.state = read_state(request.state);
    start.settings = settings_from_state(request, flags, *start.state);
  }
  steps_per_ms_from(start.settings.parameters); // refuses what cannot run before a network is built
  check_texts(start.settings.parameters);
  for (const Edit& edit : start.settings.edits)
    check_texts(edit.parameters);
  start.save_at_ms =
      save_moment(request, start.state ? moment_of(*start.state) : 0, start.settings.parameters.integer("duration"));
  return start;
}

std::unique_ptr<Session> open_session(const SimulateStart& start, ProgressLine& progress) {
  std::unique_ptr<Session> session;
  run_task("build network", progress, [&](Task& task) {
    const ParameterSet& parameters = start.settings.parameters;
    ParameterSet first = parameters;
    if (start.state) { // live parameters of that time; those of the network are the same
      first = start.state->settings.parameters;
      for (const char* key : {"duration", "threads"})
        first.copy(key, parameters);
    }
    const auto network = build_network(first, task);
    for (const Edit& edit : start.settings.edits)
      PerturbationSchedule(edit.parameters.text("perturb"), *network); // an Error now rather than half-way
    session = std::make_unique<Session>(first, network, load_replay(first, *network, task));
    if (start.state) {
      resume_state(*start.state, *session);
      session->edit(parameters); // record and probe
    }
  });
  return session;
}

} // namespace striate::app
