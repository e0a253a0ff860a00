// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"
#include "engine/training/run/training_run.h"
#include "ui/layouts/train/training_data.h"
#include "ui/run/run_work.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace striate {

class LiveWeights;

/// Runs training runs on a thread of its own and brings losses, rates and trials to the window as they come. Lives on
/// the GUI thread; the destructor cancels and waits for the checkpoint.
class TrainingWork : public RunWork {
  Q_OBJECT
public:
  TrainingWork(TrainingData& data, LiveWeights& live, QObject* parent);
  ~TrainingWork() override;

  bool can_go_on() const override;
  bool can_pause() const override { return true; }
  double share_done() const override;
  QString progress_text() const override;
  std::optional<double> remaining_s() const override;

  QString folder() const;                                        ///< of the present or last run; empty before
  const std::optional<TrainingEnd>& end() const { return end_; } ///< why the last run ended by itself
  /// Updates that a run would have with the parameters of the form: more of them let a finished run go on.
  void set_planned_updates(std::int64_t updates);
  double update_s() const { return update_s_; } ///< mean time of an update of the present or last run; 0 before
  double estimated_update_s() const;            ///< what training_cost() says of it; there is a run
  ParameterSet parameters() const;              ///< of the present or last run; the defaults before

  /// Starts a run in a new folder. Throws Error at once for settings that cannot be trained; later failures (a batch
  /// that does not fit, missing targets) come with ended().
  std::shared_ptr<Task> start(const ParameterSet& parameters, std::shared_ptr<const Network> network,
                              const std::filesystem::path& folder);
  /// From the latest checkpoint, with the training parameters of `parameters` as far as a run can change them.
  std::shared_ptr<Task> go_on(const ParameterSet& parameters);
  /// Shows what is in the folder of an earlier run.
  std::shared_ptr<Task> open(const ParameterSet& parameters, std::shared_ptr<const Network> network,
                             const std::filesystem::path& folder);

signals:
  void went_back(const QString& sentence); ///< numbers were not finite

protected:
  void set_held(bool held) override;

private:
  struct Run;
  std::shared_ptr<Task> begin_run(const std::shared_ptr<Run>& run, bool train);
  // On the working thread.
  void prepare(Run& run, Task& task);
  void train(Run& run, Task& task);
  TrainingPosition position_of(const Run& run) const;
  void tell_position(const Run& run);
  void tell(const UpdateView& view, const Run& run);

  TrainingData& data_;
  LiveWeights& live_;
  std::shared_ptr<Run> run_; ///< also after it ended, to go on
  std::optional<TrainingEnd> end_;
  std::int64_t planned_updates_ = 0;
  // Of the present run: updates and clock at the first and at the latest one that it brought.
  struct Mark {
    std::int64_t update = 0;
    double elapsed_s = 0.0;
  };
  std::optional<Mark> first_, latest_;
  double update_s_ = 0.0;
};

} // namespace striate
