// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/window_plan.h"

#include <algorithm>

namespace striate {

namespace {

constexpr int three_panels_need_px = 1150, four_panels_need_px = 1300; // heights of a window
constexpr int two_columns_need_px = 940;                               // width of a window
constexpr int raster_needs_px = 1100;                                  // width of a window
constexpr int bars_px = 90;                                            // above and below the panels

int share(int whole, int percent, int least, int most) {
  return std::clamp(whole * percent / 100, least, most);
}

/// A window too narrow for a column at each side.
WindowPlan narrow_explore_plan(int width, int height) {
  WindowPlan plan;
  const int stimulus = height * 55 / 100;
  plan.left = {
      {{"stimulus"}, stimulus},
      {{"selection", "column", "lgn", "perturbation", "recording"}, std::max(height - stimulus - bars_px, 100)}};
  plan.bottom = {{{"population"}, height * 26 / 100}};
  plan.left_px = share(width, 36, 284, 320);
  return plan;
}

WindowPlan explore_plan(int width, int height) {
  if (width < two_columns_need_px)
    return narrow_explore_plan(width, height);
  constexpr int stimulus_most = 560, perturbation = 260, recording = 440;
  const bool low = height < three_panels_need_px;  // then the LGN is below the selection, which has room
  const bool high = height >= four_panels_need_px; // else panels that are seldom used share a place with others
  const int stimulus = share(height, 58, 400, stimulus_most);
  const int rest = std::max(height - stimulus - bars_px, 240);
  WindowPlan plan;
  plan.left = {{{"stimulus"}, stimulus}};
  if (high) {
    plan.left.push_back({{"perturbation"}, perturbation});
    plan.left.push_back({{"column"}, (rest - perturbation) * 55 / 100});
    plan.left.push_back({{"lgn"}, (rest - perturbation) * 45 / 100});
    plan.right = {{{"selection"}, height - recording - bars_px}, {{"recording"}, recording}};
  } else if (low) {
    plan.left.push_back({{"column", "perturbation"}, rest});
    plan.right = {{{"selection", "recording"}, height * 58 / 100}, {{"lgn"}, height * 42 / 100}};
  } else {
    plan.left.push_back({{"column", "perturbation"}, rest * 55 / 100});
    plan.left.push_back({{"lgn"}, rest * 45 / 100});
    plan.right = {{{"selection", "recording"}, height}};
  }
  plan.bottom = {{{"population"}, share(height, 26, 190, 460)}};
  const bool narrow = width < raster_needs_px; // then the columns have no more than they need
  plan.left_px = narrow ? 264 : share(width, 21, 284, 460);
  plan.right_px = narrow ? 292 : share(width, 22, 304, 560);
  return plan;
}

WindowPlan tune_plan(int width, int height) {
  const int form = share(height, 50, 450, 520); // it needs no more
  WindowPlan plan;
  plan.left = {{{"tuning"}, form}, {{"column"}, std::max(height - form - bars_px, 180)}};
  plan.right = {{{"measured"}, height * 52 / 100}, {{"comparison"}, height * 48 / 100}};
  plan.left_px = share(width, 19, 280, 400);
  plan.right_px = share(width, 20, 280, 520);
  return plan;
}

WindowPlan train_plan(int width, int height) {
  WindowPlan plan;
  plan.left = {{{"training"}, height}};
  if (height >= four_panels_need_px)
    plan.right = {
        {{"rates"}, height * 42 / 100}, {{"before-after"}, height * 32 / 100}, {{"checkpoints"}, height * 26 / 100}};
  else
    plan.right = {{{"rates", "before-after"}, height * 62 / 100}, {{"checkpoints"}, height * 38 / 100}};
  plan.bottom = {{{"trials"}, share(height, 36, 230, 560)}};
  plan.left_px = share(width, 21, 280, 400);
  plan.right_px = share(width, 27, 330, 640);
  return plan;
}

WindowPlan present_plan(int width, int height) {
  WindowPlan plan;
  plan.left = {{{"stimulus"}, height}};
  plan.bottom = {{{"population"}, share(height, 28, 230, 460)}};
  plan.left_px = share(width, 20, 284, 400);
  return plan;
}

bool same_panels(const std::vector<PanelPlace>& one, const std::vector<PanelPlace>& other) {
  return std::ranges::equal(one, other, {}, &PanelPlace::panels, &PanelPlace::panels);
}

} // namespace

bool WindowPlan::same_places(const WindowPlan& other) const {
  return same_panels(left, other.left) && same_panels(right, other.right) && same_panels(bottom, other.bottom);
}

WindowPlan window_plan(LayoutPreset preset, QSize window) {
  switch (preset) {
  case LayoutPreset::tune:
    return tune_plan(window.width(), window.height());
  case LayoutPreset::train:
    return train_plan(window.width(), window.height());
  case LayoutPreset::present:
    return present_plan(window.width(), window.height());
  case LayoutPreset::explore:
    break;
  }
  return explore_plan(window.width(), window.height());
}

} // namespace striate
