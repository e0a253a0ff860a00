#include "ui/views/population_view.h"

#include "engine/analysis/live_figures.h"
#include "ui/live/live_data.h"
#include "ui/live/time_window.h"
#include "ui/plot/figure_widget.h"
#include "ui/theme/theme.h"
#include "ui/views/rate_column.h"
#include "ui/views/readable_marks.h"
#include "ui/views/time_link.h"
#include "ui/views/view_header.h"
#include "ui/views/view_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include <cmath>

namespace striate {

namespace {

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
      means_(new RateColumn) {
  setObjectName(QStringLiteral("population"));
  setFocusPolicy(Qt::StrongFocus);
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(plot_, 1);
  row->addWidget(means_);
  static_cast<QVBoxLayout*>(layout())->addLayout(row, 1);
  link_time(*plot_, *window_);
  connect(data_, &LiveData::updated, this, &FigureView::schedule);
  connect(window_, &TimeWindow::changed, this, &FigureView::schedule);
  PopulationView::set_theme(theme());
}

void PopulationView::set_theme(Theme theme) {
  plot_->set_theme(theme);
  header()->set_facts(legend_entry(QStringLiteral("—"), tr("excitatory"), Ink::layer4, theme) +
                      QStringLiteral("&nbsp;&nbsp; ") +
                      legend_entry(QStringLiteral("—"), tr("inhibitory"), Ink::inhibitory, theme) +
                      tr("&nbsp;&nbsp; 10 ms bins · Hz per neuron"));
  FigureView::set_theme(theme);
}

void PopulationView::refresh() {
  if (!data_->activity())
    return;
  const double from = window_->from_ms(), to = window_->to_ms();
  const auto marks = readable_marks(data_->marks(), from, to, burst_share * window_->length_ms(), 0.0);
  FigureModel figure = population_activity_figure(*data_->activity(), from, to, marks, FigureStyle::screen);
  calm_time_axes(figure);
  plot_->set_figure(std::move(figure));
  show_means();
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
    rows.push_back({plot_->data_area(panel++), mean(layer.excitatory), mean(layer.inhibitory),
                    to_qcolor(striate::palette(layer_ink(layer.layer), theme())),
                    to_qcolor(striate::palette(Ink::inhibitory, theme()))});
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
