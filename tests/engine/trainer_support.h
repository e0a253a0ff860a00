// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/session/session.h"
#include "engine/training/run/trainer.h"
#include "tests/engine/temporary_folder.h"

#include <doctest/doctest.h>
#include <memory>
#include <string>

/// Short training runs of the tiny network.
namespace trainer_support {

inline std::shared_ptr<const striate::Network> network_of(const striate::ParameterSet& parameters) {
  std::shared_ptr<const striate::Network> built;
  striate::Task task("build");
  REQUIRE(task.run([&](striate::Task& t) { built = striate::build_network(parameters, t); }));
  return built;
}

/// Six steps in three epochs.
inline striate::ParameterSet short_training() {
  striate::ParameterSet parameters;
  parameters.set_text("network", "tiny");
  parameters.set_text("small-lgn", "on");
  parameters.set("epochs", 3);
  parameters.set("steps-per-epoch", 2);
  parameters.set("train-batch", 2);
  parameters.set("train-duration", 60);
  parameters.set("validation-batch", 2);
  parameters.set("threads", 2);
  return parameters;
}

inline const std::shared_ptr<const striate::Network>& tiny_network() {
  static const auto network = network_of(short_training());
  return network;
}

/// Runs to the end; returns why it ended. A failure fails the test.
inline striate::TrainingEnd finish(striate::Trainer& trainer, const striate::TrainingObserver& observer = {}) {
  striate::TrainingEnd end{};
  striate::Task task("train");
  task.run([&](striate::Task& t) { end = trainer.run(t, observer); });
  CHECK(task.status().error == "");
  REQUIRE(task.status().state == striate::TaskState::done);
  return end;
}

/// Cancels once `updates` are done.
inline void interrupt_after(striate::Trainer& trainer, int updates) {
  striate::Task task("train");
  striate::TrainingObserver observer;
  observer.update = [&](const striate::UpdateView& view) {
    if (view.records.back().update + 1 == updates)
      task.cancel();
  };
  task.run([&](striate::Task& t) { trainer.run(t, observer); });
  REQUIRE(task.status().state == striate::TaskState::cancelled);
}

inline std::string sentence_of(const auto& action) {
  try {
    action();
  } catch (const striate::Error& failure) {
    return failure.what();
  }
  return "no error";
}

} // namespace trainer_support
