#include "engine/parameters/parameter_table.h"

#include "engine/core/errors.h"
#include "engine/parameters/table_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace striate {

namespace {

using namespace table;

/// All else.
std::vector<Parameter> model_table() {
  return {
      choice(
          "network", "Network", "Network", {"tiny", "small", "medium", "core", "full", "custom", "file"}, 1,
          "Built-in network by radius: tiny 50 µm (1,141 neurons), small 100 µm (4,239), medium 200 µm (16,728), core "
          "400 µm (66,652), full 700 µm (203,816), custom with its own radius, or a SONATA network from a file."),
      text("network-file", "Network", "File",
           "SONATA network: its circuit or simulation config, or the folder that holds one. Used when the network is "
           "\"file\"."),
      text("edge-variant", "Network", "Edge variant",
           "Ending of the edge files of a trained variant in the SONATA folder, such as \"bio_trained\"; empty = the "
           "files the config names."),
      real("select-radius", "Network", "Only within", "µm", 0.0, 10000.0, 10.0, 1, 0.0,
           "Of a network from a file only the neurons within this distance of the column's axis; 0 = all."),
      real("select-neurons", "Network", "Only nearest", "neurons", 0.0, 1.0e7, 1000.0, 0, 0.0,
           "Of a network from a file only this many neurons, those nearest to the column's axis; 0 = all."),
      real("radius", "Network", "Radius", "µm", 10.0, 1000.0, 10.0, 1, 100.0,
           "Radius of the column in the plane of the cortex, for a custom network."),
      real("network-seed", "Network", "Network seed", "", 0.0, 4294967295.0, 1.0, 0, 153.0,
           "Seed of the generator: positions, connections and weights follow from it alone."),
      choice("weight-rule", "Network", "Weight rule", {"nll", "l2l"}, 0,
             "nll: weights do not depend on tuning (as published); l2l: like-to-like, similar tuning gives larger "
             "weights."),
      flag("small-lgn", "Network", "Small LGN", false,
           "696 instead of 17,400 LGN units, on a field of 24° x 16°, as the reference offers for small networks."),
      flag("fluctuate", "Network", "Fluctuating counts", false,
           "Draw the number of neurons of each cell model from a Poisson distribution instead of using its mean."),

      choice("reset", "Simulation", "Reset", {"soft", "hard"}, 0,
             "soft: a spike subtracts the distance from rest to threshold one step later; hard: the voltage is held at "
             "rest while the neuron is refractory."),
      choice(
          "lgn-geometry", "Simulation", "LGN geometry", {"tf", "bmtk"}, 0,
          "Pixel weights of the LGN filters as the TensorFlow model (tf) or as BMTK FilterNet (bmtk) computes them."),
      real("background-rate", "Simulation", "Background rate", "Hz", 0.0, 10000.0, 10.0, 1, 250.0,
           "Rate of each of the 100 background sources."),
      real("seed", "Simulation", "Seed", "", 0.0, 4294967295.0, 1.0, 0, 3000.0,
           "Seed of LGN spikes and background noise. The same seed and settings give the same spikes."),
      real("trial", "Simulation", "Trial", "", 0.0, 1000000.0, 1.0, 0, 0.0,
           "Index of the trial: another number gives other noise under the same seed."),
      real("threads", "Simulation", "Threads", "", 0.0, 256.0, 1.0, 0, 0.0,
           "Threads of the simulation; 0 = one per 8,000 neurons, at most one per core. The spikes do not depend on "
           "it."),
      real("duration", "Simulation", "Duration", "ms", 1.0, 1.0e7, 500.0, 0, 2500.0,
           "Model time of a headless run; the window runs until it is paused."),
  };
}

std::vector<Parameter> make_table() {
  std::vector<Parameter> table = stimulus_parameters();
  for (Parameter& p : model_table())
    table.push_back(std::move(p));
  return table;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

std::string range_text(const Parameter& p) {
  const std::string unit = p.unit.empty() ? "" : " " + p.unit;
  return fmt::format("{} to {}{}", format_value(p, p.min), format_value(p, p.max), unit);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

} // namespace

bool Parameter::of_stimulus() const {
  return group == "Stimulus" || group == "Aperture" || group == "Plaid" || group == "Flash, bar, disc" ||
         group == "Movie";
}

std::span<const Parameter> parameter_table() {
  static const std::vector<Parameter> table = make_table();
  return table;
}

const Parameter* find_parameter(std::string_view key) {
  for (const Parameter& p : parameter_table())
    if (p.key == key)
      return &p;
  return nullptr;
}

const Parameter& parameter(std::string_view key) {
  if (const Parameter* found = find_parameter(key))
    return *found;
  const Parameter* nearest = nullptr;
  std::size_t distance = 4;
  for (const Parameter& p : parameter_table())
    if (const std::size_t d = edit_distance(p.key, key); d < distance) {
      distance = d;
      nearest = &p;
    }
  const std::string hint = nearest ? fmt::format("did you mean \"{}\"?", nearest->key)
                                   : std::string("\"striate list-parameters\" lists them all.");
  throw Error(fmt::format("There is no parameter \"{}\"; {}", key, hint), Error::Kind::usage);
}

std::string format_value(const Parameter& p, double value) {
  if (p.type == ParameterType::choice || p.type == ParameterType::flag)
    return p.choices.at(static_cast<std::size_t>(value));
  return fmt::format("{:.{}f}", value, p.decimals);
}

double checked_value(const Parameter& p, double value) {
  if (p.type == ParameterType::text)
    throw Error(fmt::format("{} ({}) must be a text, not {:g}.", p.label, p.key, value), Error::Kind::usage);
  if (p.wraps && std::isfinite(value)) {
    value = std::fmod(value, p.max);
    return value < 0.0 ? value + p.max : value;
  }
  if (!(value >= p.min && value <= p.max))
    throw Error(fmt::format("{} ({}) must be {}, not {:g}.", p.label, p.key, range_text(p), value), Error::Kind::usage);
  if (p.type != ParameterType::real && value != std::nearbyint(value))
    throw Error(fmt::format("{} ({}) must be a whole number, not {:g}.", p.label, p.key, value), Error::Kind::usage);
  return value;
}

double parse_value(const Parameter& p, std::string_view text) {
  text = trimmed(text);
  if (p.type == ParameterType::choice || p.type == ParameterType::flag) {
    for (std::size_t i = 0; i < p.choices.size(); ++i)
      if (p.choices[i] == text)
        return static_cast<double>(i);
    if (p.type == ParameterType::flag && (text == "true" || text == "1" || text == "yes"))
      return 1.0;
    if (p.type == ParameterType::flag && (text == "false" || text == "0" || text == "no"))
      return 0.0;
    throw Error(fmt::format("{} ({}) must be one of {}, not \"{}\".", p.label, p.key, fmt::join(p.choices, ", "), text),
                Error::Kind::usage);
  }
  double value = 0.0;
  const char* begin = text.data();
  if (!text.empty() && text.front() == '+')
    ++begin;
  const auto [end, failure] = std::from_chars(begin, text.data() + text.size(), value);
  const std::string_view rest = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  if (failure != std::errc{})
    throw Error(fmt::format("{} ({}) must be a number, {}; \"{}\" is none.", p.label, p.key, range_text(p), text),
                Error::Kind::usage);
  if (!rest.empty() && rest != p.unit)
    throw Error(fmt::format("{} ({}) is given in {}; \"{}\" has another unit.", p.label, p.key,
                            p.unit.empty() ? "plain numbers" : p.unit, text),
                Error::Kind::usage);
  return checked_value(p, value);
}

} // namespace striate
