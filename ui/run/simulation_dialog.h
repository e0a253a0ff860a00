// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"

#include <QDialog>

#include <string>
#include <vector>

class QPushButton;

namespace striate {

class HintLabel;
class ParameterForm;

/// What a run is made of beside network and stimulus: dynamics, inputs, noise, threads. Edits a copy; the run starts
/// anew with it, on the open network, when the dialog is accepted.
class SimulationDialog : public QDialog {
  Q_OBJECT
public:
  SimulationDialog(const ParameterSet& parameters, QWidget* window);

  /// What was asked for; a time step that the dynamics does not have is set right.
  ParameterSet parameters() const;
  ParameterEditor& editor() { return editor_; }

private:
  ParameterForm* add_section(const QString& title, const std::vector<std::string>& keys);
  void show_rows();

  ParameterEditor editor_;
  ParameterForm* dynamics_;
  ParameterForm* inputs_;
  ParameterForm* run_;
  HintLabel* hint_; ///< what does not go together
  QPushButton* start_;
};

} // namespace striate
