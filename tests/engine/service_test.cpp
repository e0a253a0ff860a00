// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/recording/recorder.h"
#include "engine/session/run_settings.h"
#include "engine/session/simulation_service.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <thread>

using namespace striate;
using namespace striate::test;
using namespace std::chrono_literals;

namespace {

ParameterSet tiny() {
  ParameterSet parameters;
  parameters.set_text("network", "tiny");
  parameters.set("gray-before", 50);
  return parameters;
}

/// Takes snapshots until one satisfies the condition; collects all blocks on the way.
struct Window {
  SimulationService service{[] {}};
  std::vector<std::shared_ptr<const Snapshot>> taken;

  std::shared_ptr<const Snapshot> wait(const auto& condition) {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < deadline) {
      if (auto snapshot = service.take()) {
        taken.push_back(snapshot);
        if (condition(*snapshot))
          return snapshot;
      }
      std::this_thread::sleep_for(2ms);
    }
    FAIL("no such snapshot within 30 s");
    return nullptr;
  }
};

std::vector<std::uint64_t> counts_per_step(const std::vector<std::shared_ptr<const Snapshot>>& snapshots) {
  std::vector<std::uint64_t> counts;
  std::uint64_t epoch = 0;
  for (const auto& snapshot : snapshots) {
    if (snapshot->epoch != epoch)
      counts.clear();
    epoch = snapshot->epoch;
    CHECK(snapshot->spikes->first_ms == static_cast<std::int64_t>(counts.size()));
    for (std::int64_t i = 0; i < snapshot->spikes->steps(); ++i)
      counts.push_back(snapshot->spikes->at(snapshot->spikes->first_ms + i).size());
  }
  return counts;
}

} // namespace

TEST_CASE("opens, runs, pauses, steps, resets; no step is lost") {
  Window window;
  const auto task = window.service.open(tiny(), true);
  window.wait([](const Snapshot& s) { return s.now_ms > 300; });
  CHECK(task->status().state == TaskState::done);
  CHECK(window.service.network()->neurons.size() == 1141);
  window.service.pause();
  const auto paused = window.wait([](const Snapshot& s) { return !s.running; });
  window.service.step(3);
  window.wait([&](const Snapshot& s) { return s.now_ms == paused->now_ms + 3; });
  CHECK(counts_per_step(window.taken).size() == static_cast<std::size_t>(paused->now_ms + 3));
  window.service.reset();
  const auto fresh = window.wait([](const Snapshot& s) { return s.now_ms == 0; });
  CHECK(fresh->epoch > paused->epoch);
}

TEST_CASE("a live run with edits equals a scripted headless run of the same edits, spike for spike") {
  const TemporaryFolder folder;
  Window window;
  window.service.open(tiny(), false);
  window.wait([](const Snapshot&) { return true; });
  window.service.start_recording(folder.path().string());
  window.service.run();
  window.wait([](const Snapshot& s) { return s.now_ms > 150; });
  ParameterSet edited = tiny();
  edited.set("direction", 135.0);
  window.service.edit(edited);
  window.wait([](const Snapshot& s) { return s.parameters.number("direction") == 135.0 && s.now_ms > 400; });
  edited.set_text("stimulus", "gray");
  window.service.edit(edited);
  const auto now = window.wait([](const Snapshot& s) { return s.parameters.choice("stimulus") == "gray"; })->now_ms;
  window.wait([&](const Snapshot& s) { return s.now_ms > now + 150; });
  window.service.pause();
  window.service.stop_recording();
  const auto end = window.wait([](const Snapshot& s) { return !s.recording; })->now_ms;

  const RunSettings settings = read_run_settings(folder / "settings.json");
  CHECK(settings.edits.size() == 2);
  const SpikeFile recorded = read_spikes(folder / "spikes.h5");
  Session scripted(settings.parameters, window.service.network());
  std::vector<double> times;
  std::vector<std::uint64_t> ids;
  auto edit = settings.edits.begin();
  while (scripted.now() < end) {
    for (; edit != settings.edits.end() && edit->at_ms == scripted.now(); ++edit)
      scripted.edit(edit->parameters);
    const StepResult step = scripted.step();
    for (const std::uint32_t id : step.spikes) {
      times.push_back(static_cast<double>(step.ms + 1));
      ids.push_back(id);
    }
  }
  CHECK(ids.size() > 200);
  CHECK(recorded.node_id == ids);
  CHECK(recorded.time_ms == times);
}

TEST_CASE("real time is held: a second of the model takes a second") {
  Window window;
  window.service.set_speed(Speed::real_time);
  window.service.open(tiny(), true);
  std::int64_t from_ms = window.wait([](const Snapshot& s) { return s.now_ms > 100; })->now_ms;
  double wall_per_model = 0.0;
  const auto held = [&] { return wall_per_model >= 0.95 && wall_per_model <= 1.3; };
  for (int measure = 1; measure <= 3 && !held(); ++measure) { // other programs may take the processor for a while
    const auto start = std::chrono::steady_clock::now();
    const auto later = window.wait([&](const Snapshot& s) { return s.now_ms >= from_ms + 1000; });
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    wall_per_model = wall.count() / static_cast<double>(later->now_ms - from_ms);
    from_ms = later->now_ms;
    MESSAGE("measure " << measure << " of at most 3: wall time / model time " << wall_per_model);
  }
  CHECK(held());
}

