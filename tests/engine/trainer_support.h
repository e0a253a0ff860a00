// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/run/trainer.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_network.h"

#include <doctest/doctest.h>
#include <memory>
#include <string>

/// Short training runs of the tiny network.
namespace trainer_support {

using striate::test::network_of;

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

/// The network of short_training().
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
  return striate::test::error_of(action);
}

} // namespace trainer_support
