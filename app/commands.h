#pragma once
#include "engine/parameters/parameter_set.h"

#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace striate::app {

/// Collects the parameter table's keys as flags of one subcommand and turns what was given into a ParameterSet.
class ParameterFlags {
public:
  /// Adds one flag per parameter, grouped as the table says.
  explicit ParameterFlags(CLI::App& command);
  /// Starts from `base` and applies what was given. Throws a usage Error.
  ParameterSet apply(ParameterSet base) const;

private:
  std::vector<std::string> given_; ///< in table order; empty = not given
};

struct SimulateRequest {
  ParameterSet parameters;
  std::filesystem::path session;  ///< empty, or settings to start from
  std::vector<std::string> edits; ///< "1000:direction=90"
  std::filesystem::path out = "results";
  bool overwrite = false;
  bool json = false;
};

/// Each returns the exit code and throws Error.
int simulate(const SimulateRequest& request, const ParameterFlags& flags);
int list_parameters(bool json);
int bench(const std::string& what, const ParameterSet& parameters);
/// Opens the window; session: a file to open, or empty.
int open_window(int argc, char** argv, const ParameterSet& parameters, bool parameters_given,
                const std::filesystem::path& session);

} // namespace striate::app
