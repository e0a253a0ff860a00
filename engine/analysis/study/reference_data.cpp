// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/reference_data.h"

#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/core/number_text.h"
#include "engine/core/resources.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

std::vector<std::pair<std::string, double>> quantile_columns(const CsvTable& table, const std::string& file) {
  std::vector<std::pair<std::string, double>> columns;
  for (const std::string& name : table.columns())
    if (name.size() > 1 && name.front() == 'q' && name.find_first_not_of("0123456789.", 1) == std::string::npos)
      columns.emplace_back(name, parse_number(std::string_view(name).substr(1)).value_or(-1.0));
  const bool ascending = std::is_sorted(columns.begin(), columns.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; }) &&
                         std::ranges::all_of(columns, [](const auto& column) { return column.second >= 0.0; });
  if (columns.size() < 2 || !ascending)
    throw Error(fmt::format("The table {} has no ascending quantile columns q0.00 ... q1.00; give a table with the "
                            "columns of neuropixels_quantiles.csv.",
                            file));
  return columns;
}

} // namespace

const QuantileCurve* ReferenceData::find(const std::string& cell_type, const std::string& metric) const {
  const auto at = curves.find({cell_type, metric});
  return at == curves.end() ? nullptr : &at->second;
}

ReferenceData ReferenceData::read(const std::filesystem::path& file) {
  const CsvTable table = CsvTable::read(file);
  const auto columns = quantile_columns(table, file.string());
  ReferenceData data;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    QuantileCurve curve;
    curve.units = static_cast<int>(table.integer(row, "n_units"));
    for (const auto& [name, p] : columns) {
      curve.p.push_back(p);
      curve.q.push_back(table.number(row, name));
    }
    if (curve.units > 0 && std::none_of(curve.q.begin(), curve.q.end(), [](double q) { return std::isnan(q); }))
      data.curves[{table.text(row, "cell_type"), table.text(row, "metric")}] = std::move(curve);
  }
  return data;
}

void ReferenceData::read_points(const std::filesystem::path& file) {
  const CsvTable table = CsvTable::read(file);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto curve = curves.find({table.text(row, "cell_type"), table.text(row, "metric")});
    if (curve == curves.end())
      continue;
    const auto number = [&](const char* column) { return table.needed_number(row, column); };
    curve->second.exact =
        QuantileCurve::Points{number("p05"), number("q25"), number("median"), number("q75"), number("p95")};
  }
}

const ReferenceData& neuropixels() {
  static const ReferenceData data = [] {
    ReferenceData tables = ReferenceData::read(resource("reference/neuropixels_quantiles.csv"));
    tables.read_points(resource("reference/neuropixels_summary.csv"));
    return tables;
  }();
  return data;
}

const std::vector<ReferenceFano>& reference_fano() {
  static const std::vector<ReferenceFano> all = [] {
    const CsvTable table = CsvTable::read(resource("reference/fano_reference.csv"));
    std::vector<ReferenceFano> curves;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (table.integer(row, "used_in_figure") != 1)
        continue; // too few bins in the window
      const std::string condition = table.text(row, "condition");
      const int window = static_cast<int>(table.integer(row, "window_ms"));
      if (curves.empty() || curves.back().condition != condition || curves.back().window_ms != window)
        curves.push_back({condition, window, {}, {}, {}});
      curves.back().bin_s.push_back(table.number(row, "bin_s"));
      curves.back().mean.push_back(table.number(row, "fano_mean"));
      curves.back().sd.push_back(table.number(row, "fano_sd_ddof0"));
    }
    return curves;
  }();
  return all;
}

} // namespace striate
