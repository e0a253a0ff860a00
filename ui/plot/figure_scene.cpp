// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/figure_scene.h"

namespace striate {

FigureScene::FigureScene() {
  scene_->AddItem(item_);
  context_->Begin(device_);
}

void FigureScene::lay_out(const FigureModel& figure, const PlotStyle& style, int width, int height) {
  item_->set_figure(&figure);
  item_->set_layout(layout_figure(figure, style, width, height), style);
  scene_->SetGeometry(width, height);
  width_ = width;
  height_ = height;
}

void FigureScene::paint(QPainter& painter) {
  painter.save();
  device_->begin(painter, width_, height_);
  scene_->Paint(context_);
  device_->End();
  painter.restore();
}

} // namespace striate
