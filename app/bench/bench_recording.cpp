// SPDX-License-Identifier: Apache-2.0
#include "app/bench/bench_rows.h"
#include "app/bench/scratch_folder.h"
#include "engine/session/run_recording.h"

#include <fmt/format.h>

#include <array>
#include <ctime>
#include <filesystem>
#include <optional>

namespace striate::app {

namespace {

constexpr std::int64_t block_ms = 3000; ///< with and without recording take turns, so that both see the same machine
constexpr int blocks = 5;

double computing_s() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

struct Cost {
  double wall_ms = 0.0, computing_s = 0.0;
};

/// One block; the recording's whole life counts.
Cost run_block(Session& session, const std::filesystem::path& folder, bool recorded) {
  const auto start = Clock::now();
  const double before = computing_s();
  std::optional<RunRecording> recording;
  if (recorded)
    recording.emplace(session, RunRecording::Options{.folder = folder, .overwrite = true, .wait_for_disk = true});
  for (std::int64_t ms = 0; ms < block_ms; ++ms) {
    const StepResult step = recording ? session.step(recording->after_step()) : session.step();
    if (recording)
      recording->push(step, session);
  }
  if (recording)
    recording->close();
  session.watch_sources({});
  return {ms_since(start), computing_s() - before};
}

} // namespace

void bench_recording(const ParameterSet& parameters) {
  Session session(parameters, timed_network(parameters));
  const ScratchFolder scratch(std::filesystem::temp_directory_path());
  for (int i = 0; i < 700; ++i)
    session.step(); // past the gray and the onset
  std::array<std::vector<double>, 2> wall, computing;
  for (int block = 0; block < 2 * blocks; ++block) {
    const bool recorded = block % 2 == 1;
    const Cost cost = run_block(session, scratch.path(), recorded);
    wall[recorded].push_back(cost.wall_ms);
    computing[recorded].push_back(cost.computing_s * 1e3);
  }
  fmt::print("  record \"{}\", probe \"{}\"; medians of {} blocks of {} ms\n", parameters.text("record"),
             parameters.text("probe"), blocks, block_ms);
  print_row("wall/model without recording", median(wall[0]) / block_ms, "", 0.0);
  print_row("wall/model with recording", median(wall[1]) / block_ms, "", 0.0);
  print_row("wall time of the recording", 100.0 * (median(wall[1]) / median(wall[0]) - 1.0), "%", 3.0);
  print_row("computing time of the recording", 100.0 * (median(computing[1]) / median(computing[0]) - 1.0), "%", 3.0);
}

} // namespace striate::app
