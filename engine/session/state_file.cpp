// SPDX-License-Identifier: Apache-2.0
#include "engine/session/state_file.h"

#include "engine/core/errors.h"
#include "engine/network/network_digest.h"
#include "engine/recording/array_reader.h"

#include <fmt/format.h>

namespace striate {

namespace {

constexpr int state_version = 1;
constexpr const char* more_prefix = "more/";

} // namespace

void save_state(const std::filesystem::path& file, const Session& session) {
  SimulatorState state = session.simulator().state();
  ArrayFile content;
  content.texts["format"] = "striate-state";
  content.texts["version"] = std::to_string(state_version);
  content.texts["settings"] = settings_text(session);
  content.texts["dynamics"] = state.dynamics;
  content.texts["network"] = session.network().name;
  content.texts["network_digest"] = network_digest(session.network());
  content.arrays["step"] = std::vector<std::int64_t>{state.step};
  content.arrays["v"] = std::move(state.v);
  content.arrays["asc"] = std::move(state.asc);
  content.arrays["psc"] = std::move(state.psc);
  content.arrays["psc_rise"] = std::move(state.psc_rise);
  content.arrays["refractory"] = std::move(state.refractory);
  put_lists(content, "spikes", state.spikes);
  content.arrays["watched/neuron"] = std::move(state.watched.neurons);
  content.arrays["watched/psc"] = std::move(state.watched.psc);
  content.arrays["watched/psc_rise"] = std::move(state.watched.psc_rise);
  for (auto& [name, values] : state.more)
    content.arrays[more_prefix + name] = std::move(values);
  write_array_file(file, content);
}

SavedState read_state(const std::filesystem::path& file) {
  const std::string name = file.string();
  ArrayReader reader(read_array_file(file), name, "a saved state");
  reader.check_format("striate-state", state_version);
  SavedState saved;
  saved.name = name;
  saved.settings = run_settings_from_text(reader.text("settings"), name);
  saved.network_name = reader.text("network");
  saved.network_digest = reader.text("network_digest");
  SimulatorState& state = saved.simulator;
  state.dynamics = reader.text("dynamics");
  state.step = reader.take_one<std::int64_t>("step");
  state.v = reader.take<float>("v");
  state.asc = reader.take<float>("asc");
  state.psc = reader.take<float>("psc");
  state.psc_rise = reader.take<float>("psc_rise");
  state.refractory = reader.take<std::int16_t>("refractory");
  state.spikes = reader.take_lists("spikes");
  state.watched.neurons = reader.take<std::uint32_t>("watched/neuron");
  state.watched.psc = reader.take<float>("watched/psc");
  state.watched.psc_rise = reader.take<float>("watched/psc_rise");
  state.more = reader.take_all<double>(more_prefix);
  return saved;
}

void resume_state(const SavedState& saved, Session& session) {
  if (saved.network_digest != network_digest(session.network()))
    throw Error(fmt::format("{} was saved from the network \"{}\", not from the open network (\"{}\"): their synapses "
                            "differ. Open the network it came from.",
                            saved.name, saved.network_name, session.network().name));
  session.resume(saved.settings.parameters, saved.settings.edits, saved.simulator);
}

void load_state(const std::filesystem::path& file, Session& session) {
  resume_state(read_state(file), session);
}

std::unique_ptr<Session> open_state(const std::filesystem::path& file, std::shared_ptr<const Network> network) {
  const SavedState saved = read_state(file);
  auto session = std::make_unique<Session>(saved.settings.parameters, std::move(network));
  resume_state(saved, *session);
  return session;
}

} // namespace striate
