// SPDX-License-Identifier: Apache-2.0
#include "ui/views/column_canvas.h"

#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

namespace striate {

namespace {

constexpr double degrees_per_pixel = 0.5, pick_radius = 6.0;
constexpr double smallest_zoom = 0.5, largest_zoom = 20.0;
constexpr int drag_starts_px = 4;

struct LayerDepth {
  const char* name;
  double top_um, bottom_um;
};

std::vector<LayerDepth> layer_depths() {
  std::vector<LayerDepth> layers{
      {"L1", 1e9, -1e9}, {"L2/3", 1e9, -1e9}, {"L4", 1e9, -1e9}, {"L5", 1e9, -1e9}, {"L6", 1e9, -1e9}};
  for (const Population& population : model_tables().populations) {
    const int index = population.layer <= 2 ? population.layer - 1 : population.layer - 2;
    LayerDepth& layer = layers[static_cast<std::size_t>(index)];
    layer.top_um = std::min(layer.top_um, population.depth_top_um);
    layer.bottom_um = std::max(layer.bottom_um, population.depth_bottom_um);
  }
  return layers;
}

} // namespace

ColumnCanvas::ColumnCanvas(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("column-canvas"));
  setMouseTracking(true);
  setCursor(Qt::OpenHandCursor);
  setMinimumSize(80, 80);
  setToolTip(tr("Drag to rotate, wheel to zoom, double-click to reset the view"));
}

void ColumnCanvas::set_network(std::shared_ptr<const Network> network) {
  network_ = std::move(network);
  image_.set_network(*network_);
  selected_.reset();
  update();
}

void ColumnCanvas::set_theme(Theme theme) {
  theme_ = theme;
  update();
}

void ColumnCanvas::set_coloring(ColumnColoring coloring) {
  coloring_ = coloring;
}

void ColumnCanvas::set_selected(std::optional<std::uint32_t> neuron) {
  selected_ = neuron;
  update();
}

void ColumnCanvas::set_camera(const ColumnCamera& camera) {
  camera_ = camera;
  camera_.pitch_deg = std::clamp(camera_.pitch_deg, -90.0, 90.0);
  camera_.yaw_deg = std::remainder(camera_.yaw_deg, 360.0);
  camera_.zoom = std::clamp(camera_.zoom, smallest_zoom, largest_zoom);
  emit camera_changed();
}

void ColumnCanvas::draw(std::span<const float> values) {
  const double ratio = devicePixelRatioF();
  const int wide = std::max(1, static_cast<int>(std::lround(width() * ratio)));
  const int high = std::max(1, static_cast<int>(std::lround(height() * ratio)));
  image_.set_view(wide, high, ratio, camera_, coloring_, theme_);
  image_.draw(values);
  if (picture_.width() != wide || picture_.height() != high)
    picture_ = QImage(wide, high, QImage::Format_ARGB32_Premultiplied);
  picture_.setDevicePixelRatio(ratio);
  const std::span<const std::uint32_t> pixels = image_.pixels();
  std::memcpy(picture_.bits(), pixels.data(), pixels.size_bytes()); // 32-bit rows need no padding
  update();
}

std::optional<std::uint32_t> ColumnCanvas::neuron_at(QPointF position) const {
  const double ratio = devicePixelRatioF();
  return image_.pick(position.x() * ratio, position.y() * ratio, pick_radius * ratio);
}

QPointF ColumnCanvas::on_screen(const ColumnPoint& point) const {
  return QPointF(point.x, point.y) / devicePixelRatioF();
}

// A ring at each border; the labels stand at the left where the layers are thick enough to tell them apart.
void ColumnCanvas::draw_layers(QPainter& painter) const {
  const SurfaceColors colors = surface_colors(theme_);
  const double ratio = devicePixelRatioF();
  const double across = image_.radius_um() / image_.um_per_pixel() / ratio;
  const double along = across * std::abs(std::sin(camera_.pitch_deg * std::numbers::pi / 180.0));
  painter.setRenderHint(QPainter::Antialiasing);
  QFont font = painter.font();
  font.setPointSizeF(8.0);
  painter.setFont(font);
  QColor line = colors.quiet;
  line.setAlpha(70);
  for (const LayerDepth& layer : layer_depths()) {
    const QPointF top = on_screen(image_.project(0.0, -layer.top_um, 0.0));
    const QPointF bottom = on_screen(image_.project(0.0, -layer.bottom_um, 0.0));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, 1.0));
    painter.drawEllipse(top, across, along);
    if (layer.name == std::string_view("L6"))
      painter.drawEllipse(bottom, across, along);
    if (std::abs(bottom.y() - top.y()) < painter.fontMetrics().height() * 0.8)
      continue;
    painter.setPen(colors.quiet);
    painter.drawText(QRectF(2.0, 0.5 * (top.y() + bottom.y()) - 10.0, 40.0, 20.0), Qt::AlignLeft | Qt::AlignVCenter,
                     QString::fromLatin1(layer.name));
  }
}

void ColumnCanvas::paintEvent(QPaintEvent*) {
  if (!network_ || picture_.isNull())
    return;
  QPainter painter(this);
  draw_layers(painter);
  painter.drawImage(0, 0, picture_);
  if (selected_ && *selected_ < image_.size()) {
    const NeuronTable& neurons = network_->neurons;
    const QPointF at =
        on_screen(image_.project(neurons.x_um[*selected_], neurons.y_um[*selected_], neurons.z_um[*selected_]));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(surface_colors(theme_).text, 1.4));
    painter.drawEllipse(at, 6.0, 6.0);
  }
}

void ColumnCanvas::mousePressEvent(QMouseEvent* event) {
  pressed_ = last_ = event->position().toPoint();
  turned_ = false;
}

void ColumnCanvas::mouseMoveEvent(QMouseEvent* event) {
  const QPoint now = event->position().toPoint();
  if (!event->buttons().testFlag(Qt::LeftButton)) {
    emit hovered(neuron_at(event->position()), now);
    return;
  }
  turned_ = turned_ || (now - pressed_).manhattanLength() >= drag_starts_px;
  if (!turned_)
    return;
  emit hovered(std::nullopt, now);
  ColumnCamera camera = camera_;
  camera.yaw_deg += degrees_per_pixel * (now.x() - last_.x());
  camera.pitch_deg += degrees_per_pixel * (now.y() - last_.y());
  last_ = now;
  set_camera(camera);
}

void ColumnCanvas::mouseReleaseEvent(QMouseEvent* event) {
  if (!turned_ && event->button() == Qt::LeftButton)
    emit clicked(neuron_at(event->position()));
}

void ColumnCanvas::mouseDoubleClickEvent(QMouseEvent*) {
  set_camera({});
}

void ColumnCanvas::wheelEvent(QWheelEvent* event) {
  ColumnCamera camera = camera_;
  camera.zoom *= std::pow(1.2, event->angleDelta().y() / 120.0);
  set_camera(camera);
  event->accept();
}

void ColumnCanvas::leaveEvent(QEvent*) {
  emit hovered(std::nullopt, {});
}

} // namespace striate
