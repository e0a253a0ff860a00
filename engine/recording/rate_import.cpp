#include "engine/recording/rate_import.h"

#include "engine/core/errors.h"
#include "engine/hdf5/hdf5_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace striate {

namespace {

using hdf5::Id;

constexpr hsize_t piece = 64; ///< rows read at a time, the chunks of our recordings
constexpr const char* root = "firing_rates";

herr_t keep_name(hid_t, const char* name, const H5L_info_t* /*info*/, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

} // namespace

class RateSchedule::File {
public:
  File(const std::filesystem::path& file, std::uint32_t units, Task& task) : path_(file), units_(units) {
    const hdf5::QuietErrors quiet;
    if (std::error_code ignored; !std::filesystem::exists(file, ignored))
      throw Error(fmt::format("The file of rates {} does not exist.", file.string()));
    file_ = {H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose};
    if (!file_.valid())
      throw Error(fmt::format("{} is not an HDF5 file, is cut off, or is open in another program ({}).", file.string(),
                              hdf5::last_reason()));
    const std::string group = group_name();
    name_ = group + "/firing_rates_Hz";
    rates_ = hdf5::checked(H5Dopen2(file_, name_.c_str(), H5P_DEFAULT), H5Dclose, path_, name_);
    const Id space = hdf5::checked(H5Dget_space(rates_), H5Sclose, path_, name_);
    std::array<hsize_t, 2> shape{};
    if (H5Sget_simple_extent_ndims(space) != 2 || H5Sget_simple_extent_dims(space, shape.data(), nullptr) < 0)
      throw Error(fmt::format("{} of {} is no table of [time, unit].", name_, path_.string()));
    if (shape[1] != units)
      throw Error(fmt::format("{} of {} holds the rates of {} units, but the network has {} LGN units; take rates of "
                              "the LGN it was built with.",
                              name_, path_.string(), shape[1], units));
    rows_ = shape[0];
    zeros_.assign(units, 0.0f);
    read_times(group);
    check(task);
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
  /// "/firing_rates/lgn", or the only population there.
  std::string group_name() const {
    std::vector<std::string> names;
    if (H5Lexists(file_, root, H5P_DEFAULT) > 0) {
      const Id group = hdf5::checked(H5Gopen2(file_, root, H5P_DEFAULT), H5Gclose, path_, root);
      H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, nullptr, keep_name, &names);
    }
    if (names.empty())
      throw Error(fmt::format("{} has no /firing_rates/lgn; this is not a file of LGN rates.", path_.string()));
    const bool has_lgn = std::find(names.begin(), names.end(), "lgn") != names.end();
    if (!has_lgn && names.size() > 1)
      throw Error(
          fmt::format("/firing_rates of {} holds {} populations, but none named \"lgn\"; rename the one that is "
                      "meant.",
                      path_.string(), names.size()));
    return fmt::format("/{}/{}", root, has_lgn ? "lgn" : names.front());
  }

  void read_times(const std::string& group) {
    const std::string name = group + "/times";
    if (H5Lexists(file_, name.c_str(), H5P_DEFAULT) <= 0 || rows_ == 0)
      return;
    const Id dataset = hdf5::checked(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose, path_, name);
    const Id space = hdf5::checked(H5Dget_space(dataset), H5Sclose, path_, name);
    if (H5Sget_simple_extent_ndims(space) != 1)
      throw Error(fmt::format("{} of {} is no list of times.", name, path_.string()));
    // A recording that was cut off may have one time or one row more than it has of the other.
    std::vector<double> times(static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space))));
    if (H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, times.data()) < 0)
      throw Error(fmt::format("{} of {} cannot be read ({}).", name, path_.string(), hdf5::last_reason()));
    rows_ = std::min<hsize_t>(rows_, times.size());
    for (std::size_t k = 0; k < rows_; ++k)
      if (!(std::abs(times[k] - times[0] - static_cast<double>(k)) < 1e-3))
        throw Error(
            fmt::format("{} of {}, row {}: {} ms does not follow the row before by 1 ms; LGN rates need one row "
                        "a millisecond.",
                        name, path_.string(), k, times[k]));
    if (rows_ != 0 && !(std::abs(times[0]) < 1e7))
      throw Error(fmt::format("{} of {} begins at {} ms.", name, path_.string(), times[0]));
    if (rows_ != 0)
      first_ms_ = std::llround(times[0]) - 1;
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
      throw Error(fmt::format("{} of {}, row {}, unit {}: {} Hz is no rate; rates lie within 0 and 100000 Hz.", name_,
                              path_.string(), row + place / units_, place % units_, *wrong));
    }
  }

  void read(hsize_t begin) {
    const hdf5::QuietErrors quiet;
    const std::array<hsize_t, 2> start{begin, 0}, count{std::min(piece, rows_ - begin), units_};
    values_.resize(static_cast<std::size_t>(count[0]) * units_);
    const Id file_space = hdf5::checked(H5Dget_space(rates_), H5Sclose, path_, name_);
    const Id memory_space = hdf5::checked(H5Screate_simple(2, count.data(), nullptr), H5Sclose, path_, name_);
    begin_ = end_ = 0;
    if (H5Sselect_hyperslab(file_space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) < 0 ||
        H5Dread(rates_, H5T_NATIVE_FLOAT, memory_space, file_space, H5P_DEFAULT, values_.data()) < 0)
      throw Error(fmt::format("{} of {} cannot be read from row {} on ({}).", name_, path_.string(), begin,
                              hdf5::last_reason()));
    begin_ = begin;
    end_ = begin + count[0];
  }

  std::filesystem::path path_;
  std::string name_;
  std::uint32_t units_;
  Id file_, rates_;
  hsize_t rows_ = 0;
  std::int64_t first_ms_ = 0;
  hsize_t begin_ = 0, end_ = 0; ///< rows in memory
  std::vector<float> values_, zeros_;
};

RateSchedule::RateSchedule(const std::filesystem::path& file, std::uint32_t units, Task& task)
    : file_(std::make_shared<File>(file, units, task)) {}

std::span<const float> RateSchedule::at_ms(std::int64_t ms) const {
  return file_->at_ms(ms);
}

std::int64_t RateSchedule::milliseconds() const {
  return std::max<std::int64_t>(0, file_->end_ms());
}

} // namespace striate
