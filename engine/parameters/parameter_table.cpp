// SPDX-License-Identifier: Apache-2.0
#include "engine/parameters/parameter_table.h"

#include "engine/core/errors.h"
#include "engine/core/near_match.h"
#include "engine/core/number_text.h"
#include "engine/core/text_parts.h"
#include "engine/parameters/table_parts.h"
#include "engine/parameters/typed_number.h"

#include <fmt/format.h>

#include <cmath>

namespace striate {

namespace {

using namespace table;

std::vector<Parameter> network_parameters() {
  return {
      choice(
          "network", "Network", "Network", {"tiny", "small", "medium", "core", "full", "custom", "file"}, 1,
          "Built-in network by radius: tiny 50 µm (1,141 neurons), small 100 µm (4,239), medium 200 µm (16,728), core "
          "400 µm (66,652), full 700 µm (203,816), custom with its own radius, or a SONATA network from a file."),
      path(text("network-file", "Network", "File",
                "SONATA network: its circuit or simulation config, or the folder that contains one. Used when the "
                "network is \"file\".")),
      text("edge-variant", "Network", "Edge variant",
           "Suffix of the edge files of a trained variant in the SONATA folder, such as \"bio_trained\"; empty = the "
           "files named by the config."),
      real("select-radius", "Network", "Only within", "µm", 0.0, 10000.0, 10.0, 1, 0.0,
           "For a network from a file: include only neurons within this distance of the column axis; 0 = all."),
      real("select-neurons", "Network", "Only nearest", "neurons", 0.0, 1.0e7, 1000.0, 0, 0.0,
           "For a network from a file: include only this many neurons, nearest to the column axis; 0 = all."),
      real("radius", "Network", "Radius", "µm", 10.0, 1000.0, 10.0, 1, 100.0,
           "Radius of the column in the cortical plane, for a custom network."),
      real("network-seed", "Network", "Network seed", "", 0.0, 4294967295.0, 1.0, 0, 153.0,
           "Seed of the generator; it determines positions, connections and weights."),
      choice("weight-rule", "Network", "Weight rule", {"nll", "l2l"}, 0,
             "nll: weights independent of tuning (as published); l2l: like-to-like, similarly tuned neurons have "
             "larger weights."),
      text("weight-state", "Network", "Weight state",
           "rules: weights by the weight rule; trained: multiplied by the shipped weight factors; or a table of weight "
           "factors (CSV).",
           "rules"),
      flag("small-lgn", "Network", "Small LGN", false,
           "696 instead of 17,400 LGN units on a field of 24° x 16°, as in the reference for small networks."),
      flag("fluctuate", "Network", "Fluctuating counts", false,
           "Draw the number of neurons of each cell model from a Poisson distribution instead of using its mean."),
      weights(path(text("weights", "Network", "Weights",
                        "Checkpoint of a training run (latest.h5, best.h5) that supplies the weights; it must have "
                        "been trained on this network. Empty: the original weights."))),
      machine(flag("network-cache", "Network", "Cache on disk", true,
                   "Cache built networks of 2,000 or more neurons on disk, so that the next start reads them instead "
                   "of rebuilding; \"striate network clear-cache\" removes them.")),
  };
}

std::vector<Parameter> dynamics_parameters() {
  return {
      machine(
          choice("backend", "Simulation", "Back end", {"cpu", "cuda"}, 0,
                 "Hardware for the simulation: CPU (cpu) or NVIDIA GPU (cuda). The results agree to rounding error.")),
      choice(
          "dynamics", "Simulation", "Dynamics", {"basis4", "nest"}, 0,
          "basis4: the reference dynamics in 1 ms steps with four synaptic basis functions; nest: exact integration of "
          "both alpha functions of every synapse, spike for spike as NEST's glif_psc_double_alpha. The basis form "
          "delivers 7 to 9 % less charge to PV cells: with nest those of layers 2/3 and 6 fire at 1.8 times the rate."),
      real("dt", "Simulation", "Time step", "ms", 0.01, 1.0, 0.05, 3, 1.0,
           "Time step of the dynamics nest: 1 ms divided by a whole number (1, 0.5, 0.25, 0.2, 0.125, 0.1, 0.05 ...) "
           "and a whole number of microseconds. basis4 always uses 1 ms."),
      choice("reset", "Simulation", "Reset", {"soft", "hard"}, 0,
             "basis4 only. soft: a spike subtracts the distance from rest to threshold one step later; hard: the "
             "voltage is held at rest during the refractory period."),
      choice("lgn-geometry", "Simulation", "LGN geometry", {"tf", "bmtk"}, 0,
             "Pixel weights of the LGN filters as computed by the TensorFlow model (tf) or by BMTK FilterNet (bmtk)."),
      choice("lgn-input", "Simulation", "LGN input", {"spikes", "currents"}, 0,
             "spikes: random LGN spikes at each unit's rate; currents: deterministic current proportional to the rate, "
             "1.3 times the probability of a spike in 1 ms. With currents all LGN synapses are active in every step, "
             "which costs about 20 ms per step of the core network on two cores."),
      choice("background-input", "Simulation", "Background input", {"spikes", "currents"}, 0,
             "spikes: Poisson noise; currents: deterministic input, the mean of each source in every step."),
      real("background-rate", "Simulation", "Background rate", "Hz", 0.0, 10000.0, 10.0, 1, 250.0,
           "Rate of each of the 100 background sources."),
      on_resume(OnResume::frozen,
                real("seed", "Simulation", "Seed", "", 0.0, 4294967295.0, 1.0, 0, 3000.0,
                     "Seed of LGN spikes and background noise. The same seed and settings give the same spikes.")),
      real("trial", "Simulation", "Trial", "", 0.0, 1000000.0, 1.0, 0, 0.0,
           "Trial index: each trial has independent noise under the same seed."),
      machine(real("threads", "Simulation", "Threads", "", 0.0, 256.0, 1.0, 0, 0.0,
                   "Simulation threads; 0 = automatic (one per 8,000 neurons, at most one per core). The spikes do not "
                   "depend on it.")),
      machine(real("duration", "Simulation", "Duration", "ms", 1.0, 1.0e7, 500.0, 0, 2500.0,
                   "Model time of a headless run; in the window the run continues until paused.")),
      path(text("lgn-spikes", "Simulation", "LGN spikes",
                "Spike file that replaces the sampled LGN spikes: SONATA (HDF5), csv or NEST output, ids = LGN units, "
                "times from the start of the run. Empty: the stimulus drives the LGN.")),
      path(text("lgn-rates", "Simulation", "LGN rates",
                "File of LGN rates (HDF5, /firing_rates/lgn, one row per millisecond) that replaces the LGN response: "
                "a recording made with record \"lgn-rates\", or a file from another program. Empty: the stimulus "
                "drives the LGN.")),
      text("lgn-population", "Simulation", "LGN population",
           "Population to use from a file of LGN spikes or rates that holds several. Empty: \"lgn\"."),
      path(text("background-spikes", "Simulation", "Background spikes",
                "Spike file that replaces the background noise: SONATA (HDF5), csv or NEST output, ids = background "
                "sources, times from the start of the run. Empty: Poisson noise.")),
      text("background-population", "Simulation", "Background population",
           "Population to use from a file of background spikes that holds several. Empty: \"bkg\"."),
      live(list(text("perturb", "Simulation", "Perturbation",
                     "Perturbations of selected neurons: silence:SELECTION:FROM:TO, current:SELECTION:PA:FROM:TO, "
                     "scale-out:SELECTION:FACTOR:FROM:TO or scale-in:... (recurrent weights from or to them); times in "
                     "ms, empty = start or end of the run; separate several with semicolons. SELECTION: all, core, L4, "
                     "PV, L2/3_PV, e23Cux2, model:ID, ids:1,5-9, joined by commas."),
                ';')),
  };
}

std::vector<Parameter> recording_parameters() {
  return {
      live(list(text("record", "Output", "Record",
                     "Recording contents, comma-separated: spikes, lgn-spikes, lgn-rates, background-spikes (SONATA), "
                     "simulation-data (the reference's HDF5 layout, float16), simulation-data-float32, or none. "
                     "Applies to the next recording.",
                     "spikes"),
                ',')),
      live(real("compression", "Output", "Compression", "", 0.0, 9.0, 1.0, 0, 0.0,
                "gzip level of recorded spikes, rates and probes: 0 = none, readable by every program, 1 (fast) to 9 "
                "(small). Simulation data always use at least 1. Applies to the next recording.")),
      live(list(text("probe", "Output", "Probes",
                     "Recorded state as SONATA reports: VARIABLE:SELECTION:INTERVAL in ms; separate several with "
                     "semicolons. VARIABLE: spikes, v, asc, synaptic, recurrent, lgn, background, refractory, or count "
                     "(spikes per population). SELECTION as for perturb. Applies to the next recording."),
                ';')),
  };
}

std::vector<Parameter> tuning_parameters() {
  return {
      real("tune-directions", "Tuning", "Directions", "", 2.0, 360.0, 1.0, 0, 8.0,
           "Number of motion directions in a tuning run, equally spaced from 0°."),
      text("tune-contrasts", "Tuning", "Contrasts",
           "Contrasts of a tuning run, comma-separated, such as \"0.05,0.2,0.8\"; empty = the contrast of the "
           "stimulus."),
      text("tune-spatial-frequencies", "Tuning", "Spatial freqs.",
           "Spatial frequencies of a tuning run in cyc/°, comma-separated, such as \"0.02,0.04,0.08\"; empty = that of "
           "the stimulus."),
      text("tune-temporal-frequencies", "Tuning", "Temporal freqs.",
           "Temporal frequencies of a tuning run in Hz, comma-separated, such as \"1,2,4,8\"; empty = that of the "
           "stimulus."),
      real("tune-trials", "Tuning", "Trials", "", 1.0, 1000.0, 1.0, 0, 10.0,
           "Trials per direction, contrast and pair of frequencies; each has independent noise."),
      real("tune-gray", "Tuning", "Gray before", "ms", 0.0, 10000.0, 100.0, 0, 500.0,
           "Gray screen before the grating in each trial of a tuning run; used to measure the spontaneous rate."),
      real("tune-grating", "Tuning", "Grating for", "ms", 100.0, 100000.0, 100.0, 0, 2000.0,
           "Duration of the grating in each trial of a tuning run."),
      real("tune-passes", "Tuning", "Passes", "", 1.0, 1000.0, 1.0, 0, 1.0,
           "With a protocol: presentations of each row, each a separate trial preceded by its gray. Rows that repeat a "
           "stimulus count as further trials."),
      machine(real("batch", "Tuning", "Batch", "trials", 1.0, 256.0, 1.0, 0, 10.0,
                   "Trials simulated in parallel, on all cores; larger batches need more memory. The spikes do not "
                   "depend on it.")),
  };
}

std::vector<Parameter> make_table() {
  std::vector<Parameter> table;
  for (const auto& part : {stimulus_parameters(), of(Scope::network, network_parameters()),
                           of(Scope::dynamics, dynamics_parameters()), of(Scope::recording, recording_parameters()),
                           of(Scope::tuning, tuning_parameters()), of(Scope::training, training_parameters())})
    table.insert(table.end(), part.begin(), part.end());
  return table;
}

std::string range_text(const Parameter& p) {
  const std::string unit = p.unit.empty() || p.unit == "°" ? p.unit : " " + p.unit;
  return fmt::format("{} to {}{}", format_value(p, p.min), format_value(p, p.max), unit);
}

/// Numbers that people also give in per cent.
bool is_share(const Parameter& p) {
  return p.type == ParameterType::real && p.unit.empty() && p.max <= 1.0;
}

} // namespace

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
  std::vector<std::string> keys;
  for (const Parameter& p : parameter_table())
    keys.push_back(p.key);
  std::string hint = near_match_hint(key, keys);
  if (hint.empty())
    hint = "; \"striate list-parameters\" lists them all.";
  throw Error(fmt::format("There is no parameter \"{}\"{}", key, hint), Error::Kind::usage);
}

