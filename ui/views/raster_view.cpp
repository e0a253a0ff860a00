// SPDX-License-Identifier: Apache-2.0
#include "ui/views/raster_view.h"

#include "ui/live/live_data.h"
#include "ui/live/time_window.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/group_link.h"
#include "ui/views/history_bar.h"
#include "ui/views/neuron_card.h"
#include "ui/views/raster_crop.h"
#include "ui/views/raster_header.h"
#include "ui/views/raster_overlay.h"
#include "ui/views/raster_picture.h"
#include "ui/views/readable_marks.h"
#include "ui/views/time_link.h"
#include "ui/views/view_header.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr double pick_radius_px = 6.0;
constexpr double burst_px = 12.0, label_px = 130.0; // of stimulus marks
constexpr int legend_needs_px = 620;

} // namespace

RasterView::RasterView(LiveData* live_data, TimeWindow* window, QWidget* parent)
    : FigureView(tr("Laminar raster"), parent), data_(live_data), window_(window), plot_(new FigureWidget),
      overlay_(new RasterOverlay(plot_)), card_(new NeuronCard(plot_)), controls_(new RasterHeader(live_data, window)),
      bar_(new HistoryBar(window)), hold_(new QPushButton(tr("Freeze view"))),
      live_(new QPushButton(tr("Back to live"))) {
  setObjectName(QStringLiteral("raster"));
  setFocusPolicy(Qt::StrongFocus);
  header()->add(controls_);

  hold_->setObjectName(QStringLiteral("hold-view"));
  hold_->setToolTip(tr("Freeze the view; the run continues"));
  live_->setObjectName(QStringLiteral("back-to-live"));
  live_->setToolTip(tr("Follow the latest spikes again (End)"));
  for (QPushButton* button : {hold_, live_})
    button->setFocusPolicy(Qt::TabFocus);
  live_->hide();
  connect(hold_, &QPushButton::clicked, window_, &TimeWindow::hold);
  connect(live_, &QPushButton::clicked, window_, &TimeWindow::go_live);
  connect(window_, &TimeWindow::following_changed, this, [this](bool following) {
    hold_->setVisible(following);
    live_->setVisible(!following);
  });

  auto* below = new QHBoxLayout;
  below->setSpacing(8);
  below->addWidget(bar_, 1);
  below->addWidget(hold_);
  below->addWidget(live_);
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addWidget(plot_, 1);
  column->addLayout(below);

  connect_plot();
  connect(data_, &LiveData::updated, this, &FigureView::schedule);
  connect(data_, &LiveData::selection_changed, this, &FigureView::schedule);
  connect(data_, &LiveData::group_changed, this, &FigureView::schedule);
  connect(data_, &LiveData::network_changed, this, &RasterView::take_network);
  connect(window_, &TimeWindow::changed, this, [this] {
    if (!window_->following())
      end_hover(); // another part of the past lies under the pointer now
    schedule();
  });
  take_network();
  RasterView::set_theme(theme());
}

RasterView::~RasterView() = default;

void RasterView::connect_plot() {
  link_time_cursor(*plot_, *window_);
  link_groups(*plot_, *data_);
  connect(plot_, &FigureWidget::wheel_turned, this,
          [this](int, double around_ms, double y, double steps, Qt::KeyboardModifiers modifiers) {
            end_hover();
            if (!modifiers.testFlag(Qt::ControlModifier))
              wheel_time(*window_, around_ms, steps, modifiers);
            else {
              rows_.zoom(wheel_zoom_factor(steps), rows_.rank_at(y));
              schedule();
            }
          });
  connect(plot_, &FigureWidget::dragged, this, [this](int, double dx, double dy) {
    end_hover();
    window_->scroll_by(-dx);
    rows_.scroll(dy);
    schedule();
  });
  connect(plot_, &FigureWidget::double_clicked, this, [this] {
    rows_.show_all();
    schedule();
  });
  connect(plot_, &FigureWidget::hovered, this,
          [this](int, double ms, double y, QPoint position) { hover(ms, y, position); });
  connect(plot_, &FigureWidget::left, this, &RasterView::end_hover);
  connect(plot_, &FigureWidget::clicked, this, [this](int, double ms, double y) { click(ms, y); });
}

void RasterView::set_theme(Theme theme) {
  plot_->set_theme(theme);
  overlay_->set_theme(theme);
  card_->set_theme(theme);
  controls_->set_theme(theme);
  bar_->set_theme(theme);
  FigureView::set_theme(theme);
}

void RasterView::take_network() {
  end_hover();
  rows_.set_rows(data_->order().rows());
  schedule();
}

std::vector<StimulusMark> RasterView::marks(double from_ms, double to_ms, double ms_per_pixel) const {
  return readable_marks(data_->marks(), from_ms, to_ms, burst_px * ms_per_pixel, label_px * ms_per_pixel);
}

void RasterView::refresh() {
  const LaminarOrder& order = data_->order();
  if (order.rows() == 0)
    return;
  if (plot_->data_area(0).isEmpty())
    plot_->set_figure(
        laminar_raster_frame(order, window_->from_ms(), window_->to_ms(), rows_.first(), rows_.last(), {}));
  const QRectF area = plot_->data_area(0);
  const double ratio = plot_->devicePixelRatioF();
  RasterImage::View view;
  view.width = std::max(1, static_cast<int>(std::lround(area.width() * ratio)));
  view.height = std::max(1, static_cast<int>(std::lround(area.height() * ratio)));
  view.ms_per_column = window_->length_ms() / view.width;
  view.scale = ratio;
  view.first_rank = rows_.first();
  view.last_rank = rows_.last();
  view.theme = theme();
  image_.set_view(order, view);
  image_.update(data_->spikes(), window_->to_ms());

  // The axis ends with a whole column, so that each column of the picture is exactly one column of the screen.
  const double to = image_.right_edge_ms(), from = to - window_->length_ms();
  FigureModel figure = laminar_raster_frame(order, from, to, view.first_rank, view.last_rank,
                                            marks(from, to, view.ms_per_column * ratio));
  calm_time_axes(figure);
  add_raster_picture(figure.panels.front(), image_, from, to);
  plot_->set_figure(std::move(figure));

  std::vector<double> mark_ms;
  for (const StimulusMark& mark : data_->marks())
    mark_ms.push_back(mark.time_ms);
  bar_->set_marks(std::move(mark_ms));
  place_overlay();
}

