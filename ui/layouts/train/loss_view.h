// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/train/training_view.h"

class QComboBox;

namespace striate {

/// Loss terms update by update and of every validation, of gratings, gray screens or both.
class LossView : public TrainingView {
  Q_OBJECT
public:
  explicit LossView(const TrainingData& training, QWidget* parent = nullptr);

protected:
  FigureModel figure() const override;
  FigureModel screen_figure() override;
  QString hint() const override;
  QString facts() const override;

private:
  QComboBox* branch_;
};

} // namespace striate
