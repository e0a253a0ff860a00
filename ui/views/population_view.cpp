// SPDX-License-Identifier: Apache-2.0
#include "ui/views/population_view.h"

#include "engine/analysis/figures/live_figures.h"
#include "engine/analysis/live/group_highlight.h"
#include "ui/live/live_data.h"
#include "ui/live/time_window.h"
#include "ui/plot/figure_widget.h"
#include "ui/theme/theme.h"
#include "ui/views/class_legend.h"
#include "ui/views/group_link.h"
#include "ui/views/rate_column.h"
#include "ui/views/readable_marks.h"
#include "ui/views/time_link.h"
#include "ui/views/view_header.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr double pick_px = 12.0; // how far from a trace a click still counts
constexpr float faint_alpha = 0.3f;
constexpr double burst_share = 0.01; // of the window: marks nearer than this are one
struct LayerClasses {
  int layer, inhibitory, excitatory; // indices of PopulationActivity
};
constexpr LayerClasses layer_classes[] = {{1, 0, -1}, {2, 1, 2}, {4, 3, 4}, {5, 5, 6}, {6, 7, 8}};

QString rate_text(double rate_Hz) {
  return std::isnan(rate_Hz) ? QString() : QStringLiteral("%1 Hz").arg(rate_Hz, 0, 'f', 1);
}

} // namespace

PopulationView::PopulationView(LiveData* live_data, TimeWindow* window, QWidget* parent)
    : FigureView(tr("Population activity"), parent), data_(live_data), window_(window), plot_(new FigureWidget),
      means_(new RateColumn),
      legend_(new ClassLegend(live_data, {{tr("excitatory"), excitatory_group(), Ink::layer4, true},
                                          {tr("inhibitory"), inhibitory_group(), Ink::inhibitory, true}})) {
  setObjectName(QStringLiteral("population"));
  setFocusPolicy(Qt::StrongFocus);
  header()->add(legend_);
  header()->set_facts(tr("10 ms bins · Hz per neuron"));
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(plot_, 1);
  row->addWidget(means_);
  static_cast<QVBoxLayout*>(layout())->addLayout(row, 1);
  link_time(*plot_, *window_);
  link_groups(*plot_, *data_);
  connect(plot_, &FigureWidget::clicked, this, [this](int panel, double ms, double rate_Hz) {
    if (const auto group = line_under(panel, ms, rate_Hz))
      data_->toggle_group(*group);
  });
  connect(data_, &LiveData::group_changed, this, &FigureView::schedule);
  connect(data_, &LiveData::updated, this, &FigureView::schedule);
  connect(window_, &TimeWindow::changed, this, &FigureView::schedule);
  PopulationView::set_theme(theme());
}

void PopulationView::set_theme(Theme theme) {
  plot_->set_theme(theme);
  legend_->set_theme(theme);
  FigureView::set_theme(theme);
}

void PopulationView::refresh() {
  if (!data_->activity())
    return;
  const double from = window_->from_ms(), to = window_->to_ms();
  const auto marks = readable_marks(data_->marks(), from, to, burst_share * window_->length_ms(), 0.0);
  FigureModel figure = population_activity_figure(*data_->activity(), from, to, marks, FigureStyle::screen);
  calm_time_axes(figure);
  if (const auto group = data_->shown_group())
    highlight_group(figure, *group);
  plot_->set_figure(std::move(figure));
  show_means();
}

/// The trace that is drawn nearest to a place, if it is near.
std::optional<CellGroup> PopulationView::line_under(int panel, double ms, double rate_Hz) const {
  const Panel& shown = plot_->figure().panels.at(static_cast<std::size_t>(panel));
  const auto layer = group_named(shown.title);
  const double px_per_Hz = plot_->data_area(panel).height() / (shown.y.max - shown.y.min);
  std::optional<CellGroup> nearest;
  double least_px = pick_px;
  for (const Series& series : shown.series) {
    const auto* line = std::get_if<LineSeries>(&series);
    const auto group = line ? group_named(line->label) : std::nullopt;
    if (!group || !layer)
      continue;
    const auto at = std::ranges::upper_bound(line->x, ms);
    if (at == line->x.begin())
      continue;
    const double value = line->y[static_cast<std::size_t>(at - line->x.begin()) - 1];
    if (const double off_px = std::abs(value - rate_Hz) * px_per_Hz; off_px < least_px) {
      least_px = off_px;
      nearest = *group == excitatory_group() ? excitatory_group(layer->layer) : inhibitory_group(layer->layer);
    }
  }
  return nearest;
}

void PopulationView::show_means() {
  const PopulationActivity& activity = *data_->activity();
  const auto mean = [&](int index) {
    return index < 0 ? QString() : rate_text(activity.mean_rate_Hz(index, window_->from_ms(), window_->to_ms()));
  };
  std::vector<RateColumn::Row> rows;
  int panel = 0;
  for (const LayerClasses& layer : layer_classes) {
    if (activity.neurons(layer.inhibitory) == 0 && (layer.excitatory < 0 || activity.neurons(layer.excitatory) == 0))
      continue; // has no panel either
    const auto color = [&](Ink ink, const CellGroup& of) {
      QColor shown = to_qcolor(striate::palette(ink, theme()));
      if (const auto group = data_->shown_group(); group && !group->overlaps(of))
        shown.setAlphaF(faint_alpha);
      return shown;
    };
    rows.push_back({plot_->data_area(panel++), mean(layer.excitatory), mean(layer.inhibitory),
                    color(layer_ink(layer.layer), excitatory_group(layer.layer)),
                    color(Ink::inhibitory, inhibitory_group(layer.layer))});
  }
  means_->set_rows(std::move(rows));
}

void PopulationView::keyPressEvent(QKeyEvent* event) {
  if (!handle_time_key(*event, *window_))
    FigureView::keyPressEvent(event);
}

FigureModel PopulationView::export_model() const {
  if (!data_->activity())
    return FigureModel{.name = "population_activity", .title = "Population activity"};
  return population_activity_figure(*data_->activity(), window_->from_ms(), window_->to_ms(), data_->marks(),
                                    FigureStyle::paper);
}

} // namespace striate
