// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/cell_group.h"
#include "ui/views/figure_view.h"

#include <optional>

namespace striate {

class ClassLegend;
class FigureWidget;
class LiveData;
class RateColumn;
class TimeWindow;

/// Mean rate of excitatory and inhibitory neurons, layer by layer, over the shared time window.
class PopulationView : public FigureView {
  Q_OBJECT
public:
  PopulationView(LiveData* live_data, TimeWindow* window, QWidget* parent = nullptr);

  FigureModel export_model() const override;
  QString title() const override { return tr("Population activity"); }
  void set_theme(Theme theme) override;
  FigureWidget* plot() const { return plot_; }

protected:
  void refresh() override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  void show_means();
  std::optional<CellGroup> line_under(int panel, double ms, double rate_Hz) const;

  LiveData* data_;
  TimeWindow* window_;
  FigureWidget* plot_;
  RateColumn* means_;
  ClassLegend* legend_;
};

} // namespace striate
