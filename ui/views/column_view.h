// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/views/figure_view.h"

#include <vector>

class QComboBox;

namespace striate {

class ClassLegend;
class ColumnCanvas;
class LiveData;
class NeuronCard;
class TimeWindow;

/// The column in space: somata lit by their spikes at the right edge of the shared time window, or coloured by class,
/// mean rate or preferred direction. Hover names a neuron, a click selects it everywhere. Data and window must outlive
/// it.
class ColumnView : public FigureView {
  Q_OBJECT
public:
  ColumnView(LiveData* live_data, TimeWindow* window, QWidget* parent = nullptr);

  FigureModel export_model() const override;
  QString title() const override { return tr("Column"); }
  void set_theme(Theme theme) override;
  ColumnCanvas* canvas() const { return canvas_; }

protected:
  void refresh() override;

private:
  void take_network();
  void take_group();
  void show_legend();
  std::vector<float> values() const;

  LiveData* data_;
  TimeWindow* window_;
  ColumnCanvas* canvas_;
  NeuronCard* card_;
  QComboBox* coloring_;
  ClassLegend* legend_;
};

} // namespace striate
