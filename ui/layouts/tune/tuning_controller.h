// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/tune/tuning_work.h"
#include "ui/run/run_controller.h"
#include "ui/run/run_folders.h"

namespace striate {

/// Starts tuning runs on the open network and analyses of recordings, each run in a folder of its own, and says how
/// they end.
class TuningController : public RunController {
  Q_OBJECT
public:
  TuningController(const Parts& parts, TuningWork& work, StudyData& study, QWidget* window);

  void connect_actions(ActionList& actions);
  void open_run(const QString& folder) override;
  void analyze(const DatasetFiles& files);

  /// Where runs are kept.
  static RunFolders folders() { return RunFolders("tuning"); }

protected:
  std::shared_ptr<Task> begin_new() override;
  std::shared_ptr<Task> begin_again() override { return runs_.go_on(); }
  std::shared_ptr<Task> begin_open(const ParameterSet& parameters, const QString& folder) override;
  void tell_end(const TaskStatus& status) override;

private:
  void ask_analyze();

  TuningWork& runs_;
};

} // namespace striate
