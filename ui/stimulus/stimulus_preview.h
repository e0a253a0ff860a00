#pragma once
#include "engine/stimulus/stimulus.h"
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace striate {

/// Live picture of what the retina sees: the whole visual field, y up, and the part of it the network looks at.
/// Repaints at most 30 times a second, and not at all while nothing moves or it is hidden. Gray until the first clock
/// comes.
class StimulusPreview : public QWidget {
  Q_OBJECT
public:
  explicit StimulusPreview(QWidget* parent);

  /// Radius of the column in µm: the dashed ellipse is the part of the field its neurons' receptive fields centre on,
  /// 0.07° per µm wide and 0.04° per µm high around (60°, 40°) (spec: network, LGN mapping). 0 hides it.
  void set_network_radius(double um);
  void set_colors(const SurfaceColors& colors);

  QSize sizeHint() const override { return {186, 124}; }
  QSize minimumSizeHint() const override { return {90, 60}; }

public slots:
  void set_clock(const GratingClock& grating, double now_ms);

protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

private:
  QPointF to_degrees(QPointF position) const;
  QString caption() const;
  void paint_patch(QPainter& painter) const;
  void paint_caption(QPainter& painter) const;

  GratingClock grating_;
  double now_ms_ = 0.0;
  double radius_um_ = 400.0;
  SurfaceColors colors_;
  std::optional<QPointF> pointer_;
  QElapsedTimer since_paint_;
  QTimer next_paint_;
};

} // namespace striate
