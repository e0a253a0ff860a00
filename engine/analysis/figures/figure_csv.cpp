// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_csv.h"

#include "engine/core/text_file.h"

#include <fmt/format.h>

#include <cmath>
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

bool names_neurons(const DotSeries& dots) {
  return !dots.type_names.empty() && dots.node.size() == dots.x.size() && dots.type.size() == dots.x.size();
}

bool names_neurons(const FigureModel& figure) {
  for (const Panel& panel : figure.panels)
    for (const Series& series : panel.series)
      if (const auto* dots = std::get_if<DotSeries>(&series); dots && names_neurons(*dots))
        return true;
  return false;
}

/// Writes the rows of one panel; every kind of series has its own overload.
class PanelRows {
public:
  /// spikes: the table names the neuron of each dot.
  PanelRows(const Panel& panel, bool spikes, fmt::memory_buffer& out)
      : panel_(quoted(panel.id)), x_unit_(panel.x.unit), y_unit_(panel.y.unit), x_axis_(panel.x), y_axis_(panel.y),
        spikes_(spikes), out_(out) {}

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
    if (names_neurons(dots)) {
      for (std::size_t i = 0; i < std::min(dots.x.size(), dots.y.size()); ++i)
        row(name, number(dots.x[i]), number(dots.y[i]), "", "", y_unit_,
            fmt::format("{},{},{},{}", dots.node[i], number(dots.y[i]), quoted(dots.type_names.at(dots.type[i])),
                        number(dots.x[i])));
      return;
    }
    const bool errors = dots.lower.size() == dots.x.size() && dots.upper.size() == dots.x.size();
    for (std::size_t i = 0; i < std::min(dots.x.size(), dots.y.size()); ++i) {
      if (errors)
        row(name, place(static_cast<double>(dots.x[i])), number(dots.y[i]), number(dots.lower[i]),
            number(dots.upper[i]), y_unit_);
      else
        row(name, place(static_cast<double>(dots.x[i])), number(dots.y[i]), "", "", y_unit_);
      if (dots.value.size() == dots.x.size())
        row(quoted("value of " + (dots.label.empty() ? "dots" : dots.label)), place(static_cast<double>(dots.x[i])),
            number(dots.value[i]), "", "", "");
    }
  }
  /// Median with quartiles, then the whiskers, then what lies beyond.
  void operator()(const BoxSeries& series) {
    const std::string name = series.label.empty() ? "box" : series.label;
    for (const BoxSeries::Box& box : series.boxes) {
      const std::string x = place(box.x);
      row(quoted(name), x, number(box.median), number(box.q1), number(box.q3), y_unit_);
      row(quoted(name + " whiskers"), x, "", number(box.whisker_low), number(box.whisker_high), y_unit_);
      for (const double flier : box.fliers)
        row(quoted(name + " flier"), x, number(flier), "", "", y_unit_);
    }
  }
  void operator()(const BarSeries& bars) {
    const std::string name = quoted(bars.label.empty() ? "bars" : bars.label);
    const bool errors = bars.lower.size() == bars.x.size() && bars.upper.size() == bars.x.size();
    for (std::size_t i = 0; i < std::min(bars.x.size(), bars.y.size()); ++i) {
      const double height = bars.y[i] - (bars.base.size() == bars.x.size() ? bars.base[i] : 0.0);
      row(name, place(bars.x[i]), number(height), errors ? number(bars.lower[i]) : "",
          errors ? number(bars.upper[i]) : "", y_unit_);
    }
  }
  /// One line per cell: x = column, series = row.
  void operator()(const MatrixSeries& matrix) {
    const std::string name = matrix.label.empty() ? "matrix" : matrix.label;
    for (int r = 0; r < matrix.rows; ++r)
      for (int c = 0; c < matrix.columns; ++c) {
        const double x = matrix.x0 + (matrix.x1 - matrix.x0) * (c + 0.5) / matrix.columns;
        const double y = matrix.y1 - (matrix.y1 - matrix.y0) * (r + 0.5) / matrix.rows;
        const auto cell =
            static_cast<std::size_t>(r) * static_cast<std::size_t>(matrix.columns) + static_cast<std::size_t>(c);
        if (cell < matrix.values.size())
          row(quoted(name + " " + named(y_axis_, y)), place(x), number(matrix.values[cell]), "", "", "");
      }
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
  /// The name an axis gives to a position (a cell type), or the number.
  static std::string named(const Axis& axis, double at) {
    if (axis.tick_labels.size() == axis.ticks.size())
      for (std::size_t i = 0; i < axis.ticks.size(); ++i)
        if (std::abs(axis.ticks[i] - at) < 0.5 && axis.turned_labels)
          return axis.tick_labels[i];
    return number(at);
  }
  std::string place(double x) const { return quoted(named(x_axis_, x)); }
  /// spike: what the table says of a spike beside where it is drawn; three commas for all that is none.
  void row(const std::string& series, const std::string& x, const std::string& y, const std::string& lower,
           const std::string& upper, const std::string& unit, const std::string& spike = ",,,") {
    fmt::format_to(std::back_inserter(out_), "{},{},{},{},{},{},{}", panel_, series, x, y, lower, upper, unit);
    if (spikes_)
      fmt::format_to(std::back_inserter(out_), ",{}", spike);
    out_.push_back('\n');
    ++rows_;
  }

  std::string panel_, x_unit_, y_unit_;
  const Axis &x_axis_, &y_axis_;
  bool spikes_;
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
  const bool spikes = names_neurons(figure);
  if (spikes)
    fmt::format_to(std::back_inserter(out),
                   "# row: where a spike is drawn, from the bottom; node_id: its neuron's id in the network\n");
  fmt::format_to(std::back_inserter(out), "panel,series,x,y,lower,upper,unit{}\n",
                 spikes ? ",node_id,row,cell_type,time_ms" : "");
  std::size_t rows = 0;
  for (const Panel& panel : figure.panels) {
    PanelRows writer(panel, spikes, out);
    for (const Series& series : panel.series)
      std::visit(writer, series);
    rows += writer.rows();
  }
  if (rows == 0)
    fmt::format_to(std::back_inserter(out), "# This figure held no data when it was exported.\n");
  return fmt::to_string(out);
}

void write_figure_csv(const FigureModel& figure, const std::filesystem::path& file) {
  write_text_file(file, figure_csv(figure));
}

} // namespace striate
