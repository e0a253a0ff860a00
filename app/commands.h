// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace striate::app {

/// The first argument that a parse refused, in words, with the flag that it probably means.
std::string unknown_argument(const CLI::App& program);

/// Collects the parameter table's keys as flags of one subcommand and turns what was given into a ParameterSet.
class ParameterFlags {
public:
  /// Adds one flag per parameter, grouped as the table says.
  explicit ParameterFlags(CLI::App& command);
  /// Only these parameters; `names` may add others for the same flag: {"network-seed", "--network-seed,--seed"}.
  struct Flag {
    std::string key;
    std::string names = "--" + key;
  };
  ParameterFlags(CLI::App& command, const std::vector<Flag>& only);

  bool given(const std::string& key) const;
  /// Starts from `base` and applies what was given. Throws a usage Error.
  ParameterSet apply(ParameterSet base) const;

private:
  void add(CLI::App& command, std::size_t index, const std::string& names);

  std::vector<std::string> given_; ///< in table order; empty = not given
};

/// What the command line asks for; run after parsing. Returns the exit code and throws Error.
using Chosen = std::function<int()>;

// Each adds a subcommand, in a file of its own, that puts its work into `chosen`, which outlives the parsing.
void add_simulate(CLI::App& program, Chosen& chosen);
void add_list_parameters(CLI::App& program, Chosen& chosen);
void add_bench(CLI::App& program, Chosen& chosen);
void add_network(CLI::App& program, Chosen& chosen);
void add_tune(CLI::App& program, Chosen& chosen);
void add_train(CLI::App& program, Chosen& chosen);
void add_analyze(CLI::App& program, Chosen& chosen);
void add_figure(CLI::App& program, Chosen& chosen);

/// Opens the window; session: a file to open, or empty.
int open_window(int argc, char** argv, const ParameterSet& parameters, bool parameters_given,
                const std::filesystem::path& session);

} // namespace striate::app
