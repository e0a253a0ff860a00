// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/session/session.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_network.h"

#include <cstdint>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace striate::test {

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

/// A file with this text, which goes when the program ends.
inline std::filesystem::path scratch(const std::string& name, const std::string& text) {
  static const TemporaryFolder folder;
  const auto file = folder / name;
  std::ofstream(file) << text;
  return file;
}

} // namespace striate::test
