// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/live/column_image.h"

#include <QImage>
#include <QPoint>
#include <QWidget>

#include <memory>
#include <optional>
#include <span>

namespace striate {

/// The drawn column: dragging turns it, the wheel zooms, a double click goes back to the first look. Over the dots the
/// borders of the layers and the ring around the selected neuron.
class ColumnCanvas : public QWidget {
  Q_OBJECT
public:
  explicit ColumnCanvas(QWidget* parent = nullptr);

  void set_network(std::shared_ptr<const Network> network);
  void set_theme(Theme theme);
  void set_coloring(ColumnColoring coloring);
  void set_selected(std::optional<std::uint32_t> neuron);
  /// As ColumnImage::set_emphasis; counts from the next draw() on.
  void set_emphasis(std::vector<std::uint8_t> emphasised) { image_.set_emphasis(std::move(emphasised)); }
  /// See ColumnImage::draw.
  void draw(std::span<const float> values);

  const ColumnCamera& camera() const { return camera_; }
  void set_camera(const ColumnCamera& camera);
  std::optional<std::uint32_t> neuron_at(QPointF position) const;

signals:
  void camera_changed();
  void hovered(std::optional<std::uint32_t> neuron, QPoint position);
  void clicked(std::optional<std::uint32_t> neuron);

protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;

private:
  void draw_layers(QPainter& painter) const;
  QPointF on_screen(const ColumnPoint& point) const;

  std::shared_ptr<const Network> network_;
  ColumnImage image_;
  ColumnCamera camera_;
  ColumnColoring coloring_ = ColumnColoring::spikes;
  Theme theme_ = Theme::dark;
  QImage picture_;
  std::optional<std::uint32_t> selected_;
  QPoint pressed_, last_;
  bool turned_ = false;
};

} // namespace striate
