// SPDX-License-Identifier: Apache-2.0
#include "app/bench/bench_rows.h"
#include "app/commands.h"
#include "engine/core/simd.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <thread>

namespace striate::app {

namespace {

struct Subject {
  const char* name;
  void (*measure)(const ParameterSet&);
};
constexpr Subject subjects[] = {{"network", bench_network},     {"lgn", bench_lgn},
                                {"recording", bench_recording}, {"simulate", bench_simulate},
                                {"startup", bench_startup},     {"train", bench_train}};

int bench(const std::string& what, const ParameterSet& parameters) {
  fmt::print("{} cores, {}\n", std::thread::hardware_concurrency(), simd_name());
  for (const Subject& subject : subjects)
    if (what == subject.name)
      subject.measure(parameters);
  return 0;
}

} // namespace

void add_bench(CLI::App& program, Chosen& chosen) {
  std::vector<std::string> names;
  for (const Subject& subject : subjects)
    names.emplace_back(subject.name);
  CLI::App& command = *program.add_subcommand("bench", fmt::format("Measure: {}", fmt::join(names, ", ")));
  const auto flags = std::make_shared<ParameterFlags>(command);
  const auto what = std::make_shared<std::string>("simulate");
  command.add_option("what", *what, "What to measure")->check(CLI::IsMember(names))->capture_default_str();
  command.callback([&chosen, flags, what] { chosen = [flags, what] { return bench(*what, flags->apply({})); }; });
}

} // namespace striate::app
