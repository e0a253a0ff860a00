// SPDX-License-Identifier: Apache-2.0
#include "app/flag_words.h"
#include "app/network/network_command.h"
#include "app/run_task.h"
#include "engine/core/text_parts.h"
#include "engine/session/session.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace striate::app {

namespace {

int validate(const std::string& path, const ParameterFlags& flags, bool json) {
  const ParameterSet parameters = flags.apply({});
  ProgressLine progress;
  std::vector<SonataProblem> problems;
  run_task("validate network", progress, [&](Task& task) {
    ThreadPool pool(static_cast<int>(parameters.integer("threads")));
    problems = validate_sonata(path, sonata_options_from(parameters), pool, task);
  });
  const auto errors = std::ranges::count(problems, SonataProblem::Severity::error, &SonataProblem::severity);
  const auto warnings = static_cast<std::ptrdiff_t>(problems.size()) - errors;
  if (json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const SonataProblem& problem : problems) {
      nlohmann::ordered_json one = {
          {"severity", problem.severity == SonataProblem::Severity::error ? "error" : "warning"},
          {"file", problem.file},
          {"place", problem.place}};
      one["row"] = problem.row ? nlohmann::ordered_json(*problem.row) : nlohmann::ordered_json();
      one["sentence"] = problem.sentence;
      list.push_back(std::move(one));
    }
    fmt::print(
        "{}\n",
        nlohmann::ordered_json{{"valid", errors == 0}, {"errors", errors}, {"warnings", warnings}, {"problems", list}}
            .dump());
  } else {
    for (const SonataProblem& problem : problems)
      fmt::print("{}: {}\n", problem.severity == SonataProblem::Severity::error ? "error" : "warning",
                 problem.sentence);
    fmt::print("{}: {}, {}\n", path, counted(static_cast<std::uint64_t>(errors), "error"),
               counted(static_cast<std::uint64_t>(warnings), "warning"));
  }
  return errors == 0 ? 0 : 1;
}

} // namespace

void add_network_validate(CLI::App& network, Chosen& chosen) {
  CLI::App& command =
      *network.add_subcommand("validate", "List all errors of a SONATA network; exit code 1 if there are any");
  const auto flags = std::make_shared<ParameterFlags>(command, network_file_flags());
  const auto path = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command.add_option("path", *path, "SONATA config or folder")->required();
  command.add_flag("--json", *json, words::json);
  command.callback(
      [&chosen, flags, path, json] { chosen = [flags, path, json] { return validate(*path, *flags, *json); }; });
}

} // namespace striate::app
