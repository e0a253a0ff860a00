// SPDX-License-Identifier: Apache-2.0
// What the actions of the window do that no controller does.
#include "ui/actions/action_list.h"
#include "ui/actions/cheat_sheet.h"
#include "ui/actions/command_palette.h"
#include "ui/export/figure_exporter.h"
#include "ui/layouts/explore/perturbation/perturbation_panel.h"
#include "ui/layouts/explore/recording/recording_panel.h"
#include "ui/layouts/train/loss_view.h"
#include "ui/layouts/train/rate_views.h"
#include "ui/layouts/train/training_controller.h"
#include "ui/layouts/train/training_parts.h"
#include "ui/layouts/train/trial_view.h"
#include "ui/layouts/tune/neuron_tuning_view.h"
#include "ui/layouts/tune/result_view.h"
#include "ui/layouts/tune/tuning_controller.h"
#include "ui/network/network_controller.h"
#include "ui/run/recording_controller.h"
#include "ui/run/simulation_control.h"
#include "ui/session/session_controller.h"
#include "ui/shell/about_dialog.h"
#include "ui/shell/dock_panel.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/message_history.h"
#include "ui/shell/status_line.h"
#include "ui/shell/task_bar.h"
#include "ui/shell/window_layout.h"
#include "ui/views/column_view.h"
#include "ui/views/figure_view.h"
#include "ui/views/lgn_view.h"
#include "ui/views/population_view.h"
#include "ui/views/raster_view.h"
#include "ui/views/selection_view.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QDialog>
#include <QStackedWidget>

#include <algorithm>

