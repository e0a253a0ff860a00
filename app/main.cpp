#include "app/commands.h"
#include "engine/core/errors.h"
#include "engine/core/version.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <functional>

namespace {

using namespace striate;

int run(int argc, char** argv) {
  CLI::App program("Striate: a laboratory for mouse primary visual cortex. Without a subcommand it opens the window.");
  program.set_version_flag("--version", fmt::format("striate {}", version));
  program.require_subcommand(0, 1);
  std::function<int()> chosen;

  app::ParameterFlags window_flags(program);
  std::string session;
  program.add_option("session", session, "A .striate session to open in the window");

  app::SimulateRequest request;
  CLI::App& simulate = *program.add_subcommand(
      "simulate", "Simulate without a window; writes spikes.h5, settings.json and figures to a folder");
  app::ParameterFlags simulate_flags(simulate);
  simulate.add_option("--session", request.session, "Start from this settings.json or .striate session");
  simulate.add_option("--edit", request.edits, "A live edit, MILLISECOND:KEY=VALUE[,KEY=VALUE]; may be repeated");
  simulate.add_option("--out", request.out, "Folder for the results")->capture_default_str();
  simulate.add_flag("--overwrite", request.overwrite, "Replace results that are there already");
  simulate.add_flag("--json", request.json, "Print a JSON summary on standard output");
  simulate.callback([&] { chosen = [&] { return app::simulate(request, simulate_flags); }; });

  bool list_json = false;
  CLI::App& list = *program.add_subcommand("list-parameters", "Print the table of all parameters");
  list.add_flag("--json", list_json, "As JSON");
  list.callback([&] { chosen = [&] { return app::list_parameters(list_json); }; });

  std::string what = "simulate";
  CLI::App& bench = *program.add_subcommand("bench", "Measure: network, lgn, simulate, startup or train");
  app::ParameterFlags bench_flags(bench);
  bench.add_option("what", what, "What to measure")->check(CLI::IsMember({"network", "lgn", "simulate", "startup", "train"}));
  bench.callback([&] { chosen = [&] { return app::bench(what, bench_flags.apply({})); }; });

  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return program.exit(success); // --help, --version
  } catch (const CLI::ParseError& failure) {
    throw Error(
        fmt::format("{}; \"striate --help\" and \"striate SUBCOMMAND --help\" list what can be given.", failure.what()),
        Error::Kind::usage);
  }
  if (chosen)
    return chosen();
  if (!session.empty() && !std::filesystem::exists(session))
    throw Error(
        fmt::format("\"{}\" is neither a subcommand nor a session file; \"striate --help\" lists the subcommands.",
                    session),
        Error::Kind::usage);
  const ParameterSet defaults;
  const ParameterSet given = window_flags.apply(defaults);
  return app::open_window(argc, argv, given, !(given == defaults), session);
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const striate::Error& failure) {
    std::fprintf(stderr, "striate: %s\n", failure.what());
    return failure.exit_code();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "striate: an unexpected failure: %s\n", failure.what());
    return 1;
  }
}
