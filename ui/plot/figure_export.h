// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/palette.h"

#include <QImage>

#include <filesystem>

namespace striate {

/// Letters of panels: as the figures have them, "a" instead of "A", or none.
enum class PanelLetters : std::uint8_t { upper, lower, none };

/// The one look of a figure or of a whole set.
struct FigureExportOptions {
  static constexpr double usual_text_pt = 7.5, least_text_pt = 4.0, most_text_pt = 16.0;

  double width_mm = 0.0, height_mm = 0.0; ///< 0: the figure's own size
  int dpi = 300;                          ///< of PNG files and of image layers inside vector files
  Theme theme = Theme::print;
  bool transparent = false;       ///< PNG only
  double text_pt = usual_text_pt; ///< size of axis labels; all other texts in proportion
  PanelLetters letters = PanelLetters::upper;
};

/// In one of the two column widths, or any other, the height in proportion; 0: the figure's own size.
FigureExportOptions at_width(FigureExportOptions options, const FigureModel& figure, double width_mm);

/// Writes PDF, SVG, PNG or CSV by the file's ending: the drawing of the window, with real text and vectors; dot layers
/// above 20,000 dots become an image layer. Needs a QGuiApplication (any platform, also offscreen), no display, no GL.
/// Throws Error naming the file and the remedy.
void export_figure(const FigureModel& figure, const std::filesystem::path& file,
                   const FigureExportOptions& options = {});

/// The figure as a picture of the given size in pixels.
QImage render_figure(const FigureModel& figure, QSize pixels, double dpi, Theme theme);

} // namespace striate
