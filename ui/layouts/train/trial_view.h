// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/train/training_view.h"

namespace striate {

/// Laminar rasters of the last trial with a grating and the last with a gray screen.
class TrialView : public TrainingView {
  Q_OBJECT
public:
  explicit TrialView(const TrainingData& training, QWidget* parent = nullptr);

protected:
  FigureModel figure() const override;
  FigureModel screen_figure() override;
  QString hint() const override;
  QString facts() const override;

private:
  FigureModel frames() const;
};

} // namespace striate
