// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/live_figures.h"
#include "ui/views/figure_view.h"

#include <cstdint>

class QComboBox;
class QStackedWidget;

namespace striate {

class FigureWidget;
class LgnChooser;
class LiveData;
class NeuronCard;
class TimeWindow;

/// The LGN in three looks: rates and spikes of a few chosen units with the stimulus at the centre of the first, over
/// the shared time window; all units in the visual field coloured by their present rate, where a click chooses the
/// first unit; the filter of the first unit in space and time above its answer.
class LgnView : public FigureView {
  Q_OBJECT
public:
  LgnView(LiveData* live_data, TimeWindow* window, QWidget* parent = nullptr);

  FigureModel export_model() const override { return model(FigureStyle::paper); }
  QString title() const override { return tr("LGN"); }
  void set_theme(Theme theme) override;
  FigureWidget* plot() const { return plot_; }   ///< the traces
  FigureWidget* field() const { return field_; } ///< map and filter

protected:
  void refresh() override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  enum class Look { traces, map, filter };

  Look look() const;
  FigureModel traces_model() const;
  FigureModel map_model(FigureStyle style) const;
  FigureModel filter_model(double height_per_width) const;
  FigureModel model(FigureStyle style) const;
  void follow_scale();
  void point_at(double x_deg, double y_deg, QPoint position);
  void choose_at(double x_deg, double y_deg);
  void show_units();
  void show_traces();
  void show_field();

  LiveData* data_;
  TimeWindow* window_;
  LgnChooser* chooser_;
  FigureWidget *plot_, *field_;
  QStackedWidget* stack_;
  QComboBox* look_;
  NeuronCard* card_;
  double top_Hz_ = 10.0; ///< where the map's colours end
  std::uint64_t draws_ = 0;
};

} // namespace striate