namespace striate {

namespace {

constexpr const char* layout_actions[] = {"view.layout-explore", "view.layout-tune", "view.layout-train",
                                          "view.layout-present"}; // as LayoutPreset

} // namespace

void MainWindow::connect_actions() {
  simulation_->connect_actions(*actions_);
  recording_->connect_actions(*actions_);
  sessions_->connect_actions(*actions_);
  networks_->connect_actions(*actions_);
  tuning_control_->connect_actions(*actions_);
  training_control_->connect_actions(*actions_);
  connect_view_actions();
  connect_export_actions();
  connect_panel_actions();
  actions_->handle("file.quit", [this] { close(); });
  QUndoStack& undo = editor_.undo_stack();
  actions_->handle("edit.undo", [&undo] { undo.undo(); });
  actions_->handle("edit.redo", [&undo] { undo.redo(); });
  for (const auto& [id, changed, can] : {std::tuple("edit.undo", &QUndoStack::canUndoChanged, undo.canUndo()),
                                         std::tuple("edit.redo", &QUndoStack::canRedoChanged, undo.canRedo())}) {
    actions_->action(id)->setEnabled(can);
    connect(&undo, changed, actions_->action(id), &QAction::setEnabled);
  }
  connect(&undo, &QUndoStack::undoTextChanged, status_, &StatusLine::show_undo);
  actions_->handle("help.palette", [this] { show_dialog(new CommandPalette(*actions_, this)); });
  actions_->handle("help.shortcuts", [this] { show_dialog(new CheatSheet(*actions_, this)); });
  actions_->handle("help.messages", [this] { show_dialog(new MessageHistory(banner_->history(), this)); });
  connect(banner_, &MessageBanner::history_wanted, actions_->action("help.messages"), &QAction::trigger);
  actions_->handle("help.about", [this] { show_dialog(new AboutDialog(this)); });
}

void MainWindow::connect_view_actions() {
  actions_->handle("view.layout-explore", [this] { layout_->use(LayoutPreset::explore); });
  actions_->handle("view.layout-tune", [this] { layout_->use(LayoutPreset::tune); });
  actions_->handle("view.layout-train", [this] { layout_->use(LayoutPreset::train); });
  actions_->handle("view.layout-present", [this] { layout_->use(LayoutPreset::present); });
  actions_->handle("view.reset-layout", [this] { layout_->reset(); });
  connect(layout_, &WindowLayout::preset_changed, this, [this](LayoutPreset preset) {
    actions_->action(layout_actions[static_cast<int>(preset)])->setChecked(true);
    center_->setCurrentWidget(central_view());
    measuring_bar_->set_muted(preset == LayoutPreset::tune); // the panel shows it
    training_bar_->set_muted(preset == LayoutPreset::train);
  });
  const auto zoom = [this](double factor) { time_.zoom(factor, (time_.from_ms() + time_.to_ms()) / 2.0); };
  actions_->handle("view.follow-live", [this] { time_.go_live(); });
  actions_->handle("view.zoom-in", [zoom] { zoom(0.7); });
  actions_->handle("view.zoom-out", [zoom] { zoom(1.0 / 0.7); });
  actions_->handle("view.zoom-reset", [this] { time_.set_length(3000.0); });
  actions_->handle("view.theme-dark", [this] { set_theme(Theme::dark); });
  actions_->handle("view.theme-light", [this] { set_theme(Theme::light); });
  actions_->handle("view.highlight-next", [this] { step_group(1); });
  actions_->handle("view.highlight-previous", [this] { step_group(-1); });
  actions_->handle("view.highlight-none", [this] { data_.select_group(std::nullopt); });
  actions_->handle("view.full-screen", [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

FigureView* MainWindow::central_view() const {
  return layout_->preset() == LayoutPreset::tune    ? views_[results_index]
         : layout_->preset() == LayoutPreset::train ? training_->losses
                                                    : views_[raster_index];
}

void MainWindow::step_group(int by) {
  const auto& groups = usual_groups();
  const auto count = static_cast<int>(groups.size());
  const auto selected = data_.selected_group();
  const auto at = selected ? std::ranges::find(groups, *selected) : groups.end();
  const int now = at == groups.end() ? (by > 0 ? -1 : count) : static_cast<int>(at - groups.begin());
  data_.select_group(groups[static_cast<std::size_t>((now + by + count) % count)]);
}

void MainWindow::connect_export_actions() {
  const std::pair<FigureView*, const char*> views[] = {{views_[raster_index], "file.export-raster"},
                                                       {views_[population_index], "file.export-population"},
                                                       {views_[lgn_index], "file.export-lgn"},
                                                       {views_[selection_index], "file.export-selection"},
                                                       {views_[column_index], "file.export-column"},
                                                       {views_[results_index], ""},
                                                       {views_[measured_index], "file.export-measured"},
                                                       {training_->losses, "file.export-losses"},
                                                       {training_->trials, "file.export-trials"},
                                                       {training_->rates, "file.export-rates"},
                                                       {training_->before_after, "file.export-before-after"}};
  for (const auto& [view, action] : views)
    exporter_->add(view, *actions_, action);
  actions_->handle("file.export", [this] { exporter_->export_figure_of(central_view()); });
  actions_->handle("file.export-set",
                   [this] { exporter_->export_set_of(static_cast<const ResultView*>(views_[results_index])); });
}

void MainWindow::connect_panel_actions() {
  for (const auto& [key, panel] : panels_) {
    QAction* action = actions_->action("view.panel-" + key);
    actions_->handle("view.panel-" + key,
                     [this, name = key, action] { layout_->show_panel(name, action->isChecked()); });
    connect(panel->toggleViewAction(), &QAction::toggled, action, &QAction::setChecked);
    action->setChecked(panel->toggleViewAction()->isChecked());
  }
  actions_->handle("simulation.perturb", [this] {
    layout_->show_panel("perturbation", true);
    perturbation_->begin();
  });
  actions_->handle("simulation.release", [this] { perturbation_->release_all(); });
  actions_->handle("simulation.record-what", [this] {
    layout_->show_panel("recording", true);
    recording_panel_->begin();
  });
  recording_panel_->set_folder(RecordingController::base_folder());
  connect(recording_, &RecordingController::folder_changed, recording_panel_, &RecordingPanel::set_folder);
  connect(recording_panel_, &RecordingPanel::folder_wanted, actions_->action("simulation.record-folder"),
          &QAction::trigger);
}

void MainWindow::show_dialog(QDialog* dialog) {
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

} // namespace striate
