// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/cell_group.h"
#include "ui/layouts/tune/figure_maker.h"
#include "ui/views/figure_view.h"

#include <optional>

class QLabel;

namespace striate {

class FigureChooser;
class FigureWidget;
class HintPages;
class NeuronCard;
class StudyData;

/// The figures of a study and of the network, one at a time, chosen by name. Where a figure shows single neurons, the
/// selected one is marked and a click selects. What makes the study doubtful is said above.
class ResultView : public FigureView {
  Q_OBJECT
public:
  explicit ResultView(StudyData* study_data, QWidget* parent = nullptr);

  FigureModel export_model() const override { return figure_; }
  QString title() const override;
  void set_theme(Theme theme) override;
  FigureWidget* plot() const { return plot_; }
  FigureChooser* chooser() const { return chooser_; }
  FigureSource source() const;

protected:
  void refresh() override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

private:
  void take_data();
  void show_warnings();
  void make_figure();
  void take_figure(const FigureModel& figure);
  void fit_plot();
  std::optional<std::uint32_t> neuron_under(int panel, double x, double y) const;
  std::optional<CellGroup> group_under(int panel, double x) const;
  void hover(int panel, double x, double y, QPoint position);

  StudyData* data_;
  FigureChooser* chooser_;
  FigureMaker* maker_;
  QLabel* warnings_; ///< of the study, under the header; hidden without
  QWidget* page_;    ///< around the plot
  FigureWidget* plot_;
  NeuronCard* card_;
  HintPages* pages_;
  bool measured_ = false;   ///< there were findings
  bool over_group_ = false; ///< the pointer is on what stands for one
  FigureModel figure_;      ///< without the mark of the selected neuron
};

} // namespace striate
