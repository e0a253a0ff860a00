// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/train/live_weights.h"
#include "ui/layouts/train/training_data.h"
#include "ui/layouts/train/training_work.h"
#include "ui/theme/theme.h"

#include <QObject>

#include <map>

class QMainWindow;

namespace striate {

class BeforeAfterView;
class CheckpointPanel;
class DockPanel;
class LiveData;
class LossView;
class ParameterEditor;
class RateTargetView;
class TrainingPanel;
class TrialView;

/// Everything of the Train layout: the run, what it brings, its form and its views. The window puts them in their
/// places.
class TrainingParts : public QObject {
  Q_OBJECT
public:
  TrainingParts(LiveData& live_data, ParameterEditor& editor, QObject* parent);

  /// Docks for all but the losses, which are in the centre.
  void add_panels(std::map<QString, DockPanel*>& panels, QMainWindow* window);
  void set_theme(Theme theme);

  TrainingData data{nullptr};
  LiveWeights live;
  TrainingWork work; ///< last: it uses the two above on its thread

  TrainingPanel* panel;
  LossView* losses;
  TrialView* trials;
  RateTargetView* rates;
  BeforeAfterView* before_after;
  CheckpointPanel* checkpoints;
};

} // namespace striate
