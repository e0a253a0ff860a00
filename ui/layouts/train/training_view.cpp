// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/training_view.h"

#include "engine/analysis/live/group_highlight.h"
#include "ui/layouts/train/training_data.h"
#include "ui/live/live_data.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/group_link.h"
#include "ui/views/hint_pages.h"
#include "ui/views/view_header.h"

#include <QVBoxLayout>

namespace striate {

TrainingView::TrainingView(const QString& heading, const QString& name, const TrainingData& training, QWidget* parent)
    : FigureView(heading, parent), heading_(heading), data_(training), plot_(new FigureWidget),
      pages_(new HintPages(name + QStringLiteral("-hint"), plot_)) {
  setObjectName(name);
  static_cast<QVBoxLayout*>(layout())->addLayout(pages_, 1);
  for (const auto& changed :
       {&TrainingData::begun, &TrainingData::updated, &TrainingData::validated, &TrainingData::moved})
    connect(&data_, changed, this, &FigureView::schedule);
  TrainingView::set_theme(theme());
}

void TrainingView::link_classes(LiveData& live_data) {
  live_data_ = &live_data;
  link_groups(*plot_, live_data);
  connect(plot_, &FigureWidget::clicked, this, [this](int panel, double x) {
    if (const auto group = group_at(plot_->figure().panels.at(static_cast<std::size_t>(panel)), x))
      live_data_->toggle_group(*group);
  });
  connect(live_data_, &LiveData::group_changed, this, &FigureView::schedule);
}

void TrainingView::set_theme(Theme theme) {
  plot_->set_theme(theme);
  FigureView::set_theme(theme);
}

void TrainingView::refresh() {
  header()->set_facts(facts());
  FigureModel shown = screen_figure();
  if (shown.panels.empty()) {
    pages_->say(hint());
    return;
  }
  if (const auto group = live_data_ ? live_data_->shown_group() : std::nullopt)
    highlight_group(shown, *group);
  pages_->show_page();
  plot_->set_figure(std::move(shown));
}

FigureModel TrainingView::export_model() const {
  FigureModel model = figure();
  model.settings = data_.position().settings;
  return model;
}

} // namespace striate
