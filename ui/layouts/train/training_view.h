// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/views/figure_view.h"

namespace striate {

class FigureWidget;
class HintPages;
class LiveData;
class TrainingData;

/// A view of the training run that shows one figure, or a sentence before there is something to show.
class TrainingView : public FigureView {
  Q_OBJECT
public:
  /// name: of the object and, with "-hint", of its sentence.
  TrainingView(const QString& heading, const QString& name, const TrainingData& training, QWidget* parent);

  FigureModel export_model() const override;
  QString title() const override { return heading_; }
  void set_theme(Theme theme) override;
  FigureWidget* plot() const { return plot_; }
  /// Names and columns of classes in the figure highlight their group in all views, and the figure follows. The data
  /// must outlive the view.
  void link_classes(LiveData& live_data);

protected:
  void refresh() override;
  /// For the screen or for a file. Without panels: hint() is shown.
  virtual FigureModel figure() const = 0;
  virtual FigureModel screen_figure() { return figure(); }
  virtual QString hint() const = 0;
  virtual QString facts() const { return {}; }
  const TrainingData& data() const { return data_; }

private:
  QString heading_;
  const TrainingData& data_;
  FigureWidget* plot_;
  HintPages* pages_;
  LiveData* live_data_ = nullptr; ///< knows the highlighted group
};

} // namespace striate
