#include "engine/session/state_file.h"

#include "engine/core/errors.h"
#include "engine/network/network_digest.h"
#include "engine/recording/array_file.h"

#include <fmt/format.h>

#include <charconv>

namespace striate {

namespace {

constexpr int state_version = 1;
constexpr const char* more_prefix = "more/";

/// Lists of ids one after the other, and where each begins.
void put_lists(ArrayFile& file, const std::vector<std::vector<std::uint32_t>>& lists) {
  std::vector<std::uint32_t> ids;
  std::vector<std::uint64_t> begin{0};
  for (const auto& list : lists) {
    ids.insert(ids.end(), list.begin(), list.end());
    begin.push_back(ids.size());
  }
  file.arrays["spikes/id"] = std::move(ids);
  file.arrays["spikes/begin"] = std::move(begin);
}

/// Takes named things out of a file that was read; every failure names the file.
class Reader {
public:
  Reader(ArrayFile content, std::string name) : content_(std::move(content)), name_(std::move(name)) {}

  const std::string& text(const char* key) const {
    const auto found = content_.texts.find(key);
    if (found == content_.texts.end())
      throw Error(fmt::format("{} is not a saved state: \"{}\" is missing.", name_, key));
    return found->second;
  }

  template <typename Value>
  std::vector<Value> take(const std::string& key) {
    const auto found = content_.arrays.find(key);
    if (found == content_.arrays.end() || !std::holds_alternative<std::vector<Value>>(found->second))
      throw Error(fmt::format("{} lacks the array \"{}\" or has it with another type; use another copy.", name_, key));
    return std::move(std::get<std::vector<Value>>(found->second));
  }

  std::vector<std::vector<std::uint32_t>> take_lists() {
    const auto ids = take<std::uint32_t>("spikes/id");
    const auto begin = take<std::uint64_t>("spikes/begin");
    std::vector<std::vector<std::uint32_t>> lists;
    for (std::size_t k = 0; k + 1 < begin.size(); ++k) {
      if (begin[k] > begin[k + 1] || begin[k + 1] > ids.size())
        throw Error(fmt::format("{}: \"spikes/begin\" is damaged; use another copy.", name_));
      lists.emplace_back(ids.begin() + static_cast<std::ptrdiff_t>(begin[k]),
                         ids.begin() + static_cast<std::ptrdiff_t>(begin[k + 1]));
    }
    return lists;
  }

  std::map<std::string, std::vector<double>> take_more() {
    std::map<std::string, std::vector<double>> more;
    for (const auto& [key, array] : content_.arrays)
      if (key.starts_with(more_prefix))
        more[key.substr(std::string_view(more_prefix).size())] = take<double>(key);
    return more;
  }

private:
  ArrayFile content_;
  std::string name_;
};

void check_format(const Reader& reader, const std::string& name) {
  if (reader.text("format") != "striate-state")
    throw Error(fmt::format("{} is not a saved state: its format is \"{}\".", name, reader.text("format")));
  const std::string& text = reader.text("version");
  int version = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (failure != std::errc{} || end != text.data() + text.size() || version < 1)
    throw Error(fmt::format("{}: its version \"{}\" is damaged; use another copy.", name, text));
  if (version > state_version)
    throw Error(fmt::format("{} was written by a newer Striate (state version {}, this one reads up to {}); update "
                            "Striate to open it.",
                            name, version, state_version));
}

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
  put_lists(content, state.spikes);
  content.arrays["watched/neuron"] = std::move(state.watched.neurons);
  content.arrays["watched/psc"] = std::move(state.watched.psc);
  content.arrays["watched/psc_rise"] = std::move(state.watched.psc_rise);
  for (auto& [name, values] : state.more)
    content.arrays[more_prefix + name] = std::move(values);
  write_array_file(file, content);
}

SavedState read_state(const std::filesystem::path& file) {
  const std::string name = file.string();
  Reader reader(read_array_file(file), name);
  check_format(reader, name);
  SavedState saved;
  saved.name = name;
  saved.settings = run_settings_from_text(reader.text("settings"), name);
  saved.network_name = reader.text("network");
  saved.network_digest = reader.text("network_digest");
  SimulatorState& state = saved.simulator;
  state.dynamics = reader.text("dynamics");
  const auto step = reader.take<std::int64_t>("step");
  if (step.size() != 1)
    throw Error(fmt::format("{}: \"step\" must be one number; use another copy.", name));
  state.step = step.front();
  state.v = reader.take<float>("v");
  state.asc = reader.take<float>("asc");
  state.psc = reader.take<float>("psc");
  state.psc_rise = reader.take<float>("psc_rise");
  state.refractory = reader.take<std::int16_t>("refractory");
  state.spikes = reader.take_lists();
  state.watched.neurons = reader.take<std::uint32_t>("watched/neuron");
  state.watched.psc = reader.take<float>("watched/psc");
  state.watched.psc_rise = reader.take<float>("watched/psc_rise");
  state.more = reader.take_more();
  return saved;
}

void resume_state(const SavedState& saved, Session& session) {
  if (saved.network_digest != network_digest(session.network()))
    throw Error(fmt::format("{} was saved from the network \"{}\", which is not the one that is open (\"{}\"): their "
                            "synapses differ. Open the network it came from.",
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
