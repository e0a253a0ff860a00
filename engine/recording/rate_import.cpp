// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/rate_import.h"

#include "engine/core/errors.h"
#include "engine/core/time_unit.h"
#include "engine/hdf5/attribute.h"
#include "engine/hdf5/dataset.h"
#include "engine/hdf5/group.h"
#include "engine/recording/population_choice.h"
#include "engine/recording/stored_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace striate {

namespace {

constexpr hsize_t piece = 64;            ///< rows read at a time, the chunks of our recordings
constexpr hsize_t times_piece = 1 << 16; ///< times read at a time
constexpr double tolerance_ms = 0.02;    ///< of a row's time: single precision in seconds has 1e-3 ms after 10 s
constexpr const char* root = "firing_rates";

} // namespace

class RateSchedule::File {
public:
  File(const std::filesystem::path& file, std::uint32_t units, Task& task, const std::string& population)
      : path_(file), units_(units) {
    const hdf5::QuietErrors quiet;
    if (std::error_code ignored; !std::filesystem::exists(file, ignored))
      throw Error(fmt::format("The rate file {} does not exist.", file.string()));
    if (H5Fis_hdf5(file.c_str()) <= 0)
      throw Error(fmt::format("{} is not an HDF5 file.", file.string()));
    file_ = hdf5::open_to_read(file); // also while a program writes it
    const std::string group = group_name(population);
    name_ = group + "/firing_rates_Hz";
    rates_ = hdf5::Dataset::open(file_, name_, path_, name_);
    const std::vector<hsize_t>& shape = rates_->stored().extent;
    if (shape.size() != 2)
      throw Error(fmt::format("{} of {} is not a table of [time, unit].", name_, path_.string()));
    if (shape[1] != units)
      throw Error(fmt::format("{} of {} holds the rates of {} units, but the network has {} LGN units; {}.", name_,
                              path_.string(), shape[1], units,
                              shape[0] == units
                                  ? "its rows are the units: transpose the table to one row per millisecond"
                                  : "use rates of the LGN it was built with"));
    rows_ = shape[0];
    zeros_.assign(units, 0.0f);
    read_order(group);
    read_times(group, task);
    if (const std::uint64_t stored = stored_rows(rates_->id()); stored < rows_)
      throw not_stored(name_, rows_, stored);
    check(task);
    if (first_ms_ < 0)
      notes_.push_back(
          fmt::format("{} begins {} ms before the run; these rows are omitted.", path_.string(), -first_ms_));
    for (const std::string& note : notes_)
      task.warn(note);
  }

  std::span<const float> at_ms(std::int64_t ms) {
    if (ms < first_ms_ || ms >= first_ms_ + static_cast<std::int64_t>(rows_))
      return zeros_;
    const auto row = static_cast<hsize_t>(ms - first_ms_);
    if (row < begin_ || row >= end_)
      read(row / piece * piece);
    return std::span(values_).subspan(static_cast<std::size_t>(row - begin_) * units_, units_);
  }
  std::int64_t end_ms() const { return first_ms_ + static_cast<std::int64_t>(rows_); }

private:
  Error not_stored(const std::string& name, std::uint64_t claimed, std::uint64_t stored) const {
    return Error(fmt::format("{} of {} claims {} rows but holds {}; the file is incomplete.", name, path_.string(),
                             claimed, stored));
  }

  /// "/firing_rates/lgn", the only population there, or the one that was asked for.
  std::string group_name(const std::string& population) {
    std::vector<std::string> names;
    if (hdf5::has_group(file_, root))
      names = hdf5::children(hdf5::open_group(file_, root, path_, root));
    if (names.empty())
      throw Error(fmt::format("{} has no /firing_rates/lgn; this is not a file of LGN rates.", path_.string()));
    const std::string place = fmt::format("/{} of {}", root, path_.string());
    return fmt::format("/{}/{}", root,
                       choose_population(names, {{"lgn"}, population, "--lgn-population"}, place, notes_));
  }

  /// A list of numbers beside the rates; nothing when there is none.
  std::optional<hdf5::Dataset> list(const std::string& name, hdf5::StoredType::Kind kind) const {
    if (!hdf5::has(file_, name))
      return std::nullopt;
    hdf5::Dataset dataset = hdf5::Dataset::open(file_, name, path_, name);
    dataset.require_list(kind);
    return dataset;
  }

  /// Which unit each column is. Of our own recordings and of most others the columns are in order.
  void read_order(const std::string& group) {
    std::string name = group + "/node_id";
    if (!hdf5::has(file_, name))
      name += "s";
    const auto dataset = list(name, hdf5::StoredType::Kind::whole);
    if (!dataset)
      return;
    if (dataset->rows() != units_)
      throw Error(fmt::format("{} of {} names {} units for {} columns of rates; the file is damaged.", name,
                              path_.string(), dataset->rows(), units_));
    std::vector<std::int64_t> ids(units_);
    dataset->read<std::int64_t>(0, ids);
    std::vector<bool> seen(units_, false);
    for (std::size_t column = 0; column < ids.size(); ++column) {
      if (ids[column] < 0 || ids[column] >= static_cast<std::int64_t>(units_))
        throw Error(fmt::format("{} of {}, row {}: there is no LGN unit {}; this network has the LGN units 0 to {}.",
                                name, path_.string(), column, ids[column], std::int64_t{units_} - 1));
      if (seen[static_cast<std::size_t>(ids[column])])
        throw Error(
            fmt::format("{} of {}, row {}: LGN unit {} appears twice.", name, path_.string(), column, ids[column]));
      seen[static_cast<std::size_t>(ids[column])] = true;
      unit_of_column_.push_back(static_cast<std::uint32_t>(ids[column]));
    }
    if (std::is_sorted(unit_of_column_.begin(), unit_of_column_.end()))
      unit_of_column_.clear();
  }

