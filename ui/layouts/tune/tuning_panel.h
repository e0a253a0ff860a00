// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"
#include "ui/layouts/tune/tuning_work.h"

#include <QWidget>

class QLabel;

namespace striate {

class ParameterForm;
class RunBar;

/// The tuning run: its parameters from the one table, what they amount to, and the bar that starts and holds it.
class TuningPanel : public QWidget {
  Q_OBJECT
public:
  TuningPanel(ParameterEditor& editor, TuningWork& work, QWidget* parent = nullptr);

  RunBar& bar() { return *bar_; }

protected:
  void showEvent(QShowEvent* event) override;

private:
  void show_plan();
  void show_rows();

  ParameterEditor& editor_;
  ParameterForm* form_;
  QLabel* plan_;
  RunBar* bar_;
};

} // namespace striate
