// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/views/figure_view.h"

#include <utility>
#include <vector>

namespace striate {

class FactList;
class FigureWidget;
class HintPages;
class StudyData;

/// The measured tuning of the selected neuron: mean and SEM over trials with the fit, on straight axes and on a circle,
/// and its numbers.
class NeuronTuningView : public FigureView {
  Q_OBJECT
public:
  explicit NeuronTuningView(StudyData* study_data, QWidget* parent = nullptr);

  FigureModel export_model() const override;
  QString title() const override { return tr("Measured tuning"); }
  void set_theme(Theme theme) override;
  FigureWidget* curve() const { return curve_; }
  FigureWidget* circle() const { return circle_; }

protected:
  void refresh() override;

private:
  QWidget* make_page();
  std::vector<std::pair<QString, QString>> facts(std::uint32_t neuron) const;

  StudyData* data_;
  FigureWidget* curve_;
  FigureWidget* circle_;
  FactList* facts_;
  HintPages* pages_;
};

} // namespace striate
