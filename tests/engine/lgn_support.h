// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/csv.h"
#include "engine/lgn/lgn.h"
#include "engine/lgn/temporal_kernel.h"

#include <memory>
#include <string>
#include <vector>

namespace striate::test {

/// A table of tests/data/lgn.
CsvTable lgn_table(const std::string& file);
/// Units from a table with the columns of units.csv.
std::shared_ptr<const LgnUnits> lgn_units(const CsvTable& table);
/// The 16 golden units and the whole population of 17,400.
std::shared_ptr<const LgnUnits> golden_units();
std::shared_ptr<const LgnUnits> golden_population();
/// Parameters of one unit in full precision; "dom" or "non_dom".
TemporalParameters temporal_parameters(const CsvTable& table, std::size_t row, const std::string& subfield);
std::size_t class_index(const std::string& name);

/// Rates of all units at frame `n`, from the definition: the movie's luminance on the pixels, weighted and filtered in
/// double. movie[n] is what the screen shows at frame n, gray before frame 0.
class PixelLgn {
public:
  PixelLgn(const LgnUnits& units, LgnGeometry geometry, const std::vector<Scene>& movie);
  double rate_Hz(std::uint32_t unit, std::int64_t n) const;

private:
  struct Line {
    TemporalKernel kernel;
    double amplitude = 1.0, spontaneous_Hz = 0.0;
    std::vector<double> input;
    double rate_Hz(std::int64_t n) const;
  };
  std::vector<std::vector<Line>> units_;
};

/// Largest difference, Hz, between the rates of a fresh `lgn` that is shown the movie and those of its pixels; every
/// seventh frame is compared.
double worst_error(const LgnUnits& units, Lgn& lgn, LgnGeometry geometry, const std::vector<Scene>& movie);

} // namespace striate::test
