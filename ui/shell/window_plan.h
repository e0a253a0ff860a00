// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QSize>

#include <string_view>
#include <vector>

namespace striate {

enum class LayoutPreset { explore, tune, train, present };

/// Panels that share one place of a window, the first in front, by the names of their roles.
struct PanelPlace {
  std::vector<std::string_view> panels;
  int height_px = 0;

  bool operator==(const PanelPlace&) const = default;
};

/// Where the panels of a layout are and how large: what is drawn around the view in the middle. Columns from top to
/// bottom; one panel, or none, below the middle.
struct WindowPlan {
  std::vector<PanelPlace> left, right, bottom;
  int left_px = 0, right_px = 0; ///< widths of the columns

  /// The same panels at the same places, whatever their sizes.
  bool same_places(const WindowPlan& other) const;
};

/// Sizes follow the window, within what the panels need and what they can use.
WindowPlan window_plan(LayoutPreset preset, QSize window);

} // namespace striate
