// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/trial_view.h"

#include "engine/analysis/figures/live_figures.h"
#include "engine/analysis/live/raster_image.h"
#include "ui/layouts/train/training_data.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/raster_picture.h"
#include "ui/views/time_link.h"

#include <algorithm>
#include <cmath>

namespace striate {

TrialView::TrialView(const TrainingData& training, QWidget* parent)
    : TrainingView(tr("Last trials"), QStringLiteral("training-trials"), training, parent) {}

FigureModel TrialView::figure() const {
  return trial_figure(data().order(), data().trials());
}

/// The rasters' axes and layers without spikes.
FigureModel TrialView::frames() const {
  FigureModel figure{.name = "training_trials", .title = "Last training trials"};
  for (const ShownRaster& trial : data().trials()) {
    const LaminarOrder& order = data().order();
    FigureModel one =
        laminar_raster_frame(order, 0.0, static_cast<double>(trial.spikes->end_ms()), 0, order.rows(), {});
    calm_time_axes(one);
    one.panels.front().title = trial.label;
    one.panels.front().column = static_cast<int>(figure.panels.size());
    figure.panels.push_back(std::move(one.panels.front()));
  }
  figure.columns = std::max(1, static_cast<int>(figure.panels.size()));
  return figure;
}

FigureModel TrialView::screen_figure() {
  FigureModel shown = frames();
  plot()->set_figure(shown); // gives the panels their places
  const std::vector<ShownRaster> trials = data().trials();
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const QSizeF pixels = plot()->data_area(static_cast<int>(i)).size() * plot()->devicePixelRatioF();
    const auto end_ms = static_cast<double>(trials[i].spikes->end_ms());
    RasterImage::View view;
    view.width = std::max(1, static_cast<int>(std::lround(pixels.width())));
    view.height = std::max(1, static_cast<int>(std::lround(pixels.height())));
    view.ms_per_column = end_ms / view.width;
    view.scale = plot()->devicePixelRatioF();
    view.last_rank = data().order().rows();
    view.theme = theme();
    SpikeHistory history;
    history.append(trials[i].spikes);
    RasterImage image;
    image.set_view(data().order(), view);
    image.update(history, end_ms);
    add_raster_picture(shown.panels[i], image, 0.0, end_ms);
  }
  return shown;
}

QString TrialView::hint() const {
  return tr("Spikes of the last training trials, layer by layer.");
}

QString TrialView::facts() const {
  const auto& updates = data().history().updates;
  return updates.empty() ? QString() : tr("epoch %1, step %2").arg(updates.back().epoch).arg(updates.back().step);
}

} // namespace striate
