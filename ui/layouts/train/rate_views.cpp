// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/rate_views.h"

#include "engine/analysis/figures/study_figures.h"
#include "ui/layouts/train/training_data.h"

namespace striate {

namespace {

/// Without the letters of a page.
FigureModel plain(FigureModel figure) {
  for (Panel& panel : figure.panels)
    panel.letter.clear();
  return figure;
}

} // namespace

RateTargetView::RateTargetView(const TrainingData& training, QWidget* parent)
    : TrainingView(tr("Rates against targets"), QStringLiteral("training-rates"), training, parent) {}

FigureModel RateTargetView::figure() const {
  const auto now = data().rates_now();
  FigureModel figure{.name = "training_rates", .title = "Rates against targets"};
  if (!now)
    return figure;
  figure = rate_boxes_figure(*now, data().targets());
  figure.name = "training_rates";
  figure.title = "Rates against targets";
  figure.caption = "Training trials of the latest updates. " + figure.caption;
  return figure;
}

FigureModel RateTargetView::screen_figure() {
  return plain(figure());
}

QString RateTargetView::hint() const {
  return tr("Rates of every cell type compared with Neuropixels recordings.");
}

BeforeAfterView::BeforeAfterView(const TrainingData& training, QWidget* parent)
    : TrainingView(tr("Before and now"), QStringLiteral("before-after"), training, parent) {}

FigureModel BeforeAfterView::figure() const {
  const auto before = data().rates_before(), now = data().rates_validated();
  if (!before || !now)
    return FigureModel{.name = "training_before_after", .title = "Before and now"};
  return before_after_figure(*before, *now);
}

FigureModel BeforeAfterView::screen_figure() {
  return plain(figure());
}

QString BeforeAfterView::hint() const {
  return tr("Similarity of the rates to the recordings, before training and at the last validation.");
}

QString BeforeAfterView::facts() const {
  const auto& validations = data().history().validations;
  return validations.empty() ? QString() : tr("epoch 0 → %1").arg(validations.back().epoch);
}

} // namespace striate
