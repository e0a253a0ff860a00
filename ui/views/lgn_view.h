#pragma once
#include "ui/views/figure_view.h"

#include <cstdint>

namespace striate {

class FigureWidget;
class LgnChooser;
class LiveData;
class TimeWindow;

/// Rates and spikes of a few chosen LGN units with the stimulus at the centre of the first, over the shared time
/// window.
class LgnView : public FigureView {
  Q_OBJECT
public:
  LgnView(LiveData* live_data, TimeWindow* window, QWidget* parent = nullptr);

  FigureModel export_model() const override { return model(); }
  QString title() const override { return tr("LGN"); }
  void set_theme(Theme theme) override;
  FigureWidget* plot() const { return plot_; }

protected:
  void refresh() override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  FigureModel model() const;
  void show_units();

  LiveData* data_;
  TimeWindow* window_;
  LgnChooser* chooser_;
  FigureWidget* plot_;
  std::uint64_t draws_ = 0;
};

} // namespace striate
