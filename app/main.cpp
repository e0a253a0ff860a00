// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/number_locale.h"
#include "engine/core/errors.h"
#include "engine/core/version.h"
#include "engine/session/run_settings.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

namespace {

using namespace striate;

int run(int argc, char** argv) {
  CLI::App program("Striate: a laboratory for mouse primary visual cortex. Without a subcommand it opens the window.");
  program.set_version_flag("--version", fmt::format("striate {}", version));
  program.require_subcommand(0, 1);
  app::Chosen chosen;

  app::ParameterFlags window_flags(program);
  std::string session;
  program.add_option("session", session, "A .striate session to open in the window");

  app::add_simulate(program, chosen);
  app::add_tune(program, chosen);
  app::add_train(program, chosen);
  app::add_analyze(program, chosen);
  app::add_figure(program, chosen);
  app::add_bench(program, chosen);
  app::add_network(program, chosen);
  app::add_list_parameters(program, chosen);

  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return program.exit(success); // --help, --version
  } catch (const CLI::ParseError& failure) {
    const bool unknown = dynamic_cast<const CLI::ExtrasError*>(&failure) != nullptr;
    const std::string wrong = unknown ? app::unknown_argument(program) : failure.what();
    throw Error(fmt::format("{}{} \"striate --help\" and \"striate SUBCOMMAND --help\" list all options.", wrong,
                            wrong.ends_with('?') ? "" : ";"),
                Error::Kind::usage);
  }
  if (chosen)
    return chosen();
  if (!session.empty() && !std::filesystem::exists(session))
    throw Error(
        fmt::format("\"{}\" is neither a subcommand nor a session file; \"striate --help\" lists the subcommands.",
                    session),
        Error::Kind::usage);
  const ParameterSet base = session.empty() ? ParameterSet() : read_run_settings(session).parameters;
  const ParameterSet given = window_flags.apply(base);
  return app::open_window(argc, argv, given, !(given == base), session);
}

} // namespace

int main(int argc, char** argv) {
  striate::app::fix_number_locale();
  try {
    return run(argc, argv);
  } catch (const striate::Error& failure) {
    std::fprintf(stderr, "striate: %s\n", failure.what());
    return failure.exit_code();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "striate: unexpected error: %s\n", failure.what());
    return 1;
  }
}