void RasterView::place_overlay() {
  const QRectF area = plot_->data_area(0);
  overlay_->setGeometry(plot_->rect());
  overlay_->set_area(area);
  const double shown = rows_.last() - rows_.first();
  const auto height_of = [&](std::uint32_t rank) {
    return area.top() + area.height() * (rank + 0.5 - rows_.first()) / shown;
  };
  const double half_row = 0.5 * area.height() / shown;
  const auto selected = data_->selected_neuron();
  const auto rank = selected ? std::int64_t{data_->order().rank[*selected]} : -1;
  const bool visible = rank >= rows_.first() && rank < rows_.last();
  overlay_->set_selected_y(visible ? std::optional(height_of(static_cast<std::uint32_t>(rank))) : std::nullopt);

  std::vector<RasterOverlay::Rows> others;
  if (const auto group = data_->shown_group())
    for (const LaminarOrder::Group& rows : data_->order().groups)
      if (!group->contains(rows.layer, rows.cell_class) && rows.last > rows_.first() && rows.first < rows_.last())
        others.push_back({std::max(height_of(rows.first) - half_row, area.top()),
                          std::min(height_of(rows.last) - half_row, area.bottom())});
  std::vector<RasterOverlay::Label> labels;
  if (const auto group = data_->shown_group())
    for (const LaminarOrder::Layer& layer : data_->order().layers)
      if (const QRectF label = plot_->name_area(layer.label); !label.isEmpty())
        labels.push_back({QString::fromStdString(layer.label), label, group->overlaps(group_of_layer(layer.layer))});
  overlay_->set_others(std::move(others), std::move(labels));

  std::optional<QPointF> ring;
  if (hovered_ && hovered_->spike_ms) {
    const Axis& time = plot_->figure().panels.front().x;
    const double share = (static_cast<double>(*hovered_->spike_ms) + 0.5 - time.min) / (time.max - time.min);
    if (share >= 0.0 && share <= 1.0)
      ring = QPointF(area.left() + share * area.width(), height_of(hovered_->rank));
  }
  overlay_->set_ring(ring);
}

std::optional<RasterPick> RasterView::pick(double time_ms, double y) const {
  const QRectF area = plot_->data_area(0);
  if (area.isEmpty())
    return std::nullopt;
  return pick_in_raster(data_->order(), data_->spikes(), time_ms, rows_.rank_at(y),
                        pick_radius_px * window_->length_ms() / area.width(),
                        std::max(0.5, pick_radius_px * (rows_.last() - rows_.first()) / area.height()));
}

void RasterView::hover(double time_ms, double y, QPoint position) {
  hovered_ = pick(time_ms, y);
  hovered_at_ = position;
  if (!hovered_) {
    end_hover();
    return;
  }
  data_->hover_neuron(hovered_->neuron);
  card_->show_at(position, data_->describe_neuron(hovered_->neuron), data_->describe_neuron_details(hovered_->neuron));
  place_overlay();
}

void RasterView::end_hover() {
  hovered_.reset();
  card_->hide();
  overlay_->set_ring(std::nullopt);
  data_->hover_neuron(std::nullopt);
}

void RasterView::click(double time_ms, double y) {
  // The spike that the card names has moved on since; the click means the neuron on the card.
  const auto target = hovered_ && card_->isVisible() ? hovered_ : pick(time_ms, y);
  if (target)
    data_->select_neuron(target->neuron);
}

void RasterView::select_step(int rows) {
  const auto neuron = data_->neighbour_of_selected(rows);
  if (!neuron)
    return;
  data_->select_neuron(neuron);
  rows_.reveal(static_cast<std::uint32_t>(data_->order().rank[*neuron]));
  schedule();
}

void RasterView::keyPressEvent(QKeyEvent* event) {
  if (handle_time_key(*event, *window_))
    return;
  switch (event->key()) {
  case Qt::Key_Up:
    return select_step(-1);
  case Qt::Key_Down:
    return select_step(1);
  case Qt::Key_Escape:
    if (data_->selected_group())
      return data_->select_group(std::nullopt);
    data_->select_neuron(std::nullopt);
    rows_.show_all();
    return schedule();
  default:
    FigureView::keyPressEvent(event);
  }
}

void RasterView::resizeEvent(QResizeEvent* event) {
  FigureView::resizeEvent(event);
  controls_->set_legend_visible(width() >= legend_needs_px);
}

FigureModel RasterView::export_model() const {
  const LaminarOrder& order = data_->order();
  const double from = window_->from_ms(), to = window_->to_ms();
  FigureModel figure = laminar_raster_figure(order, data_->spikes(), from, to, marks(from, to, 0.0));
  if (!rows_.all())
    crop_rows(figure, static_cast<double>(order.rows()) - rows_.last(),
              static_cast<double>(order.rows()) - rows_.first());
  return figure;
}

} // namespace striate
