// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/unit_filter.h"
#include "engine/stimulus/scene.h"
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

namespace striate {

/// Live picture of what the retina sees: the whole visual field, y up, the part of it the network looks at, and the
/// receptive fields of chosen LGN units. Repaints at most 30 times a second, and not at all while nothing moves or it
/// is hidden. Gray until the first scene comes.
class StimulusPreview : public QWidget {
  Q_OBJECT
public:
  explicit StimulusPreview(QWidget* parent);

  /// Radius of the column in µm: the dashed ellipse is the part of the field its neurons' receptive fields centre on,
  /// 0.07° per µm wide and 0.04° per µm high around (60°, 40°) (docs/model/network.md#eq-10). 0 hides it.
  void set_network_radius(double um);
  /// Extent of the field in degrees; 120 x 80 at first.
  void set_field(QSizeF degrees);
  /// Drawn at half height, the first strongest.
  void set_receptive_fields(std::vector<LgnSubfield> fields);
  void set_colors(const SurfaceColors& colors);

  QSize sizeHint() const override { return {186, 124}; }
  QSize minimumSizeHint() const override { return {90, 60}; }

public slots:
  void set_scene(const Scene& scene, double now_ms);

protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

private:
  QPointF to_degrees(QPointF position) const;
  QString caption() const;
  QPointF to_pixels(double x_deg, double y_deg) const;
  void paint_outline(QPainter& painter, QPointF centre, double x_deg, double y_deg, const QPen& pen) const;
  void paint_marks(QPainter& painter) const;
  void paint_caption(QPainter& painter) const;

  Scene scene_;
  double now_ms_ = 0.0;
  double radius_um_ = 400.0;
  QSizeF field_{120.0, 80.0};
  std::vector<LgnSubfield> receptive_fields_;
  SurfaceColors colors_;
  std::optional<QPointF> pointer_;
  QElapsedTimer since_paint_;
  QTimer next_paint_;
};

} // namespace striate
