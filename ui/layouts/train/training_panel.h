// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"
#include "ui/layouts/train/training_work.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

class QCheckBox;
class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace striate {

class ParameterForm;
class ProtocolChooser;
class RunBar;

/// The training run: its parameters from the one table, what a start will cost, the bar that starts and holds it, and
/// whether the live view uses the newest weights.
class TrainingPanel : public QWidget {
  Q_OBJECT
public:
  /// network: what a start would train; nullptr while there is none.
  TrainingPanel(ParameterEditor& editor, TrainingWork& work, std::function<std::shared_ptr<const Network>()> network,
                QWidget* parent = nullptr);

  RunBar& bar() { return *bar_; }
  QCheckBox* live_box() { return live_; }
  /// As in training_cost(); nothing: no run was measured on this machine.
  void set_pace(std::optional<double> pace);

public slots:
  void show_cost();

protected:
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;

private:
  void compose();
  void add_sections(QVBoxLayout* column);
  void show_rows();
  void align_rows();
  void show_state();

  ParameterEditor& editor_;
  TrainingWork& work_;
  std::function<std::shared_ptr<const Network>()> network_;
  std::vector<ParameterForm*> forms_;
  ProtocolChooser* protocol_ = nullptr;
  std::optional<double> pace_;
  QScrollArea* scroll_;
  QLabel* cost_;
  RunBar* bar_;
  QCheckBox* live_;
};

} // namespace striate
