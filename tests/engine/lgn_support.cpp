// SPDX-License-Identifier: Apache-2.0
#include "lgn_support.h"

#include "engine/lgn/spatial_weights.h"
#include "engine/network/tables/model_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate::test {

CsvTable lgn_table(const std::string& file) {
  return CsvTable::read(STRIATE_TEST_DATA "/lgn/" + file);
}

std::size_t class_index(const std::string& name) {
  const auto& classes = model_tables().lgn_classes;
  const auto found = std::find_if(classes.begin(), classes.end(), [&](const LgnClass& c) { return c.name == name; });
  return static_cast<std::size_t>(found - classes.begin());
}

std::shared_ptr<const LgnUnits> lgn_units(const CsvTable& table) {
  auto units = std::make_shared<LgnUnits>();
  for (std::size_t row = 0; row < table.rows(); ++row)
    units->unit_class.push_back(static_cast<std::uint8_t>(class_index(table.text(row, "pop_name"))));
  const auto column = [&](const std::string& name) {
    const auto values = table.numbers(name);
    std::vector<float> floats;
    for (const double value : values)
      floats.push_back(static_cast<float>(value));
    return floats;
  };
  units->x_deg = column("x");
  units->y_deg = column("y");
  units->size_deg = column("spatial_size");
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string end = i == 0 ? "_0" : "_1";
    units->peak_dom_ms[i] = column("kpeaks_dom" + end);
    units->weight_dom[i] = column("weight_dom" + end);
    units->delay_dom_ms[i] = column("delay_dom" + end);
    units->peak_non_ms[i] = column("kpeaks_non_dom" + end);
    units->weight_non[i] = column("weight_non_dom" + end);
    units->delay_non_ms[i] = column("delay_non_dom" + end);
  }
  units->axis_deg = column("tuning_angle");
  units->separation_deg = column("sf_sep");
  return units;
}

std::shared_ptr<const LgnUnits> golden_units() {
  return lgn_units(lgn_table("units.csv"));
}

std::shared_ptr<const LgnUnits> golden_population() {
  return lgn_units(lgn_table("population_seed253.csv"));
}

TemporalParameters temporal_parameters(const CsvTable& table, std::size_t row, const std::string& subfield) {
  TemporalParameters parameters;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string end = fmt::format("_{}_{}", subfield, i);
    parameters.peaks_ms[i] = table.number(row, "kpeaks" + end);
    parameters.weights[i] = table.number(row, "weight" + end);
    parameters.delays_ms[i] = table.number(row, "delay" + end);
  }
  return parameters;
}

namespace {

/// The pixels of a movie's footage, drawn once per picture; null where a frame has none.
std::vector<std::shared_ptr<const std::vector<float>>> drawn_frames(const std::vector<Scene>& movie, double pitch_x,
                                                                    double pitch_y) {
  std::vector<std::shared_ptr<const std::vector<float>>> frames(movie.size());
  std::int64_t latest = Footage::gray;
  for (std::size_t n = 0; n < movie.size(); ++n) {
    const Footage* footage = movie[n].footage.get();
    if (!footage)
      continue;
    const std::int64_t picture = footage->picture_at(static_cast<std::int64_t>(n) - movie[n].footage_origin_ms);
    if (picture == Footage::gray)
      continue;
    if (n > 0 && frames[n - 1] && movie[n - 1].footage.get() == footage && picture == latest) {
      frames[n] = frames[n - 1];
      continue;
    }
    latest = picture;
    auto pixels = std::make_shared<std::vector<float>>(static_cast<std::size_t>(footage->columns()) * footage->rows());
    footage->draw(picture, pitch_x, pitch_y, *pixels);
    frames[n] = pixels;
  }
  return frames;
}

} // namespace