  /// Milliseconds in the unit of `times`: what the file says, else what makes the first two rows 1 ms apart.
  double unit_of(hid_t dataset, const std::string& name, const std::vector<double>& times) {
    const std::string said = hdf5::has_attribute(dataset, "units") ? hdf5::read_text(dataset, "units", path_) : "";
    if (!said.empty()) {
      if (const auto known = milliseconds_per(said))
        return *known;
      throw Error(
          fmt::format("{} of {} is in \"{}\"; times can be in {}.", name, path_.string(), said, known_time_units));
    }
    for (const auto& [ms, word] : {std::pair(1000.0, "seconds"), {1e-3, "microseconds"}})
      if (times.size() > 1 && std::abs((times[1] - times[0]) * ms - 1.0) < tolerance_ms) {
        notes_.push_back(
            fmt::format("The times of {} have no unit; they are read in {}, which makes its rows 1 ms apart.",
                        path_.string(), word));
        return ms;
      }
    return 1.0;
  }

  void read_times(const std::string& group, Task& task) {
    const std::string name = group + "/times";
    const auto dataset = list(name, hdf5::StoredType::Kind::real);
    if (!dataset || rows_ == 0)
      return;
    // A recording that was cut off may have one time or one row more than it has of the other.
    rows_ = std::min<hsize_t>(rows_, dataset->rows());
    if (const std::uint64_t stored = stored_rows(dataset->id()); stored < rows_)
      throw not_stored(name, rows_, stored);
    double first = 0.0, ms_per_unit = 1.0;
    std::vector<double> times;
    for (hsize_t begin = 0; begin < rows_; begin += times.size()) {
      task.check();
      times.resize(static_cast<std::size_t>(std::min(times_piece, rows_ - begin)));
      dataset->read<double>(begin, times);
      if (begin == 0) {
        ms_per_unit = unit_of(dataset->id(), name, times);
        first = times[0] * ms_per_unit;
      }
      for (std::size_t k = 0; k < times.size(); ++k)
        if (!(std::abs(times[k] * ms_per_unit - first - static_cast<double>(begin + k)) < tolerance_ms))
          throw Error(fmt::format(
              "{} of {}, row {}: {} ms is not 1 ms after the row before; LGN rates need one row per millisecond.", name,
              path_.string(), begin + k, times[k] * ms_per_unit));
    }
    if (!(std::abs(first) < 1e7))
      throw Error(fmt::format("{} of {} begins at {} ms.", name, path_.string(), first));
    if (std::abs(first) < tolerance_ms) { // ours name the end of a millisecond, so that none is 0
      first_ms_ = 0;
      notes_.push_back(
          fmt::format("The times of {} begin at 0: frame n was read as the rates from n to n + 1 ms.", path_.string()));
    } else {
      first_ms_ = std::llround(first) - 1;
    }
  }

  void check(Task& task) {
    for (hsize_t row = 0; row < rows_; row += piece) {
      task.advance(static_cast<double>(row) / static_cast<double>(rows_));
      read(row);
      const auto wrong =
          std::find_if(values_.begin(), values_.end(), [](float rate) { return !(rate >= 0.0f && rate < 1e5f); });
      if (wrong == values_.end())
        continue;
      const auto place = static_cast<std::size_t>(wrong - values_.begin());
      throw Error(fmt::format("{} of {}, row {}, unit {}: {} Hz is not a valid rate; rates are 0 to 100000 Hz.", name_,
                              path_.string(), row + place / units_, place % units_, *wrong));
    }
  }

  void read(hsize_t begin) {
    const hsize_t count = std::min(piece, rows_ - begin);
    values_.resize(static_cast<std::size_t>(count) * units_);
    begin_ = end_ = 0;
    rates_->read<float>(begin, values_);
    begin_ = begin;
    end_ = begin + count;
    if (unit_of_column_.empty())
      return;
    sorted_.resize(values_.size());
    for (std::size_t row = 0; row < values_.size(); row += units_)
      for (std::size_t column = 0; column < units_; ++column)
        sorted_[row + unit_of_column_[column]] = values_[row + column];
    values_.swap(sorted_);
  }

  std::filesystem::path path_;
  std::string name_;
  std::uint32_t units_;
  hdf5::Id file_;
  std::optional<hdf5::Dataset> rates_;
  hsize_t rows_ = 0;
  std::int64_t first_ms_ = 0;
  hsize_t begin_ = 0, end_ = 0; ///< rows in memory
  std::vector<float> values_, zeros_, sorted_;
  std::vector<std::uint32_t> unit_of_column_; ///< empty: in order
  std::vector<std::string> notes_;
};

RateSchedule::RateSchedule(const std::filesystem::path& file, std::uint32_t units, Task& task,
                           const std::string& population)
    : file_(std::make_shared<File>(file, units, task, population)) {}

std::span<const float> RateSchedule::at_ms(std::int64_t ms) const {
  return file_->at_ms(ms);
}

std::int64_t RateSchedule::milliseconds() const {
  return std::max<std::int64_t>(0, file_->end_ms());
}

} // namespace striate
