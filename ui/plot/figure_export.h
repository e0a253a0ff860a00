#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/palette.h"

#include <QImage>

#include <filesystem>

namespace striate {

struct FigureExportOptions {
  double width_mm = 0.0, height_mm = 0.0; ///< 0: the figure's own size
  int dpi = 300;                          ///< of PNG files and of image layers inside vector files
  Theme theme = Theme::print;
  bool transparent = false; ///< PNG only
};

/// Writes PDF, SVG, PNG or CSV by the file's ending: the drawing of the window, with real text and vectors; dot layers
/// above 20,000 dots become an image layer. Needs a QGuiApplication (any platform, also offscreen), no display, no GL.
/// Throws Error naming the file and the remedy.
void export_figure(const FigureModel& figure, const std::filesystem::path& file,
                   const FigureExportOptions& options = {});

/// The figure as a picture of the given size in pixels.
QImage render_figure(const FigureModel& figure, QSize pixels, double dpi, Theme theme);

} // namespace striate
