// SPDX-License-Identifier: Apache-2.0
#include "ui/actions/action_list.h"

#include <QCoreApplication>

namespace striate {

namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("Action", text);
}

ActionInfo action(const char* id, const char* text, const char* shortcut, const char* tooltip, const char* icon = "") {
  const QString name = QString::fromLatin1(id);
  const QString menu = name.section('.', 0, 0);
  return {.id = name,
          .menu = menu.left(1).toUpper() + menu.mid(1),
          .text = translated(text),
          .shortcut = QKeySequence(QString::fromLatin1(shortcut)),
          .tooltip = translated(tooltip),
          .icon = QString::fromLatin1(icon),
          .checkable = false,
          .choice = {},
          .label = {},
          .section = false};
}

ActionInfo section(ActionInfo info) {
  info.section = true;
  return info;
}

ActionInfo one_of(const char* choice, ActionInfo info) {
  info.checkable = true;
  info.choice = QString::fromLatin1(choice);
  return info;
}

ActionInfo labelled(const char* label, ActionInfo info) {
  info.label = translated(label);
  return info;
}

ActionInfo check(ActionInfo info) {
  info.checkable = true;
  return info;
}

std::vector<ActionInfo> make_table() {
  return {
      action("file.open", "Open session…", "Ctrl+O", "Open a session (.striate)", "open"),
      section(action("file.open-network", "Open network…", "Ctrl+Shift+O",
                     "Open a SONATA network from its config file; files and folders can also be dropped", "network")),
      action("file.save", "Save session", "Ctrl+S", "Save the parameters, layout and theme", "save"),
      action("file.save-as", "Save session as…", "Ctrl+Shift+S", "Save the session under another name"),
      section(action("file.export", "Export figure…", "Ctrl+E", "Export a figure as PDF, SVG, PNG or CSV", "export")),
      action("file.export-raster", "Export laminar raster…", "", "Export the visible raster as a figure or table"),
      action("file.export-population", "Export population activity…", "",
             "Export the visible population rates as a figure or table"),
      action("file.export-lgn", "Export LGN sample…", "", "Export the visible LGN sample as a figure or table"),
      action("file.export-selection", "Export selection…", "",
             "Write trace and tuning of the selected neuron as a figure or table"),
      action("file.export-column", "Export column…", "", "Write the column as currently rotated as a figure or table"),
      action("file.export-measured", "Export measured tuning…", "",
             "Export the measured tuning curve of the selected neuron as a figure or table"),
      action("file.export-losses", "Export training losses…", "",
             "Export the losses of the training run as a figure or table"),
      action("file.export-trials", "Export last training trials…", "",
             "Export the rasters of the last training trials as a figure or table"),
      action("file.export-rates", "Export rates against targets…", "",
             "Write the rates of the training run and their targets as a figure or table"),
      action("file.export-before-after", "Export before and now…", "",
             "Export the similarity before training and now as a figure or table"),
      action("file.export-set", "Export figure set…", "Ctrl+Shift+E",
             "Write all figures and tables of the measurements to a folder"),
      section(action("file.quit", "Quit", "Ctrl+Q", "Close Striate; a recording is completed first", "quit")),

      action("edit.undo", "Undo", "Ctrl+Z", "Undo the last parameter change", "undo"),
      action("edit.redo", "Redo", "Ctrl+Shift+Z", "Redo the last parameter change", "redo"),

      action("simulation.run", "Run / pause", "Space", "Run or pause the simulation", "run"),
      action("simulation.step", "Step", ".", "Advance the model by 1 ms", "step"),
      action("simulation.reset", "Reset", "Ctrl+R", "Return to time 0 with the same network", "reset"),
      section(one_of("speed",
                     labelled("1/10", action("simulation.speed-tenth", "Speed: 1/10", "1", "One tenth of real time")))),
      one_of("speed", labelled("1/2", action("simulation.speed-half", "Speed: 1/2", "2", "Half of real time"))),
      one_of("speed", labelled("Real time", action("simulation.speed-real", "Speed: real time", "3",
                                                   "One second of model time per second"))),
      one_of("speed", labelled("Max", action("simulation.speed-max", "Speed: maximum", "4",
                                             "As fast as the machine allows", "speed"))),
      section(check(action("simulation.graphics-card", "Compute on GPU", "Ctrl+B",
                           "Switch between CPU and GPU; the simulation state is kept"))),
      section(action("simulation.perturb", "Perturb neurons…", "Ctrl+P",
                     "Silence neurons, inject current or scale their synapses", "perturb")),
      action("simulation.release", "Release perturbations", "Ctrl+Shift+P", "End all active perturbations"),
      section(action("simulation.settings", "Simulation settings…", "Ctrl+,",
                     "Choose dynamics, inputs, noise and threads; the run restarts")),
      action("simulation.network", "Network…", "Ctrl+N", "Choose or build another network", "network"),
      section(
          check(action("simulation.record", "Record", "Ctrl+Shift+R",
                       "Write the contents chosen in the Recording panel to a new folder until stopped", "record"))),
      action("simulation.record-what", "Recording contents…", "Ctrl+Alt+R",
             "Choose the files and state variables of a recording"),
      action("simulation.record-folder", "Recordings folder…", "", "Choose the folder for recordings", "folder"),

      action("tuning.start", "Start tuning run", "Ctrl+T",
             "Measure the tuning of every neuron with drifting gratings and compare it with Neuropixels", "run"),
      action("tuning.pause", "Pause or resume tuning run", "Ctrl+Shift+T",
             "Pause the tuning run, or resume a paused or cancelled one", "pause"),
      action("tuning.cancel", "Cancel tuning run", "", "Stop the tuning run; completed trials are kept"),
      section(action("tuning.open", "Open tuning run…", "", "Show a tuning run from its folder, or resume it", "open")),
      action("tuning.analyze", "Analyze recording…", "",
             "Analyze the spikes of a recording from Striate or another program and show the figures"),
      action("tuning.folder", "Tuning runs folder…", "", "Choose the folder for tuning runs", "folder"),

      action("training.start", "Start training", "Ctrl+L",
             "Train the synapses of this network so that it fires like recorded V1", "run"),
      action("training.pause", "Pause or resume training", "Ctrl+Shift+L",
             "Pause the training after the current update, or resume a paused or stopped one", "pause"),
      action("training.cancel", "Stop training", "", "Stop the training with a checkpoint"),
      section(check(action("training.live", "Live view uses current training weights", "",
                           "Show the current training weights in the live view (updated every few seconds)"))),
      action("training.use", "Use selected checkpoint", "",
             "Load the weights of the selected checkpoint into the live network"),
      action("training.own", "Restore original weights", "", "Return the live network to its original weights"),
      action("training.export", "Export trained network…", "",
             "Write the network with the weights of the selected checkpoint as SONATA files", "export"),
      section(action("training.open", "Open training run…", "", "Show a training run from its folder, or resume it",
                     "open")),
      action("training.folder", "Training runs folder…", "", "Choose the folder for training runs", "folder"),

      one_of("layout", action("view.layout-explore", "Explore", "Ctrl+1", "All panels around the raster", "layout")),
      one_of("layout",
             action("view.layout-tune", "Tune", "Ctrl+2", "Measure the network and view the results", "layout")),
      one_of("layout",
             action("view.layout-train", "Train", "Ctrl+3", "Training controls and live training plots", "layout")),
      one_of("layout", action("view.layout-present", "Present", "Ctrl+4",
                              "Large views of stimulus, raster and population activity", "present")),
      action("view.reset-layout", "Reset layout", "", "Restore the default panel positions of this layout"),
      section(check(action("view.panel-stimulus", "Stimulus panel", "", "Show or hide the stimulus panel", "panel"))),
      check(action("view.panel-perturbation", "Perturbation panel", "", "Show or hide the perturbations", "panel")),
      check(action("view.panel-recording", "Recording panel", "", "Show or hide the recording contents", "panel")),
      check(action("view.panel-lgn", "LGN panel", "", "Show or hide the LGN sample", "panel")),
      check(action("view.panel-population", "Population panel", "", "Show or hide the population activity", "panel")),
      check(action("view.panel-selection", "Selection panel", "", "Show or hide the selected neuron", "panel")),
      check(action("view.panel-column", "Column panel", "", "Show or hide the column in 3D", "panel")),
      check(action("view.panel-tuning", "Tuning run panel", "", "Show or hide the tuning run", "panel")),
      check(action("view.panel-measured", "Measured tuning panel", "",
                   "Show or hide the measured tuning of the selected neuron", "panel")),
      check(action("view.panel-comparison", "Neuropixels panel", "", "Show or hide medians and similarity by cell type",
                   "panel")),
      check(action("view.panel-training", "Training panel", "", "Show or hide the training run", "panel")),
      check(action("view.panel-trials", "Last trials panel", "", "Show or hide the rasters of the last training trials",
                   "panel")),
      check(action("view.panel-rates", "Rate targets panel", "", "Show or hide the rates and their targets", "panel")),
      check(action("view.panel-before-after", "Before and now panel", "",
                   "Show or hide the similarity before training and now", "panel")),
      check(action("view.panel-checkpoints", "Checkpoints panel", "",
                   "Show or hide the validations and checkpoints of the training run", "panel")),
      section(action("view.follow-live", "Follow live", "End", "Return to the latest spikes", "follow")),
      action("view.zoom-in", "Zoom in", "Ctrl++", "Show a shorter time span", "zoom-in"),
      action("view.zoom-out", "Zoom out", "Ctrl+-", "Show a longer time span", "zoom-out"),
      action("view.zoom-reset", "Default time span (3 s)", "Ctrl+0", "Show the last 3 s", "zoom-reset"),
      section(action("view.highlight-next", "Highlight next class", "Ctrl+G",
                     "Highlight the next class or layer of neurons in all views")),
      action("view.highlight-previous", "Highlight previous class", "Ctrl+Alt+G",
             "Highlight the previous class or layer in all views"),
      action("view.highlight-none", "Clear highlight", "", "Show all classes again (Esc in a view)"),
      section(one_of("theme", action("view.theme-dark", "Dark theme", "", "Dark colours", "moon"))),
      one_of("theme", action("view.theme-light", "Light theme", "", "Light colours", "sun")),
      check(action("view.full-screen", "Full screen", "F11", "Use the whole screen", "fullscreen")),

      action("help.palette", "Command palette", "Ctrl+K", "Find any command by typing a few letters", "palette"),
      action("help.shortcuts", "Keyboard shortcuts", "?", "All shortcuts on one sheet", "keyboard"),
      action("help.messages", "Messages…", "", "Show all messages since the program started", "info"),
      section(action("help.about", "About Striate", "", "Version, sources and licence", "info")),
  };
}

} // namespace

std::span<const ActionInfo> action_table() {
  static const std::vector<ActionInfo> table = make_table();
  return table;
}

} // namespace striate
