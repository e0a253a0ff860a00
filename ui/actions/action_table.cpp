// SPDX-License-Identifier: Apache-2.0
#include "ui/actions/action_list.h"

namespace striate {

namespace {

ActionInfo action(const char* id, const char* text, const char* shortcut, const char* tooltip, const char* icon = "") {
  const QString name = QString::fromLatin1(id);
  const QString menu = name.section('.', 0, 0);
  return {.id = name,
          .menu = menu.left(1).toUpper() + menu.mid(1),
          .text = QString::fromUtf8(text),
          .shortcut = QKeySequence(QString::fromLatin1(shortcut)),
          .tooltip = QString::fromUtf8(tooltip),
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
  info.label = QString::fromUtf8(label);
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
                     "Open a SONATA network by its config file; files and folders can be dropped, too", "network")),
      action("file.save", "Save session", "Ctrl+S", "Save the parameters, layout and theme", "save"),
      action("file.save-as", "Save session as…", "Ctrl+Shift+S", "Save the session under another name"),
      section(action("file.export", "Export figure…", "Ctrl+E", "Write a figure as PDF, SVG, PNG or CSV", "export")),
      action("file.export-raster", "Export laminar raster…", "", "Write the raster on screen as a figure or table"),
      action("file.export-population", "Export population activity…", "",
             "Write the population rates on screen as a figure or table"),
      action("file.export-lgn", "Export LGN sample…", "", "Write the LGN sample on screen as a figure or table"),
      action("file.export-selection", "Export selection…", "",
             "Write trace and tuning of the selected neuron as a figure or table"),
      action("file.export-column", "Export column…", "", "Write the column as it is turned now as a figure or table"),
      action("file.export-measured", "Export measured tuning…", "",
             "Write the measured tuning curve of the selected neuron as a figure or table"),
      action("file.export-losses", "Export training losses…", "",
             "Write the losses of the training run on screen as a figure or table"),
      action("file.export-trials", "Export last training trials…", "",
             "Write the rasters of the last training trials as a figure or table"),
      action("file.export-rates", "Export rates against targets…", "",
             "Write the rates of the training run beside their targets as a figure or table"),
      action("file.export-before-after", "Export before and now…", "",
             "Write the similarity before training and now as a figure or table"),
      action("file.export-set", "Export figure set…", "Ctrl+Shift+E",
             "Write all figures and tables of what was measured to a folder"),
      section(action("file.quit", "Quit", "Ctrl+Q", "Close Striate; a recording is finished first", "quit")),

      action("edit.undo", "Undo", "Ctrl+Z", "Take back the last change of a parameter", "undo"),
      action("edit.redo", "Redo", "Ctrl+Shift+Z", "Do it again", "redo"),

      action("simulation.run", "Run / pause", "Space", "Run or pause the simulation", "run"),
      action("simulation.step", "Step", ".", "Compute one millisecond", "step"),
      action("simulation.reset", "Reset", "Ctrl+R", "Back to time 0 with the same network", "reset"),
      section(one_of("speed",
                     labelled("1/10", action("simulation.speed-tenth", "Speed: 1/10", "1", "A tenth of real time")))),
      one_of("speed", labelled("1/2", action("simulation.speed-half", "Speed: 1/2", "2", "Half of real time"))),
      one_of("speed", labelled("Real time", action("simulation.speed-real", "Speed: real time", "3",
                                                   "One second of the model in one second"))),
      one_of("speed", labelled("Max", action("simulation.speed-max", "Speed: maximum", "4",
                                             "As fast as this machine computes", "speed"))),
      section(check(action("simulation.graphics-card", "Compute on the graphics card", "Ctrl+B",
                           "Go on on an NVIDIA graphics card, or back on the processor; the state is kept"))),
      section(action("simulation.perturb", "Perturb neurons…", "Ctrl+P",
                     "Silence neurons, add current to them or scale their synapses", "perturb")),
      action("simulation.release", "Release perturbations", "Ctrl+Shift+P", "End all that is done to neurons now"),
      section(action("simulation.settings", "Simulation settings…", "Ctrl+,",
                     "Choose dynamics, inputs, noise and threads; the run starts anew")),
      action("simulation.network", "Network…", "Ctrl+N", "Choose or build another network", "network"),
      section(check(action("simulation.record", "Record", "Ctrl+Shift+R",
                           "Write what the Recording panel lists to a folder of its own until stopped", "record"))),
      action("simulation.record-what", "What is recorded…", "Ctrl+Alt+R",
             "Choose the files and state variables that a recording holds"),
      action("simulation.record-folder", "Recordings folder…", "", "Choose where recordings are kept", "folder"),

      action("tuning.start", "Start tuning run", "Ctrl+T",
             "Measure every neuron of this network with drifting gratings and compare it with Neuropixels", "run"),
      action("tuning.pause", "Pause / go on with the tuning run", "Ctrl+Shift+T",
             "Hold the tuning run, or go on with the one that was held or cancelled", "pause"),
      action("tuning.cancel", "Cancel tuning run", "", "Stop the tuning run; finished trials stay"),
      section(action("tuning.open", "Open tuning run…", "",
                     "Show what a tuning run left in its folder, or go on with it", "open")),
      action("tuning.analyze", "Analyze recording…", "",
             "Measure the spikes of a recording, ours or of other programs, and show the figures"),
      action("tuning.folder", "Tuning runs folder…", "", "Choose where tuning runs are kept", "folder"),

