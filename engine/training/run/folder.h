// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/run/checkpoint.h"

#include <filesystem>
#include <fstream>

namespace striate {

/// What a run leaves: latest.h5 and best.h5 (checkpoints), losses.csv (a line per branch and update, as they come),
/// losses.h5 and validation.csv (with every checkpoint), rates_before.h5 and rates.h5 (neuron_rates.h: of the
/// validation before training and of the last one). One thread at a time. All throw Error naming the file.
class TrainingFolder {
public:
  /// Makes the folder. checkpoint: what the run goes on from; empty for a new one. Throws a usage Error when the folder
  /// holds another run.
  TrainingFolder(std::filesystem::path folder, const std::filesystem::path& checkpoint);

  std::filesystem::path latest() const { return folder_ / "latest.h5"; }
  std::filesystem::path best() const { return folder_ / "best.h5"; }
  std::filesystem::path rates_before() const { return folder_ / "rates_before.h5"; }
  std::filesystem::path rates() const { return folder_ / "rates.h5"; }

  /// For a run that goes on in another folder: takes the best checkpoint of that it comes from. False when there is
  /// none.
  bool take_best_beside(const std::filesystem::path& checkpoint) const;

  /// losses.csv starts again with what has happened so far: lines of updates that were lost or taken back go.
  void begin_losses(const TrainingHistory& history);
  /// Added at once, so that other programs can watch.
  void add_losses(const UpdateRecord& record);
  /// The other tables.
  void write_tables(const TrainingHistory& history) const;

private:
  std::filesystem::path folder_;
  std::ofstream losses_;
};

/// Losses of a run, from losses.h5 of its folder: until its last checkpoint. Throws Error naming the file.
TrainingHistory read_losses(const std::filesystem::path& folder);
/// Whether a training run has left losses there.
bool has_losses(const std::filesystem::path& folder);

} // namespace striate
