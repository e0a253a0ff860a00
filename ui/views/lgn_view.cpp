// SPDX-License-Identifier: Apache-2.0
#include "ui/views/lgn_view.h"

#include "engine/analysis/figures/lgn_figures.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/session/lgn_sample.h"
#include "ui/live/lgn_choice.h"
#include "ui/live/live_data.h"
#include "ui/live/neuron_text.h"
#include "ui/live/time_window.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/lgn_chooser.h"
#include "ui/views/neuron_card.h"
#include "ui/views/readable_marks.h"
#include "ui/views/time_link.h"
#include "ui/views/view_header.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <span>

namespace striate {

namespace {

constexpr double mark_share = 0.01, label_share = 0.3; // of the window

constexpr int panel_needs_px = 46, axis_needs_px = 26; // with its title; the time axis below all
constexpr int both_ticks_need_px = 70;

constexpr double smallest_scale_Hz = 5.0, scale_forgets = 0.995; // of the map's colours, per drawing
constexpr double reach_deg = 2.0;                                // of the pointer on the map
constexpr int filter_needs_px = 130;                             // before it shares the height with the unit's answer

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

/// Without room for its answer the filter of a unit stands alone.
void fit_filter(FigureModel& figure, int height) {
  if (figure.panels.size() > 2 && height < filter_needs_px + panel_needs_px * 2 + axis_needs_px) {
    figure.panels.resize(2);
    figure.rows = 1;
    figure.row_weight.clear();
  }
  for (std::size_t i = 2; i < figure.panels.size(); ++i) {
    figure.panels[i].y.label.clear();
    hide_mark_labels(figure.panels[i]);
  }
}

double shape_of(const FigureWidget& plot) {
  const QRectF area = plot.data_area(0);
  return area.isEmpty() ? 1.0 : area.height() / area.width();
}

/// Widens one axis until a unit of x is as long as one of y.
void make_square(Panel& panel, const QRectF& area) {
  if (area.isEmpty())
    return;
  const double x = (panel.x.max - panel.x.min) / area.width(), y = (panel.y.max - panel.y.min) / area.height();
  Axis& axis = x < y ? panel.x : panel.y;
  const double extra = 0.5 * (std::max(x, y) / std::min(x, y) - 1.0) * (axis.max - axis.min);
  axis.min -= extra;
  axis.max += extra;
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
      plot_(new FigureWidget), field_(new FigureWidget), stack_(new QStackedWidget), look_(new QComboBox),
      card_(new NeuronCard(field_)) {
  setObjectName(QStringLiteral("lgn"));
  setFocusPolicy(Qt::StrongFocus);
  look_->setObjectName(QStringLiteral("lgn-look"));
  look_->addItems({tr("traces"), tr("map"), tr("filter")});
  look_->setToolTip(tr("Traces of three units; map of all units in the visual field, coloured by current rate; spatial "
                       "and temporal filter of the first unit"));
  header()->add(look_);
  auto* column = static_cast<QVBoxLayout*>(layout());
  stack_->addWidget(plot_);
  stack_->addWidget(field_);
  column->addWidget(stack_, 1);
  column->addWidget(chooser_);
  link_time(*plot_, *window_);
  connect(data_, &LiveData::updated, this, &FigureView::schedule);
  connect(window_, &TimeWindow::changed, this, &FigureView::schedule);
  connect(look_, &QComboBox::currentIndexChanged, this, &FigureView::schedule);
  connect(chooser_, &LgnChooser::class_chosen, this, &FigureView::schedule);
  connect(chooser_, &LgnChooser::units_chosen, data_, &LiveData::select_lgn_units);
  connect(chooser_, &LgnChooser::random_wanted, this, [this](std::optional<int> unit_class) {
    if (const auto network = data_->network())
      data_->select_lgn_units(random_lgn_units(network->lgn_units, unit_class, LgnChooser::unit_count, ++draws_));
  });
  connect(field_, &FigureWidget::hovered, this, [this](int, double x, double y, QPoint position) {
    if (look() == Look::map)
      point_at(x, y, position);
  });
  connect(field_, &FigureWidget::left, card_, &QWidget::hide);
  connect(field_, &FigureWidget::clicked, this, [this](int, double x, double y) {
    if (look() == Look::map)
      choose_at(x, y);
  });
  LgnView::set_theme(theme());
}

LgnView::Look LgnView::look() const {
  return static_cast<Look>(look_->currentIndex());
}

void LgnView::point_at(double x_deg, double y_deg, QPoint position) {
  const auto network = data_->network();
  if (!network)
    return;
  const LgnUnits& units = network->lgn_units;
  const std::uint32_t unit = nearest_lgn_unit(units, x_deg, y_deg, chooser_->unit_class(), reach_deg);
  if (unit == units.size()) {
    card_->hide();
    return;
  }
  QString details = tr("at %1°, %2°").arg(units.x_deg[unit], 0, 'f', 1).arg(units.y_deg[unit], 0, 'f', 1);
  if (data_->latest() && unit < data_->latest()->lgn_rates_Hz.size())
    details += tr(" · %1 Hz").arg(data_->latest()->lgn_rates_Hz[unit], 0, 'f', 1);
  const QString name = QString::fromStdString(model_tables().lgn_classes[units.unit_class[unit]].name);
  card_->show_at(position, QStringLiteral("%1 #%2").arg(name).arg(unit), details);
}

void LgnView::choose_at(double x_deg, double y_deg) {
  const auto network = data_->network();
  if (!network)
    return;
  const std::uint32_t unit = nearest_lgn_unit(network->lgn_units, x_deg, y_deg, chooser_->unit_class(), reach_deg);
  if (unit == network->lgn_units.size())
    return;
  std::vector<std::uint32_t> units = data_->lgn_units();
  std::erase(units, unit);
  units.insert(units.begin(), unit);
  units.resize(std::min<std::size_t>(units.size(), LgnChooser::unit_count));
  data_->select_lgn_units(std::move(units));
}

void LgnView::set_theme(Theme theme) {
  plot_->set_theme(theme);
  field_->set_theme(theme);
  card_->set_theme(theme);
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

FigureModel LgnView::model(FigureStyle style) const {
  switch (look()) {
  case Look::map:
    return map_model(style);
  case Look::filter:
    return filter_model(1.0);
  case Look::traces:
    break;
  }
  return traces_model();
}

FigureModel LgnView::traces_model() const {
  const double from = window_->from_ms(), to = window_->to_ms();
  std::vector<LgnTrace> units;
  std::span<const double> luminance;
  for (const LgnHistory& history : data_->lgn()) {
    TracePart part = part_of(history, from, to);
    if (units.empty())
      luminance = part.luminance;
    units.push_back(std::move(part.trace));
  }
  const auto marks = readable_marks(data_->marks(), from, to, mark_share * (to - from), label_share * (to - from));
  return lgn_sample_figure(units, units.empty() ? std::span<const double>() : std::span<const double>(units[0].time_ms),
                           luminance, from, to, marks);
}

FigureModel LgnView::map_model(FigureStyle style) const {
  const auto network = data_->network();
  if (!network)
    return {};
  LgnMapView view{.unit_class = chooser_->unit_class(),
                  .top_Hz = top_Hz_,
                  .patch_radius_um = network->recipe.radius_um,
                  .chosen = data_->lgn_units()};
  view.picture_columns = std::clamp(static_cast<int>(field_->width() * devicePixelRatioF()), 120, 720);
  const std::span<const float> rates =
      data_->latest() ? std::span<const float>(data_->latest()->lgn_rates_Hz) : std::span<const float>();
  return lgn_map_figure(network->lgn_units, rates, view, style);
}

FigureModel LgnView::filter_model(double height_per_width) const {
  const auto network = data_->network();
  if (!network || data_->lgn().empty())
    return {};
  const double from = window_->from_ms(), to = window_->to_ms();
  TracePart part = part_of(data_->lgn().front(), from, to);
  const std::uint32_t unit = part.trace.unit;
  const std::string title = part.trace.class_name + " #" + std::to_string(unit);
  const auto marks = readable_marks(data_->marks(), from, to, mark_share * (to - from), label_share * (to - from));
  return lgn_filter_figure(title, lgn_subfield_filters(network->lgn_units, unit),
                           lgn_spontaneous_Hz(network->lgn_units, unit), part.trace, part.luminance, from, to, marks,
                           height_per_width);
}

/// Colours that jump with every crest of the grating could not be read: the scale grows at once and shrinks slowly.
void LgnView::follow_scale() {
  const Snapshot* latest = data_->latest();
  const auto network = data_->network();
  if (!latest || !network || latest->lgn_rates_Hz.size() != network->lgn_units.size())
    return;
  const int unit_class = chooser_->unit_class();
  float top = 0.0f;
  for (std::uint32_t unit = 0; unit < network->lgn_units.size(); ++unit)
    if (unit_class < 0 || network->lgn_units.unit_class[unit] == unit_class)
      top = std::max(top, latest->lgn_rates_Hz[unit]);
  top_Hz_ = std::max({static_cast<double>(top), scale_forgets * top_Hz_, smallest_scale_Hz});
}

void LgnView::refresh() {
  show_units();
  stack_->setCurrentWidget(look() == Look::traces ? plot_ : field_);
  if (look() != Look::map)
    card_->hide();
  if (look() == Look::traces)
    show_traces();
  else
    show_field();
}

void LgnView::show_traces() {
  FigureModel figure = traces_model();
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

void LgnView::show_field() {
  if (look() == Look::map)
    follow_scale();
  // Degrees are as long upwards as sideways. The room for the data is known only once the figure is laid out.
  const auto show = [this] {
    FigureModel figure = look() == Look::map ? map_model(FigureStyle::screen) : filter_model(shape_of(*field_));
    if (look() == Look::map && !figure.panels.empty())
      make_square(figure.panels.front(), field_->data_area(0));
    if (look() == Look::filter)
      fit_filter(figure, field_->height());
    field_->set_figure(std::move(figure));
  };
  const QRectF before = field_->data_area(0);
  show();
  if (field_->data_area(0) != before)
    show();
}

void LgnView::keyPressEvent(QKeyEvent* event) {
  if (!handle_time_key(*event, *window_))
    FigureView::keyPressEvent(event);
}

} // namespace striate
