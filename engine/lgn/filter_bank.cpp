// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/filter_bank.h"

#include "engine/core/errors.h"
#include "engine/lgn/unit_filter.h"
#include "engine/network/tables/model_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace striate {

namespace {

/// Throws when a column is not as long as the others, before anything reads beyond its end.
void check_lengths(const LgnUnits& units) {
  const auto check = [&](const std::vector<float>& column, const char* name) {
    if (column.size() != units.unit_class.size())
      throw Error(
          fmt::format("The LGN column {} has {} values for {} units; the LGN node file is damaged or incomplete.", name,
                      column.size(), units.unit_class.size()));
  };
  check(units.x_deg, "x");
  check(units.y_deg, "y");
  check(units.size_deg, "spatial_size");
  check(units.peak_dom_ms[0], "kpeaks_dom_0");
  check(units.peak_dom_ms[1], "kpeaks_dom_1");
  check(units.weight_dom[0], "weight_dom_0");
  check(units.weight_dom[1], "weight_dom_1");
  check(units.delay_dom_ms[0], "delay_dom_0");
  check(units.delay_dom_ms[1], "delay_dom_1");
  check(units.peak_non_ms[0], "kpeaks_non_dom_0");
  check(units.peak_non_ms[1], "kpeaks_non_dom_1");
  check(units.weight_non[0], "weight_non_dom_0");
  check(units.weight_non[1], "weight_non_dom_1");
  check(units.delay_non_ms[0], "delay_non_dom_0");
  check(units.delay_non_ms[1], "delay_non_dom_1");
  check(units.axis_deg, "tuning_angle");
  check(units.separation_deg, "sf_sep");
}

std::vector<std::uint32_t> composite_units(const LgnUnits& units) {
  check_lengths(units);
  std::vector<std::uint32_t> composites;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit)
    if (lgn_class_of(units, unit).composite)
      composites.push_back(unit);
  return composites;
}

std::size_t blocks_for(std::size_t lines) {
  return (lines + lines_per_block - 1) / lines_per_block;
}

/// Collects the kernels of a block as floats with their amplitude, then writes them lag by lag.
class BlockBuilder {
public:
  void set_line(std::size_t line_in_block, const TemporalKernel& kernel, double amplitude) {
    Line& line = lines_[line_in_block];
    const auto is_tap = [](double tap) { return tap != 0.0; };
    const auto begin = std::find_if(kernel.begin(), kernel.end(), is_tap);
    const auto end = std::find_if(kernel.rbegin(), std::make_reverse_iterator(begin), is_tap).base();
    line.first = static_cast<int>(begin - kernel.begin());
    line.taps.resize(static_cast<std::size_t>(end - begin));
    std::transform(begin, end, line.taps.begin(), [=](double tap) { return static_cast<float>(amplitude * tap); });
  }

  FilterBank::Block finish() {
    FilterBank::Block block;
    int first = -1;
    for (const Line& line : lines_)
      if (!line.taps.empty()) {
        first = first < 0 ? line.first : std::min(first, line.first);
        block.last = std::max(block.last, line.first + static_cast<int>(line.taps.size()) - 1);
      }
    block.first = std::max(first, 0);
    const auto rows = static_cast<std::size_t>(block.last - block.first + FilterBank::step_group);
    block.steps.assign(rows * lines_per_block, 0.0f);
    block.taps.assign(static_cast<std::size_t>(block.last - block.first + 1) * lines_per_block, 0.0f);
    for (std::size_t l = 0; l < lines_.size(); ++l) {
      if (lines_[l].taps.empty())
        continue;
      std::size_t place = static_cast<std::size_t>(lines_[l].first - block.first) * lines_per_block + l;
      std::size_t step = place;
      double sum = 0.0;
      for (const float tap : lines_[l].taps) {
        block.taps[place] = tap;
        place += lines_per_block;
        sum += static_cast<double>(tap);
        block.steps[step] = static_cast<float>(sum);
        step += lines_per_block;
      }
      for (; step < block.steps.size(); step += lines_per_block)
        block.steps[step] = static_cast<float>(sum);
      lines_[l].taps.clear();
    }
    return block;
  }

private:
  struct Line {
    int first = 0;
    std::vector<float> taps;
  };
  std::array<Line, lines_per_block> lines_;
};

} // namespace

FilterBank::FilterBank(const LgnUnits& units, LgnGeometry geometry)
    : units_(units.size()), composites_(composite_units(units)), blocks_(blocks_for(units_ + composites_.size())),
      spontaneous_Hz_(padded_lines(), 0.0f), patterns_(PixelAxis(geometry, units.field_width_deg),
                                                       PixelAxis(geometry, units.field_height_deg), padded_lines()) {
  if (geometry == LgnGeometry::bmtk)
    pictures_.emplace(PixelAxis(geometry, units.field_width_deg, PixelGrid::picture),
                      PixelAxis(geometry, units.field_height_deg, PixelGrid::picture), padded_lines());
  // Blocks are finished in order; the second subfields wait in a list because their lines come after all units.
  BlockBuilder builder;
  std::vector<TemporalKernel> second;
  std::size_t line = 0;
  const auto add_line = [&](std::uint32_t unit, const TemporalKernel& kernel, double amplitude,
                            const LgnSubfield& field) {
    builder.set_line(line % lines_per_block, kernel, amplitude);
    patterns_.set_line(line, field.x_deg, field.y_deg, units.size_deg[unit]);
    if (pictures_)
      pictures_->set_line(line, field.x_deg, field.y_deg, units.size_deg[unit]);
    spontaneous_Hz_[line] = static_cast<float>(lgn_class_of(units, unit).spontaneous_per_subfield_Hz);
    if (++line % lines_per_block == 0)
      blocks_[line / lines_per_block - 1] = builder.finish();
  };
  std::uint32_t unit = 0;
  try {
    for (; unit < units_; ++unit) {
      CompositeKernels kernels = kernels_of(units, unit);
      const LgnSubfield field = subfields_of(units, unit).front();
      add_line(unit, kernels.dominant, kernels.dominant_amplitude, field);
      if (!kernels.non_dominant.empty())
        second.push_back(std::move(kernels.non_dominant));
    }
    for (std::size_t i = 0; i < composites_.size(); ++i) {
      unit = composites_[i];
      add_line(unit, second[i], 1.0, subfields_of(units, unit).back());
    }
  } catch (const Error& error) {
    throw Error(fmt::format("LGN unit {} cannot be used. {}", unit, error.what()));
  }
  if (line % lines_per_block != 0)
    blocks_[line / lines_per_block] = builder.finish();
  for (const Block& block : blocks_)
    last_lag_ = std::max(last_lag_, block.last);
}

} // namespace striate
