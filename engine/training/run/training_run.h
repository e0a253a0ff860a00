// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"
#include "engine/training/run/observer.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace striate {

class Trainer;

/// A training run in its folder for those who only follow it, such as a window: a Trainer without the headers that its
/// computing needs. Thread rule: that of Trainer.
class TrainingRun {
public:
  /// Begins a run in `folder`, or stands at its latest checkpoint. Throws as Trainer does.
  TrainingRun(std::shared_ptr<const Network> network, const ParameterSet& parameters,
              const std::filesystem::path& folder);
  ~TrainingRun();

  struct Position {
    int epochs = 0, best_epoch = 0;
    std::int64_t update = 0, updates = 0;
    bool has_best = false; ///< there is a checkpoint of the best validation
  };
  Position position() const;
  const TrainingHistory& history() const;
  double core_radius_um() const;    ///< of the losses
  NeuronRates rates_before() const; ///< of the validation before training, and the last one, as its folder has them
  NeuronRates rates() const;

  TrainingEnd run(Task& task, const TrainingObserver& observer);
  void pause(bool paused);
  /// The network with the weights of now, a copy named `name`.
  std::shared_ptr<const Network> network_now(const std::string& name) const;

  /// Whether a folder holds a run.
  static bool begun(const std::filesystem::path& folder);
  /// Throws a usage Error for parameters that cannot be trained with.
  static void check(const ParameterSet& parameters);

private:
  std::size_t neurons_;
  std::unique_ptr<Trainer> trainer_;
};

} // namespace striate