PixelLgn::PixelLgn(const LgnUnits& units, LgnGeometry geometry, const std::vector<Scene>& movie) {
  const PixelAxis x_axis(geometry, units.field_width_deg), y_axis(geometry, units.field_height_deg);
  const PixelAxis x_picture(geometry, units.field_width_deg, PixelGrid::picture);
  const PixelAxis y_picture(geometry, units.field_height_deg, PixelGrid::picture);
  const auto frames = drawn_frames(movie, x_axis.pitch_deg(), y_axis.pitch_deg());
  std::vector<std::vector<GratingClock>> sines;
  for (const Scene& scene : movie)
    sines.push_back(sine_gratings(scene));
  const auto see = [&](double x, double y, double size) {
    const PixelWeights pattern_x = x_axis.weights(x, size), pattern_y = y_axis.weights(y, size);
    const PixelWeights picture_x = x_picture.weights(x, size), picture_y = y_picture.weights(y, size);
    std::vector<double> input;
    for (std::size_t n = 0; n < movie.size(); ++n) {
      double sum = 0.0;
      const bool picture = movie[n].footage && movie[n].footage->grid() == PixelGrid::picture;
      const PixelWeights &wx = picture ? picture_x : pattern_x, &wy = picture ? picture_y : pattern_y;
      for (std::size_t r = 0; r < wy.weight.size() && (frames[n] || !sines[n].empty()); ++r)
        for (std::size_t c = 0; c < wx.weight.size(); ++c) {
          const int column = wx.first + static_cast<int>(c), row = wy.first + static_cast<int>(r);
          double value = 0.0;
          for (const GratingClock& sine : sines[n])
            value += sine.luminance(column * x_axis.pitch_deg(), row * y_axis.pitch_deg(), static_cast<double>(n));
          value *= movie[n].aperture.mask(column * x_axis.pitch_deg(), row * y_axis.pitch_deg());
          if (frames[n])
            value += (*frames[n])[static_cast<std::size_t>(row) * x_axis.pixels() + column];
          sum += wy.weight[r] * wx.weight[c] * value;
        }
      input.push_back(sum);
    }
    return input;
  };
  const auto parameters = [](const auto& peaks, const auto& weights, const auto& delays, std::uint32_t unit) {
    return TemporalParameters{
        {peaks[0][unit], peaks[1][unit]}, {weights[0][unit], weights[1][unit]}, {delays[0][unit], delays[1][unit]}};
  };
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    const LgnClass& constants = model_tables().lgn_classes[units.unit_class[unit]];
    const double x = units.x_deg[unit], y = units.y_deg[unit], size = units.size_deg[unit];
    const auto dominant = parameters(units.peak_dom_ms, units.weight_dom, units.delay_dom_ms, unit);
    auto& lines = units_.emplace_back();
    if (!constants.composite) {
      lines.push_back({temporal_kernel(dominant), constants.amplitude, constants.gray_rate_Hz, see(x, y, size)});
      continue;
    }
    const auto non = parameters(units.peak_non_ms, units.weight_non, units.delay_non_ms, unit);
    const CompositeKernels kernels = composite_kernels(dominant, non, constants);
    const double half = constants.gray_rate_Hz / 2.0;
    const double angle = units.axis_deg[unit] * std::numbers::pi / 180.0, s = units.separation_deg[unit];
    lines.push_back({kernels.dominant, kernels.dominant_amplitude, half, see(x, y, size)});
    lines.push_back({kernels.non_dominant, 1.0, half, see(x + s * std::cos(angle), y + s * std::sin(angle), size)});
  }
}

double PixelLgn::Line::rate_Hz(std::int64_t n) const {
  double sum = 0.0;
  for (std::int64_t lag = 0; lag < std::min<std::int64_t>(n + 1, std::ssize(kernel)); ++lag)
    sum += kernel[lag] * input[n - lag];
  return std::max(0.0, amplitude * sum + spontaneous_Hz);
}

double PixelLgn::rate_Hz(std::uint32_t unit, std::int64_t n) const {
  double rate = 0.0;
  for (const Line& line : units_[unit])
    rate += line.rate_Hz(n);
  return rate;
}

double worst_error(const LgnUnits& units, Lgn& lgn, LgnGeometry geometry, const std::vector<Scene>& movie) {
  const PixelLgn pixels(units, geometry, movie);
  double worst = 0.0;
  for (std::size_t n = 0; n < movie.size(); ++n) {
    lgn.show(movie[n]);
    const auto rates = lgn.step();
    if (n % 7 == 0)
      for (std::uint32_t unit = 0; unit < units.size(); ++unit)
        worst = std::max(worst, std::abs(rates[unit] - pixels.rate_Hz(unit, static_cast<std::int64_t>(n))));
  }
  return worst;
}

} // namespace striate::test
