// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/train/training_work.h"
#include "ui/run/run_controller.h"
#include "ui/run/run_folders.h"

namespace striate {

class CheckpointPanel;
class LiveWeights;
class SonataExport;
class TrainingPanel;

/// Starts training runs on the open network, each in a folder of its own, says how they end, and puts the weights of
/// their checkpoints to use: in the live view, or as SONATA files.
class TrainingController : public RunController {
  Q_OBJECT
public:
  struct TrainingParts {
    TrainingData& data;
    TrainingWork& work;
    LiveWeights& live;
    TrainingPanel& panel;
    CheckpointPanel& checkpoints;
    TaskBar& exports; ///< shows an export
  };
  TrainingController(const Parts& parts, const TrainingParts& training, QWidget* window);

  void connect_actions(ActionList& actions);
  void open_run(const QString& folder) override;
  /// The live network takes the weights of a checkpoint, as one edit that can be undone; empty: its own again.
  void use_weights(const QString& checkpoint);
  void export_network(const QString& checkpoint, const QString& folder);

  /// Where runs are kept.
  static RunFolders folders() { return RunFolders("training"); }

protected:
  std::shared_ptr<Task> begin_new() override;
  std::shared_ptr<Task> begin_again() override;
  std::shared_ptr<Task> begin_open(const ParameterSet& parameters, const QString& folder) override;
  void tell_end(const TaskStatus& status) override;
  bool live_waits() const override;

private:
  void set_live(bool wanted);
  void ask_export(const QString& checkpoint);
  void remember_pace();
  void show_pace();

  TrainingParts training_;
  SonataExport* export_;
};

} // namespace striate
