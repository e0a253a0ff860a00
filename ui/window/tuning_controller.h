#pragma once
#include "ui/tuning/tuning_work.h"

#include <QObject>

#include <optional>

class QWidget;

namespace striate {

class ActionList;
class LiveData;
class MessageBanner;
class ParameterEditor;
class StudyData;
class TaskBar;
class TuningPanel;

/// Starts tuning runs on the open network and analyses of recordings, each run in a folder of its own named by date and
/// time, and says how they end. The live run pauses meanwhile, so that all cores measure.
class TuningController : public QObject {
  Q_OBJECT
public:
  struct Parts {
    LiveData& data;
    ParameterEditor& editor;
    StudyData& study;
    TuningWork& work;
    TuningPanel& panel;
    MessageBanner& banner;
    TaskBar& tasks;       ///< shows the run
    const TaskBar& build; ///< shows a network being built
  };
  TuningController(const Parts& parts, QWidget* window);

  void connect_actions(ActionList& actions);
  void start();
  void go_on();
  /// Shows what a tuning run left in a folder; the network follows its settings.
  void open_run(const QString& folder);
  void analyze(const DatasetFiles& files);
  /// Another network runs now.
  void network_opened();

  /// Folder that holds the runs: the chosen one, or ~/Striate/tuning.
  static QString base_folder();
  static void set_base_folder(const QString& folder);

private:
  void pause_or_go_on();
  void ask_open();
  void ask_analyze();
  void ask_folder();
  void begun(const std::shared_ptr<Task>& task);
  void ended(const TaskStatus& status);
  void show_state();
  QString obstacle() const;
  template <typename Work>
  void attempt(Work&& work);

  Parts parts_;
  QWidget* window_;
  struct Pending {
    ParameterSet parameters;
    QString folder;
  };
  std::optional<Pending> pending_; ///< to open when its network is there
  bool resume_live_ = false;       ///< the live run was running before
};

} // namespace striate
