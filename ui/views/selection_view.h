// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/views/figure_view.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace striate {

class FactList;
class FigureWidget;
class HintPages;
class LiveData;
class TimeWindow;

/// The selected neuron: facts, running direction tuning and membrane potential. Arrow up and down go to the neighbours
/// in laminar order.
class SelectionView : public FigureView {
  Q_OBJECT
public:
  SelectionView(LiveData* live_data, TimeWindow* window, QWidget* parent = nullptr);

  FigureModel export_model() const override;
  QString title() const override { return tr("Selection"); }
  void set_theme(Theme theme) override;
  FigureWidget* tuning_plot() const { return tuning_; }
  FigureWidget* voltage_plot() const { return voltage_; }

protected:
  void refresh() override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

private:
  QWidget* make_page();
  void fit_tuning_plot();
  FigureModel tuning_model(std::uint32_t neuron) const;
  FigureModel voltage_model(std::uint32_t neuron) const;
  std::vector<std::pair<QString, QString>> facts(std::uint32_t neuron) const;

  LiveData* data_;
  TimeWindow* window_;
  FigureWidget* tuning_;
  FactList* facts_;
  FigureWidget* voltage_;
  HintPages* pages_;
};

} // namespace striate