std::string format_value(const Parameter& p, double value) {
  if (p.type == ParameterType::choice || p.type == ParameterType::flag)
    return p.choices.at(static_cast<std::size_t>(value));
  return fmt::format("{:.{}f}", value, p.decimals);
}

double checked_value(const Parameter& p, double value) {
  if (p.type == ParameterType::text)
    throw Error(fmt::format("{} ({}) must be text, not {:g}.", p.label, p.key, value), Error::Kind::usage);
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
  const TypedNumber number = typed_number(text);
  if (number.problem != TypedNumber::Problem::none)
    throw Error(
        fmt::format("{} ({}): enter a number from {}; {}.", p.label, p.key, range_text(p), number.complaint(text)),
        Error::Kind::usage);
  if (number.unit == "%" && is_share(p))
    return checked_value(p, number.value / 100.0);
  if (!number.unit.empty() && is_share(p))
    throw Error(fmt::format("{} ({}): enter {} or a percentage; \"{}\" has the unit {}.", p.label, p.key, range_text(p),
                            text, number.unit),
                Error::Kind::usage);
  if (!number.unit.empty() && (p.unit.empty() || !same_unit(number.unit, p.unit)))
    throw Error(fmt::format("{} ({}) has {}; \"{}\" has the unit {}.", p.label, p.key,
                            p.unit.empty() ? "no unit" : "the unit " + p.unit, text, number.unit),
                Error::Kind::usage);
  return checked_value(p, number.value);
}

} // namespace striate
