// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/session/session.h"
#include "tests/support/sentences.h"

#include <cstdint>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace striate::test {

inline std::shared_ptr<const Network> tiny_network() {
  static const std::shared_ptr<const Network> network = [] {
    ParameterSet parameters;
    parameters.set_text("network", "tiny");
    std::shared_ptr<const Network> built;
    Task task("build");
    REQUIRE(task.run([&](Task& t) { built = build_network(parameters, t); }));
    return built;
  }();
  return network;
}

inline ParameterSet tiny_parameters(int threads = 1) {
  ParameterSet parameters;
  parameters.set_text("network", "tiny");
  parameters.set("threads", threads);
  parameters.set("gray-before", 100);
  return parameters;
}

using Spikes = std::vector<std::pair<std::int64_t, std::uint32_t>>;

inline Spikes run(Session& session, std::int64_t until, const std::vector<Edit>& edits = {}) {
  Spikes spikes;
  auto edit = edits.begin();
  while (session.now() < until) {
    for (; edit != edits.end() && edit->at_ms == session.now(); ++edit)
      session.edit(edit->parameters);
    const StepResult step = session.step();
    for (const std::uint32_t id : step.spikes)
      spikes.emplace_back(step.ms, id);
  }
  return spikes;
}

std::string sentence_of(const auto& action) {
  try {
    action();
  } catch (const Error& failure) {
    return failure.what();
  }
  return {};
}

inline std::filesystem::path scratch(const std::string& name, const std::string& text) {
  const auto file = std::filesystem::temp_directory_path() / ("striate-session-test-" + name);
  std::ofstream(file) << text;
  return file;
}

} // namespace striate::test
