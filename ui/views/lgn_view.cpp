#include "ui/views/lgn_view.h"

#include "engine/analysis/live_figures.h"
#include "ui/live/lgn_choice.h"
#include "ui/live/live_data.h"
#include "ui/live/neuron_text.h"
#include "ui/live/time_window.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/lgn_chooser.h"
#include "ui/views/readable_marks.h"
#include "ui/views/time_link.h"
#include "ui/views/view_header.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <span>

namespace striate {

namespace {

constexpr double burst_share = 0.01, label_share = 0.3; // of the window

constexpr int panel_needs_px = 46, axis_needs_px = 26; // with its title; the time axis below all
constexpr int both_ticks_need_px = 70;

/// A plot that is too low for all panels shows the first units, without the stimulus.
void fit_to_height(FigureModel& figure, int height) {
  const int fitting = std::max(1, (height - axis_needs_px) / panel_needs_px);
  if (static_cast<int>(figure.panels.size()) > fitting && figure.panels.front().id == "luminance")
    figure.panels.erase(figure.panels.begin());
  if (static_cast<int>(figure.panels.size()) > fitting)
    figure.panels.resize(static_cast<std::size_t>(fitting));
  if (static_cast<int>(figure.panels.size()) == figure.rows || figure.panels.empty())
    return;
  figure.rows = static_cast<int>(figure.panels.size());
  figure.row_weight.clear();
  for (int row = 0; row < figure.rows; ++row)
    figure.panels[static_cast<std::size_t>(row)].row = row;
  figure.panels.back().x.visible = true;
}

/// The part of a trace within [from, to): a figure must not look at two minutes to draw three seconds.
struct TracePart {
  LgnTrace trace;
  std::span<const double> luminance;
};

TracePart part_of(const LgnHistory& history, double from_ms, double to_ms) {
  const auto& time = history.trace.time_ms;
  const auto index = [&](double ms) { return std::lower_bound(time.begin(), time.end(), ms) - time.begin(); };
  const auto first = index(from_ms), last = index(to_ms);
  TracePart part{
      {history.trace.unit, history.trace.class_name, {}, {}, {}},
      std::span(history.luminance).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first))};
  part.trace.time_ms.assign(time.begin() + first, time.begin() + last);
  part.trace.rate_Hz.assign(history.trace.rate_Hz.begin() + first, history.trace.rate_Hz.begin() + last);
  const auto& spikes = history.trace.spike_ms;
  part.trace.spike_ms.assign(std::lower_bound(spikes.begin(), spikes.end(), from_ms),
                             std::lower_bound(spikes.begin(), spikes.end(), to_ms));
  return part;
}

} // namespace

LgnView::LgnView(LiveData* live_data, TimeWindow* window, QWidget* parent)
    : FigureView(tr("LGN"), parent), data_(live_data), window_(window), chooser_(new LgnChooser),
      plot_(new FigureWidget) {
  setObjectName(QStringLiteral("lgn"));
  setFocusPolicy(Qt::StrongFocus);
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addWidget(plot_, 1);
  column->addWidget(chooser_);
  link_time(*plot_, *window_);
  connect(data_, &LiveData::updated, this, &FigureView::schedule);
  connect(window_, &TimeWindow::changed, this, &FigureView::schedule);
  connect(chooser_, &LgnChooser::units_chosen, data_, &LiveData::select_lgn_units);
  connect(chooser_, &LgnChooser::random_wanted, this, [this](std::optional<int> unit_class) {
    if (const auto network = data_->network())
      data_->select_lgn_units(random_lgn_units(network->lgn_units, unit_class, LgnChooser::unit_count, ++draws_));
  });
  LgnView::set_theme(theme());
}

void LgnView::set_theme(Theme theme) {
  plot_->set_theme(theme);
  FigureView::set_theme(theme);
}

void LgnView::show_units() {
  const auto network = data_->network();
  chooser_->set_units(data_->lgn_units(), network ? network->lgn_units.size() : 0);
  if (!network)
    return;
  QString facts = tr("%1 units").arg(grouped_number(network->lgn_units.size()));
  if (data_->latest() && !std::isnan(data_->latest()->lgn_mean_Hz))
    facts += tr(" · mean %1 Hz").arg(data_->latest()->lgn_mean_Hz, 0, 'f', 1);
  header()->set_facts(facts);
}

FigureModel LgnView::model() const {
  const double from = window_->from_ms(), to = window_->to_ms();
  std::vector<LgnTrace> units;
  std::span<const double> luminance;
  for (const LgnHistory& history : data_->lgn()) {
    TracePart part = part_of(history, from, to);
    if (units.empty())
      luminance = part.luminance;
    units.push_back(std::move(part.trace));
  }
  const auto marks = readable_marks(data_->marks(), from, to, burst_share * (to - from), label_share * (to - from));
  return lgn_sample_figure(units, units.empty() ? std::span<const double>() : std::span<const double>(units[0].time_ms),
                           luminance, from, to, marks);
}

void LgnView::refresh() {
  show_units();
  FigureModel figure = model();
  calm_time_axes(figure);
  fit_to_height(figure, plot_->height());
  const bool low = plot_->height() - axis_needs_px < both_ticks_need_px * figure.rows;
  for (Panel& panel : figure.panels) {
    panel.y.label.clear(); // the panel's own title says what it is; a narrow dock has no room for more
    hide_mark_labels(panel);
    if (low)
      panel.y.ticks = {panel.y.max};
  }
  plot_->set_figure(std::move(figure));
}

void LgnView::keyPressEvent(QKeyEvent* event) {
  if (!handle_time_key(*event, *window_))
    FigureView::keyPressEvent(event);
}

} // namespace striate
