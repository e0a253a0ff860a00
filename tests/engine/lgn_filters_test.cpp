// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/lgn/receptive_fields.h"
#include "engine/lgn/spatial_weights.h"
#include "engine/lgn/temporal_kernel.h"
#include "engine/network/tables/model_tables.h"
#include "lgn_support.h"

#include <cmath>
#include <complex>
#include <doctest/doctest.h>
#include <numbers>
#include <numeric>

using namespace striate;
using namespace striate::test;

namespace {

/// Final kernels of a golden unit; the second is empty for simple units.
CompositeKernels kernels_of_row(const CsvTable& units, std::size_t row) {
  const LgnClass& constants = model_tables().lgn_classes[class_index(units.text(row, "pop_name"))];
  const TemporalParameters dominant = temporal_parameters(units, row, "dom");
  if (!constants.composite)
    return {temporal_kernel(dominant), {}, constants.amplitude};
  return composite_kernels(dominant, temporal_parameters(units, row, "non_dom"), constants);
}

std::size_t row_of(const CsvTable& table, const std::string& node) {
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (table.text(row, "node_id") == node)
      return row;
  FAIL("no unit ", node);
  return 0;
}

/// Centre of a subfield of a golden unit.
std::pair<double, double> centre(const CsvTable& units, std::size_t row, bool dominant) {
  double x = units.number(row, "x"), y = units.number(row, "y");
  if (!dominant) {
    const double angle = units.number(row, "tuning_angle") * std::numbers::pi / 180.0;
    x += units.number(row, "sf_sep") * std::cos(angle);
    y += units.number(row, "sf_sep") * std::sin(angle);
  }
  return {x, y};
}

} // namespace

TEST_CASE("temporal kernels are those of BMTK") {
  const CsvTable units = lgn_table("units.csv"), golden = lgn_table("temporal_kernels.csv");
  for (std::size_t row = 0; row < units.rows(); ++row) {
    const CompositeKernels kernels = kernels_of_row(units, row);
    for (const bool dominant : {true, false}) {
      const TemporalKernel& kernel = dominant ? kernels.dominant : kernels.non_dominant;
      const std::string column = "u" + units.text(row, "node_id") + (dominant ? "_dom" : "_non");
      CHECK(golden.has_column(column) == !kernel.empty());
      if (kernel.empty())
        continue;
      double worst = 0.0;
      for (std::size_t lag = 0; lag < golden.rows(); ++lag)
        worst = std::max(worst, std::abs((lag < kernel.size() ? kernel[lag] : 0.0) - golden.number(lag, column)));
      CHECK_MESSAGE(worst < 1e-11, column);
    }
  }
}

TEST_CASE("amplitudes, lags, integrals and gains are those of BMTK") {
  const CsvTable units = lgn_table("units.csv"), golden = lgn_table("kernel_metrics.csv");
  for (std::size_t row = 0; row < golden.rows(); ++row) {
    const bool dominant = golden.text(row, "subfield") == "dom";
    const CompositeKernels kernels = kernels_of_row(units, row_of(units, golden.text(row, "node_id")));
    const TemporalKernel& kernel = dominant ? kernels.dominant : kernels.non_dominant;
    CAPTURE(golden.text(row, "node_id"));
    CHECK((dominant ? kernels.dominant_amplitude : 1.0) ==
          doctest::Approx(golden.number(row, "amplitude")).epsilon(1e-9));
    CHECK(std::accumulate(kernel.begin(), kernel.end(), 0.0) ==
          doctest::Approx(golden.number(row, "integral")).epsilon(1e-9));
    const auto top = std::max_element(kernel.begin(), kernel.end());
    const auto bottom = std::min_element(kernel.begin(), kernel.end());
    CHECK(top - kernel.begin() == golden.integer(row, "peak_lag_ms"));
    CHECK(bottom - kernel.begin() == golden.integer(row, "trough_lag_ms"));
    CHECK(*top == doctest::Approx(golden.number(row, "peak")).epsilon(1e-9));
    CHECK(*bottom == doctest::Approx(golden.number(row, "trough")).epsilon(1e-9));
    long last = 0;
    for (long lag = 0; lag < std::ssize(kernel); ++lag)
      if (kernel[lag] != 0.0)
        last = lag;
    CHECK(std::find_if(kernel.begin(), kernel.end(), [](double k) { return k != 0.0; }) - kernel.begin() ==
          golden.integer(row, "first_lag_ms"));
    CHECK(last == golden.integer(row, "last_lag_ms"));
    for (const int f : {1, 2, 4, 8, 15}) {
      std::complex<double> gain;
      for (std::size_t lag = 0; lag < kernel.size(); ++lag)
        gain += std::polar(kernel[lag], -2.0 * std::numbers::pi * f * static_cast<double>(lag) / 1000.0);
      CHECK(std::abs(gain) == doctest::Approx(golden.number(row, "gain_" + std::to_string(f) + "Hz")).epsilon(1e-9));
    }
  }
}