      action("training.start", "Start training", "Ctrl+L",
             "Train the synapses of this network so that it fires like recorded V1", "run"),
      action("training.pause", "Pause / go on with the training", "Ctrl+Shift+L",
             "Hold the training after its present update, or go on with the one that was held or stopped", "pause"),
      action("training.cancel", "Stop training", "", "Stop the training with a checkpoint"),
      section(check(action("training.live", "Live view uses the newest weights", "",
                           "Lend the newest weights of the training to the live view, every few seconds"))),
      action("training.use", "Use the chosen checkpoint", "",
             "The live network takes the weights of the checkpoint chosen in the list"),
      action("training.own", "Back to the network's own weights", "",
             "The live network has the weights that it was built with"),
      action("training.export", "Export trained network…", "",
             "Write the network with the weights of the chosen checkpoint as SONATA files", "export"),
      section(action("training.open", "Open training run…", "",
                     "Show what a training run left in its folder, or go on with it", "open")),
      action("training.folder", "Training runs folder…", "", "Choose where training runs are kept", "folder"),

      one_of("layout", action("view.layout-explore", "Explore", "Ctrl+1", "All panels around the raster", "layout")),
      one_of("layout",
             action("view.layout-tune", "Tune", "Ctrl+2", "Measure the network and see what came out of it", "layout")),
      one_of("layout", action("view.layout-train", "Train", "Ctrl+3",
                              "Train the synapses and watch what becomes of them", "layout")),
      one_of("layout", action("view.layout-present", "Present", "Ctrl+4",
                              "Stimulus, raster and population activity, large", "present")),
      action("view.reset-layout", "Reset layout", "", "Put every panel of this layout back to its place"),
      section(check(action("view.panel-stimulus", "Stimulus panel", "", "Show or hide the stimulus panel", "panel"))),
      check(action("view.panel-perturbation", "Perturbation panel", "", "Show or hide what is done to chosen neurons",
                   "panel")),
      check(action("view.panel-recording", "Recording panel", "", "Show or hide what a recording holds", "panel")),
      check(action("view.panel-lgn", "LGN panel", "", "Show or hide the LGN sample", "panel")),
      check(action("view.panel-population", "Population panel", "", "Show or hide the population activity", "panel")),
      check(action("view.panel-selection", "Selection panel", "", "Show or hide the selected neuron", "panel")),
      check(action("view.panel-column", "Column panel", "", "Show or hide the column in space", "panel")),
      check(action("view.panel-tuning", "Tuning run panel", "", "Show or hide the tuning run", "panel")),
      check(action("view.panel-measured", "Measured tuning panel", "",
                   "Show or hide the measured tuning of the selected neuron", "panel")),
      check(action("view.panel-comparison", "Neuropixels panel", "", "Show or hide medians and similarity by cell type",
                   "panel")),
      check(action("view.panel-training", "Training panel", "", "Show or hide the training run", "panel")),
      check(action("view.panel-trials", "Last trials panel", "", "Show or hide the rasters of the last training trials",
                   "panel")),
      check(action("view.panel-rates", "Rate targets panel", "", "Show or hide the rates against their targets",
                   "panel")),
      check(action("view.panel-before-after", "Before and now panel", "",
                   "Show or hide the similarity before training and now", "panel")),
      check(action("view.panel-checkpoints", "Checkpoints panel", "",
                   "Show or hide the validations and checkpoints of the training run", "panel")),
      section(action("view.follow-live", "Follow live", "End", "Back to the newest spikes", "follow")),
      action("view.zoom-in", "Zoom in", "Ctrl++", "Show a shorter time", "zoom-in"),
      action("view.zoom-out", "Zoom out", "Ctrl+-", "Show a longer time", "zoom-out"),
      action("view.zoom-reset", "Usual time span", "Ctrl+0", "Show 3 s", "zoom-reset"),
      section(action("view.highlight-next", "Highlight next class", "Ctrl+G",
                     "Highlight the next class or layer of neurons in all views")),
      action("view.highlight-previous", "Highlight previous class", "Ctrl+Alt+G",
             "Highlight the class or layer before it in all views"),
      action("view.highlight-none", "Highlight no class", "", "Show all classes again (Esc in a view)"),
      section(one_of("theme", action("view.theme-dark", "Dark theme", "", "Dark colours", "moon"))),
      one_of("theme", action("view.theme-light", "Light theme", "", "Light colours", "sun")),
      check(action("view.full-screen", "Full screen", "F11", "Use the whole screen", "fullscreen")),

      action("help.palette", "Command palette", "Ctrl+K", "Find any command by a few letters", "palette"),
      action("help.shortcuts", "Keyboard shortcuts", "?", "All shortcuts on one sheet", "keyboard"),
      action("help.messages", "Messages…", "", "Read all messages of this run of the program again", "info"),
      section(action("help.about", "About Striate", "", "Version, sources and licence", "info")),
  };
}

} // namespace

std::span<const ActionInfo> action_table() {
  static const std::vector<ActionInfo> table = make_table();
  return table;
}

} // namespace striate
