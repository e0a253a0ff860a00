// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/train/training_view.h"

namespace striate {

/// Rates of the latest updates against the recorded ones, type by type.
class RateTargetView : public TrainingView {
  Q_OBJECT
public:
  explicit RateTargetView(const TrainingData& training, QWidget* parent = nullptr);

protected:
  FigureModel figure() const override;
  FigureModel screen_figure() override;
  QString hint() const override;
};

/// Similarity of the rates to the recordings before training and at the last validation.
class BeforeAfterView : public TrainingView {
  Q_OBJECT
public:
  explicit BeforeAfterView(const TrainingData& training, QWidget* parent = nullptr);

protected:
  FigureModel figure() const override;
  FigureModel screen_figure() override;
  QString hint() const override;
  QString facts() const override;
};

} // namespace striate
