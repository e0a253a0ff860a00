// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/live_figures.h"
#include "engine/analysis/live/raster_image.h"
#include "ui/views/figure_view.h"
#include "ui/views/raster_pick.h"
#include "ui/views/row_window.h"

#include <optional>

class QPushButton;

namespace striate {

class FigureWidget;
class HistoryBar;
class LiveData;
class NeuronCard;
class RasterHeader;
class RasterOverlay;
class TimeWindow;

/// The laminar raster, live: every neuron a row, every spike a dot. Wheel: zoom time; Ctrl + wheel: zoom rows; Shift +
/// wheel or drag: pan; double click: all rows. Hover names a neuron, a click selects it. Data and window must outlive
/// it.
class RasterView : public FigureView {
  Q_OBJECT
public:
  RasterView(LiveData* live_data, TimeWindow* window, QWidget* parent = nullptr);
  ~RasterView() override;

  FigureModel export_model() const override;
  QString title() const override { return tr("Laminar raster"); }
  void set_theme(Theme theme) override;

  FigureWidget* plot() const { return plot_; }
  const RowWindow& rows() const { return rows_; }

protected:
  void refresh() override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

private:
  void connect_plot();
  void take_network();
  void hover(double time_ms, double y, QPoint position);
  void end_hover();
  void click(double time_ms, double y);
  std::optional<RasterPick> pick(double time_ms, double y) const;
  void place_overlay();
  void select_step(int rows);
  std::vector<StimulusMark> marks(double from_ms, double to_ms, double ms_per_pixel) const;

  LiveData* data_;
  TimeWindow* window_;
  RowWindow rows_;
  RasterImage image_;
  FigureWidget* plot_;
  RasterOverlay* overlay_;
  NeuronCard* card_;
  RasterHeader* controls_;
  HistoryBar* bar_;
  QPushButton* hold_;
  QPushButton* live_;
  std::optional<RasterPick> hovered_;
  QPoint hovered_at_;
};

} // namespace striate
