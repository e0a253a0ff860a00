#pragma once
#include "engine/training/training_checkpoint.h"

#include <filesystem>
#include <fstream>

namespace striate {

/// What a run leaves: latest.h5 and best.h5 (checkpoints), losses.csv (a line per branch and update, as they come),
/// losses.h5 and validation.csv (with every checkpoint). One thread at a time. All throw Error naming
/// the file.
class TrainingFolder {
public:
  /// Makes the folder; throws a usage Error when it holds a run already and `go_on` is not set.
  TrainingFolder(std::filesystem::path folder, bool go_on);

  std::filesystem::path latest() const { return folder_ / "latest.h5"; }
  std::filesystem::path best() const { return folder_ / "best.h5"; }

  /// For a run that goes on here: the best checkpoint of the folder it comes from, unless there is one here. False when
  /// there is none at all.
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

} // namespace striate
