#include "engine/analysis/figure_csv.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <iterator>

namespace striate {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n\r# ") == std::string::npos)
    return text;
  std::string result = "\"";
  for (const char c : text)
    if (c == '"')
      result += "\"\"";
    else
      result += c == '\n' || c == '\r' ? ' ' : c;
  return result + '"';
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r')
      c = ' ';
  return text;
}

/// Writes the rows of one panel; every kind of series has its own overload.
class PanelRows {
public:
  PanelRows(const Panel& panel, fmt::memory_buffer& out)
      : panel_(quoted(panel.id)), x_unit_(panel.x.unit), y_unit_(panel.y.unit), out_(out) {}

  void operator()(const LineSeries& line) {
    const bool band = line.lower.size() == line.y.size() && line.upper.size() == line.y.size();
    const std::string name = quoted(line.label.empty() ? "line" : line.label);
    for (std::size_t i = 0; i < std::min(line.x.size(), line.y.size()); ++i)
      if (band)
        row(name, number(line.x[i]), number(line.y[i]), number(line.lower[i]), number(line.upper[i]), y_unit_);
      else
        row(name, number(line.x[i]), number(line.y[i]), "", "", y_unit_);
  }
  void operator()(const DotSeries& dots) {
    const std::string name = quoted(dots.label.empty() ? "dots" : dots.label);
    for (std::size_t i = 0; i < std::min(dots.x.size(), dots.y.size()); ++i)
      row(name, number(dots.x[i]), number(dots.y[i]), "", "", y_unit_);
  }
  void operator()(const TickSeries& ticks) {
    const std::string name = quoted(ticks.label.empty() ? "ticks" : ticks.label);
    for (const double x : ticks.x)
      row(name, number(x), "", "", "", x_unit_); // a tick's height on the page is no datum
  }
  void operator()(const BandSeries& band) {
    row(quoted("band " + band.label), "", "", number(band.from), number(band.to), band.horizontal ? y_unit_ : x_unit_);
  }
  void operator()(const RuleSeries& rule) {
    const std::string name = quoted("mark " + rule.label);
    if (rule.vertical)
      row(name, number(rule.at), "", "", "", x_unit_);
    else
      row(name, "", number(rule.at), "", "", y_unit_);
  }
  void operator()(const ImageSeries& image) {
    row("image", number(image.x0), number(image.y0), "", "", y_unit_);
    row("image", number(image.x1), number(image.y1), "", "", y_unit_);
  }

  std::size_t rows() const { return rows_; }

private:
  template <typename Number>
  static std::string number(Number value) {
    return std::isnan(value) ? "nan" : fmt::format("{}", value);
  }
  void row(const std::string& series, const std::string& x, const std::string& y, const std::string& lower,
           const std::string& upper, const std::string& unit) {
    fmt::format_to(std::back_inserter(out_), "{},{},{},{},{},{},{}\n", panel_, series, x, y, lower, upper, unit);
    ++rows_;
  }

  std::string panel_, x_unit_, y_unit_;
  fmt::memory_buffer& out_;
  std::size_t rows_ = 0;
};

void axis_comment(const Panel& panel, const char* name, const Axis& axis, fmt::memory_buffer& out) {
  fmt::format_to(std::back_inserter(out), "# {} {}: {}{}\n", panel.id, name,
                 axis.label.empty() ? "value" : one_line(axis.label), axis.unit.empty() ? "" : " in " + axis.unit);
}

} // namespace

std::string figure_csv(const FigureModel& figure) {
  fmt::memory_buffer out;
  fmt::format_to(std::back_inserter(out), "# {}\n", one_line(figure.title.empty() ? figure.name : figure.title));
  if (!figure.caption.empty())
    fmt::format_to(std::back_inserter(out), "# {}\n", one_line(figure.caption));
  for (const Panel& panel : figure.panels) {
    axis_comment(panel, panel.polar ? "angle" : "x", panel.x, out);
    axis_comment(panel, panel.polar ? "radius" : "y", panel.y, out);
  }
  fmt::format_to(std::back_inserter(out), "panel,series,x,y,lower,upper,unit\n");
  std::size_t rows = 0;
  for (const Panel& panel : figure.panels) {
    PanelRows writer(panel, out);
    for (const Series& series : panel.series)
      std::visit(writer, series);
    rows += writer.rows();
  }
  if (rows == 0)
    fmt::format_to(std::back_inserter(out), "# This figure held no data when it was exported.\n");
  return fmt::to_string(out);
}

void write_figure_csv(const FigureModel& figure, const std::filesystem::path& file) {
  const std::string text = figure_csv(figure);
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (!stream)
    throw Error(
        fmt::format("The numbers of the figure could not be written to {}: check that its folder exists, may be "
                    "written and has {} bytes free.",
                    file.string(), text.size()));
}

} // namespace striate
