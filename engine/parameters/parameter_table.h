// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// THE table of everything a user can set. Panels, command-line flags, session JSON, recording metadata, tooltips,
/// `striate list-parameters` and undo all read it; a parameter is added in one of its three parts (parameter_table.cpp,
/// stimulus_table.cpp, training_table.cpp) and nowhere else.

/// text: a file's path, a list or a small expression; its value is a string, all others are numbers.
enum class ParameterType { real, integer, choice, flag, text };

/// What a parameter belongs to. It says what an edit needs and what two runs must have in common.
enum class Scope {
  stimulus,  ///< what the retina sees
  network,   ///< neurons and synapses: another value is another network
  weights,   ///< trained weights in place of the network's own
  dynamics,  ///< how the network answers: integration, noise, replayed input, perturbations
  machine,   ///< what computes it, how fast and how long; changes no spike
  recording, ///< what is written
  tuning,    ///< a tuning run
  training   ///< a training run
};

/// What becomes of another value when a training run is resumed from its checkpoint.
enum class OnResume {
  taken,        ///< counts from now on
  new_schedule, ///< counts, and the schedule of the learning rate begins again
  frozen        ///< is refused: the checkpoint goes on with its own
};

struct Parameter {
  std::string key;   ///< "spatial-frequency": also the command-line flag
  std::string group; ///< a heading of lists and forms: "Stimulus", "Network", "Simulation", "Training losses"; no logic
  std::string label; ///< "Spatial frequency"
  std::string unit;  ///< "cyc/°"; empty when it has none
  ParameterType type = ParameterType::real;
  double min = 0.0, max = 0.0, step = 0.0; ///< step: of a spin box; numbers only
  int decimals = 0;
  bool wraps = false;               ///< angles: 360 is 0
  double default_number = 0.0;      ///< numbers and flags (0/1); choices: index
  std::vector<std::string> choices; ///< choices only
  std::string default_text;         ///< text only
  char separator = '\0';            ///< between the parts of a text that is a list; '\0' when it is none
  bool path = false;                ///< text only: names a file
  std::string tooltip;              ///< what it does, conventions, range
  Scope scope = Scope::stimulus;
  OnResume on_resume = OnResume::taken;
  bool live = false;              ///< may change while the simulation runs
  std::vector<std::string> kinds; ///< values of "stimulus" for which it means anything; empty = all

  bool of_stimulus() const { return scope == Scope::stimulus; }
  /// Whether a run with another value has other spikes.
  bool changes_spikes() const { return scope <= Scope::dynamics; }
};

std::span<const Parameter> parameter_table();
/// Throws a usage Error that names near matches for an unknown key.
const Parameter& parameter(std::string_view key);
/// nullptr for an unknown key.
const Parameter* find_parameter(std::string_view key);

/// The value as the user reads it, without the unit: "0.040", "drifting-grating", "on". Not for text parameters.
std::string format_value(const Parameter& parameter, double value);
/// The inverse, for typed text and flags (TypedNumber: both decimal marks, the unit behind; "80 %" of a share). Throws
/// a usage Error with key, range and unit when the text is no value or is out of range. Not for text parameters.
double parse_value(const Parameter& parameter, std::string_view text);
/// Wraps angles; throws a usage Error when out of range or NaN.
double checked_value(const Parameter& parameter, double value);

} // namespace striate
