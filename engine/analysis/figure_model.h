#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace striate {

/// Figures are data first: a FigureModel is computed here, drawn by ui/plot in the window and written by the same code
/// as PDF, SVG and PNG; write_figure_csv gives the numbers. No pixels, no colours: an Ink names what a mark stands for
/// and the palette of the theme gives the colour. All lengths in points (1/72 inch) or mm, all data in the axis units.

enum class Ink : std::uint8_t {
  text,
  quiet,
  grid,
  band,
  accent,
  stimulus,
  threshold,
  exc,
  pv,
  sst,
  vip,
  l1, ///< classes of neurons
  excitatory,
  inhibitory, ///< pooled populations
  layer1,
  layer23,
  layer4,
  layer5,
  layer6,
  lgn_rate,
  lgn_spike,
  recurrent,
  voltage
};

struct LineSeries {
  std::string label{};
  Ink ink = Ink::text;
  std::vector<double> x{}, y{}; ///< NaN in y breaks the line
  double width_pt = 1.0;
  bool dashed = false;
  bool fill = false;                    ///< light area between the line and y = 0
  std::vector<double> lower{}, upper{}; ///< optional band, same length as x
};

struct DotSeries {
  std::string label{};
  Ink ink = Ink::text;
  std::vector<float> x{}, y{};
  double diameter_pt = 1.0;
  double alpha = 1.0;
};

/// Short vertical strokes centred on y: spike trains.
struct TickSeries {
  std::string label{};
  Ink ink = Ink::text;
  std::vector<double> x{};
  double y = 0.0;
  double height = 0.8; ///< axis units
};

/// A picture stretched over a rectangle of the data area; rows from top (y1) to bottom (y0); 0xAARRGGBB, premultiplied.
struct ImageSeries {
  int width = 0, height = 0;
  std::vector<std::uint32_t> pixels{};
  double x0 = 0.0, x1 = 1.0, y0 = 0.0, y1 = 1.0;
};

/// A horizontal or vertical span of the panel with an optional label (layer bands, stimulus epochs).
struct BandSeries {
  double from = 0.0, to = 0.0;
  bool horizontal = true; ///< spans y = from..to over the whole width
  bool shaded = true;
  std::string label{}; ///< drawn at the left (horizontal) or top (vertical), bold
};

/// A straight line across the whole panel (stimulus changes, thresholds).
struct RuleSeries {
  double at = 0.0;
  bool vertical = true;
  bool dashed = true;
  Ink ink = Ink::stimulus;
  std::string label{};
};

using Series = std::variant<ImageSeries, BandSeries, DotSeries, LineSeries, TickSeries, RuleSeries>;

struct Axis {
  std::string label{};
  std::string unit{};
  double min = 0.0, max = 1.0;
  std::vector<double> ticks{};            ///< empty: chosen by the drawing code
  std::vector<std::string> tick_labels{}; ///< empty or as long as ticks
  bool visible = true;
};

/// One set of axes. polar: x = angle in degrees counter-clockwise from the right, y = radius from 0.
struct Panel {
  std::string id{}; ///< stable name for the CSV
  std::string title{};
  bool polar = false;
  Axis x, y;
  std::vector<Series> series{}; ///< drawn in this order
  bool legend = false;          ///< labels of the series
  /// Cell of the figure's grid.
  int row = 0, column = 0, row_span = 1, column_span = 1;
};

struct FigureModel {
  std::string name{};  ///< file-name part: "laminar_raster"
  std::string title{}; ///< window title and document title; not drawn unless draw_title
  bool draw_title = false;
  double width_mm = 180.0, height_mm = 120.0; ///< size in a file; on screen the widget decides
  int rows = 1, columns = 1;
  std::vector<double> row_weight{}, column_weight{}; ///< empty: equal
  std::vector<Panel> panels{};
  std::string caption{};  ///< one line on settings, drawn small below a written figure
  std::string settings{}; ///< JSON of the session, embedded in the file's metadata
};

} // namespace striate