TEST_CASE("impossible temporal parameters are refused with the reason") {
  CHECK_THROWS_AS(temporal_kernel({{30, 20}, {1, -1}, {0, 0}}), Error);
  CHECK_THROWS_AS(temporal_kernel({{20, 30}, {-1, -1}, {0, 0}}), Error);
  CHECK_THROWS_AS(temporal_kernel({{20, 30}, {1, -1}, {5, 0}}), Error);
  CHECK_THROWS_AS(temporal_kernel({{20, 30}, {1, -1}, {0, std::nan("")}}), Error);
  CHECK_THROWS_AS(zero_crossing(temporal_kernel({{20, 30}, {1, 1}, {0, 0}})), Error);
}

TEST_CASE("pixel weights are those of BMTK") {
  const CsvTable units = lgn_table("units.csv"), golden = lgn_table("spatial_profiles_bmtk.csv");
  const PixelAxis x_axis(LgnGeometry::bmtk, 120.0), y_axis(LgnGeometry::bmtk, 80.0);
  for (std::size_t i = 0; i < golden.rows(); ++i) {
    const std::size_t row = row_of(units, golden.text(i, "node_id"));
    const auto [x, y] = centre(units, row, golden.text(i, "subfield") == "dom");
    const bool along_x = golden.text(i, "axis") == "x";
    const PixelWeights weights =
        (along_x ? x_axis : y_axis).weights(along_x ? x : y, units.number(row, "spatial_size"));
    const auto place = static_cast<std::size_t>(golden.integer(i, "pixel") - weights.first);
    REQUIRE(place < weights.weight.size());
    REQUIRE(weights.weight[place] == doctest::Approx(golden.number(i, "weight")).epsilon(1e-9));
    REQUIRE(std::abs(weights.weight[place] - golden.number(i, "weight")) < 1e-11);
  }
}

TEST_CASE("pixel weights sum to one everywhere, also at and beyond the border") {
  for (const auto geometry : {LgnGeometry::tf, LgnGeometry::bmtk}) {
    const PixelAxis axis(geometry, 120.0);
    for (const double position : {-5.0, 0.0, 0.3, 1.0, 59.5, 60.0, 118.99, 119.0, 120.0, 125.0})
      for (const double size : {2.0, 4.7, 9.0}) {
        if (geometry == LgnGeometry::bmtk && size < 9.0 && (position < 0.0 || position > 120.0))
          continue;
        const PixelWeights weights = axis.weights(position, size);
        CHECK(weights.first >= 0);
        CHECK(weights.first + std::ssize(weights.weight) <= 120);
        CHECK(std::accumulate(weights.weight.begin(), weights.weight.end(), 0.0) ==
              doctest::Approx(1.0).epsilon(1e-12));
      }
    CHECK_THROWS_AS(axis.weights(std::nan(""), 3.0), Error);
    CHECK_THROWS_AS(axis.weights(10.0, 0.0), Error);
  }
  CHECK_THROWS_AS(PixelAxis(LgnGeometry::bmtk, 120.0).weights(-40.0, 3.0), Error);
  CHECK_THROWS_AS(PixelAxis(LgnGeometry::tf, 1.0), Error);
}

TEST_CASE("the response to a grating is that of both reference programs") {
  const CsvTable units = lgn_table("units.csv"), golden = lgn_table("spatial_grating_response.csv");
  for (const auto geometry : {LgnGeometry::tf, LgnGeometry::bmtk}) {
    const std::string path = geometry == LgnGeometry::tf ? "tf" : "bmtk";
    const double tolerance = geometry == LgnGeometry::tf ? 1e-5 : 1e-9;
    for (std::size_t i = 0; i < golden.rows(); ++i) {
      const std::size_t row = row_of(units, golden.text(i, "node_id"));
      const auto [x, y] = centre(units, row, golden.text(i, "subfield") == "dom");
      ReceptiveFields spatial(PixelAxis(geometry, 120.0), PixelAxis(geometry, 80.0), lines_per_block);
      spatial.set_line(5, x, y, units.number(row, "spatial_size"));
      const double angle = golden.number(i, "direction_deg") * std::numbers::pi / 180.0;
      LineComplex h(lines_per_block);
      spatial.respond(golden.number(i, "cpd") * std::cos(angle), golden.number(i, "cpd") * std::sin(angle), {}, h);
      CHECK(std::abs(h.re[5] - golden.number(i, path + "_re")) < tolerance);
      CHECK(std::abs(h.im[5] - golden.number(i, path + "_im")) < tolerance);
      CHECK(h.re[6] == 0.0);
    }
  }
}