TEST_CASE("half speed is no faster than half of real time") {
  Window window;
  window.service.set_speed(Speed::half);
  window.service.open(tiny(), true);
  const auto first = window.wait([](const Snapshot& s) { return s.now_ms > 20; });
  const auto start = std::chrono::steady_clock::now();
  const auto later = window.wait([&](const Snapshot& s) { return s.now_ms > first->now_ms + 150; });
  const double wall = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  CHECK(wall > 0.8 * 2.0 * static_cast<double>(later->now_ms - first->now_ms) - 40.0);
}

TEST_CASE("what goes wrong comes as a sentence and the run goes on") {
  Window window;
  window.service.open(tiny(), true);
  window.wait([](const Snapshot& s) { return s.now_ms > 10; });
  window.service.start_recording("/proc/nowhere/recording");
  const auto told = window.wait([](const Snapshot& s) { return !s.message.empty(); });
  CHECK(told->message.find("/proc/nowhere") != std::string::npos);
  CHECK(told->running);
  window.wait([&](const Snapshot& s) { return s.now_ms > told->now_ms + 50; });
  window.service.select_neuron(4'000'000'000u); // outside: ignored
  window.service.select_lgn_units({4'000'000'000u});
  window.wait([&](const Snapshot& s) { return s.lgn.empty() && s.now_ms > told->now_ms + 100; });
}

TEST_CASE("another protocol starts the run anew on the same network; another network is built") {
  Window window;
  window.service.open(tiny(), true);
  const auto before = window.wait([](const Snapshot& s) { return s.now_ms > 100; });
  CHECK(before->lgn_rates_Hz.size() == before->network->lgn_units.size());
  window.service.select_neuron(7);
  window.wait([](const Snapshot& s) { return s.neuron == 7u; });

  ParameterSet parameters = tiny();
  parameters.set_text("protocol", "contrast-series");
  window.service.open(parameters, true);
  const auto after = window.wait([&](const Snapshot& s) { return s.epoch > before->epoch && s.now_ms > 10; });
  CHECK(after->network == before->network);
  CHECK(after->neuron == 7u); // still the same neurons
  CHECK(window.service.settings().parameters.text("protocol") == "contrast-series");
  const auto shown = window.wait([](const Snapshot& s) { return !s.scene.is_gray(); });
  CHECK(shown->scene.gratings.front().contrast < 0.8);

  parameters.set("network-seed", 5.0);
  window.service.open(parameters, false);
  const auto another = window.wait([&](const Snapshot& s) { return s.epoch > after->epoch; });
  CHECK(another->network != before->network);
}

TEST_CASE("other weights are lent without a break; a recording refuses them; they are given back") {
  const TemporaryFolder folder;
  Window window;
  window.service.open(tiny(), true);
  const auto start = window.wait([](const Snapshot& s) { return s.now_ms > 200; });
  const auto network = window.service.network();
  auto silent = std::make_shared<Network>(*network);
  for (auto* weights : {&silent->recurrent.weight, &silent->lgn.weight, &silent->background.weight})
    std::fill(weights->begin(), weights->end(), 0.0f);
  const auto spikes_until = [&](std::int64_t ms) {
    const std::size_t first = window.taken.size();
    window.wait([&](const Snapshot& s) { return s.now_ms > ms; });
    std::size_t spikes = 0;
    for (std::size_t i = first; i < window.taken.size(); ++i)
      spikes += window.taken[i]->spikes->id.size();
    return spikes;
  };
  window.service.use_weights(network, silent);
  const auto lent = window.wait([](const Snapshot&) { return true; });
  spikes_until(lent->now_ms + 200); // what flows still
  CHECK(spikes_until(lent->now_ms + 600) == 0);
  CHECK(window.taken.back()->epoch == start->epoch);
  CHECK(window.taken.back()->network == network);
  window.service.start_recording(folder.path().string());
  const auto told = window.wait([](const Snapshot& s) { return !s.message.empty(); });
  CHECK(told->message.find("training weights") != std::string::npos);
  CHECK_FALSE(told->recording);

  window.service.use_weights(network, network);
  CHECK(spikes_until(told->now_ms + 600) > 0);
  counts_per_step(window.taken); // no step is lost
  window.service.start_recording(folder.path().string());
  window.wait([](const Snapshot& s) { return s.recording; });
  const auto recorded = window.wait([](const Snapshot& s) { return s.recorded_spikes > 0; });
  window.service.use_weights(network, silent); // not while it records
  window.wait([&](const Snapshot& s) { return s.recorded_spikes > recorded->recorded_spikes + 50; });
  window.service.use_weights(silent, silent); // another network runs: nothing happens
  window.service.stop_recording();
}

TEST_CASE("opening another network cancels the one that is being built; closing in the middle is clean") {
  ParameterSet medium;
  medium.set_text("network", "medium");
  Window window;
  const auto first = window.service.open(medium, true);
  const auto second = window.service.open(tiny(), true);
  window.wait([](const Snapshot& s) { return s.now_ms > 50; });
  CHECK(window.service.network()->neurons.size() == 1141);
  CHECK(first->status().state == TaskState::cancelled);
  CHECK(second->status().state == TaskState::done);
  window.service.open(medium, true); // and the destructor runs while this one builds
}
