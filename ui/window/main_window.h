// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"
#include "ui/controls/parameter_editor.h"
#include "ui/live/live_data.h"
#include "ui/live/time_window.h"
#include "ui/theme/theme.h"

#include <QByteArray>
#include <QMainWindow>

#include <vector>

class QStackedWidget;

namespace striate {

class ActionList;
class FigureView;
class MessageBanner;
class NoticeArea;
class NetworkController;
class DockPanel;
class PerturbationPanel;
class RecordingController;
class RecordingPanel;
class FigureExporter;
class SessionController;
class SimulationControl;
class StatusLine;
class ComparisonView;
class StudyData;
class StimulusPanel;
class TaskBar;
class TrainingController;
class TrainingParts;
class TransportBar;
class TuningController;
class TuningPanel;
class TuningWork;
class WindowLayout;
struct SessionDocument;

/// The window of the laboratory. It only composes: every action, panel and view is a class of its own. Starts building
/// and running the network of `start` at once.
class MainWindow : public QMainWindow {
  Q_OBJECT
public:
  explicit MainWindow(const ParameterSet& start, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// The defaults with the network used last, when it is larger than the default one.
  static ParameterSet last_used_parameters();

  const ActionList& actions() const { return *actions_; }
  ParameterEditor& editor() { return editor_; }
  LiveData& data() { return data_; }
  WindowLayout& window_layout() { return *layout_; }
  StudyData& study() { return *study_; }
  TrainingParts& training() { return *training_; }
  MessageBanner& banner() { return *banner_; }
  /// Shows it so that it fits on the screen with its frame.
  void show_fitting();
  /// Opens a .striate file; a problem is told in the banner. Asks first when unsaved changes would be lost.
  void open_session(const QString& file);
  void save_session(const QString& file);
  /// Ends the program when nobody can be asked (a signal, the end of the desktop session): the recording is finished,
  /// unsaved changes stay in the automatic copy.
  void end_unasked();

protected:
  void keyPressEvent(QKeyEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

private:
  enum ViewIndex {
    raster_index,
    population_index,
    lgn_index,
    selection_index,
    column_index,
    results_index,
    measured_index
  };

  void compose_top();
  void compose_panels();
  void compose_tuning();
  void compose_training();
  FigureView* central_view() const; ///< that the layout in use has
  DockPanel* add_view_panel(const char* key, FigureView* view);
  void connect_actions();
  void connect_view_actions();
  void step_group(int by); ///< highlights the next (1) or the one before (-1)
  void connect_export_actions();
  void connect_panel_actions();
  void follow_data();
  void show_update();
  void show_title();
  void set_theme(Theme theme);
  void show_theme();
  void show_dialog(QDialog* dialog);
  void fit_to_screen();
  SessionDocument session() const;
  void take_session(const SessionDocument& document);

  LiveData data_;
  TimeWindow time_;
  ParameterEditor editor_;

  ActionList* actions_;
  TransportBar* transport_;
  TaskBar* tasks_;
  NoticeArea* notices_;
  MessageBanner* banner_;
  StatusLine* status_;
  StimulusPanel* stimulus_;
  PerturbationPanel* perturbation_;
  RecordingPanel* recording_panel_;
  std::vector<FigureView*> views_; ///< by ViewIndex
  std::map<QString, DockPanel*> panels_;
  WindowLayout* layout_;
  SimulationControl* simulation_;
  RecordingController* recording_;
  SessionController* sessions_;
  NetworkController* networks_;
  StudyData* study_;
  TuningWork* measuring_;
  TaskBar* measuring_bar_;
  TuningPanel* tuning_;
  ComparisonView* comparison_;
  TuningController* tuning_control_;
  TrainingParts* training_;
  TaskBar* training_bar_;
  TrainingController* training_control_;
  TaskBar* export_bar_;
  FigureExporter* exporter_;
  QStackedWidget* center_; ///< raster, results, losses
  Theme theme_;
  QByteArray session_layout_; ///< of a session opened before the window was shown
  bool arranged_ = false;
  enum class Closing { asks, agreed, unasked } closing_ = Closing::asks;
};

} // namespace striate
