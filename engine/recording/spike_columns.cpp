#include "engine/recording/spike_columns.h"

#include "engine/core/errors.h"
#include "engine/core/time_unit.h"
#include "engine/recording/stored_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

using hdf5::Id;

bool exists(hid_t location, const std::string& name) {
  return H5Lexists(location, name.c_str(), H5P_DEFAULT) > 0;
}

herr_t add_group(hid_t group, const char* name, const H5L_info_t* /*info*/, void* names) {
  H5O_info_t object;
  if (H5Oget_info_by_name2(group, name, &object, H5O_INFO_BASIC, H5P_DEFAULT) >= 0 && object.type == H5O_TYPE_GROUP)
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

/// Rows [first, first + values.size()) of a one-dimensional dataset; false when HDF5 cannot.
template <typename Value>
bool read_rows(hid_t dataset, hid_t type, std::uint64_t first, std::vector<Value>& values) {
  const hsize_t start = first, length = values.size();
  const Id memory(H5Screate_simple(1, &length, nullptr), H5Sclose);
  const Id space(H5Dget_space(dataset), H5Sclose);
  return H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, nullptr, &length, nullptr) >= 0 &&
         H5Dread(dataset, type, memory, space, H5P_DEFAULT, values.data()) >= 0;
}

} // namespace

SpikeColumns::SpikeColumns(const SpikeRequest& request, const Task& task) : path_(request.file) {
  const hdf5::QuietErrors quiet;
  file_ = {H5Fopen(path_.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose};
  if (!file_.valid())
    throw Error(fmt::format("{} is not an HDF5 file, is cut off, or is open in another program ({}).", path_.string(),
                            hdf5::last_reason()));
  const bool ours = hdf5::has_attribute(file_, "striate_settings");
  if (ours)
    settings_ = hdf5::read_text(file_, "striate_settings", path_);
  open_group(request.population);
  const std::uint64_t times = open_column(times_name_, times_, false);
  find_unit(request.ms_per_unit);
  const std::uint64_t ids = open_column(ids_name_, ids_, true);
  size_ = std::min(times, ids);
  if (ours) {
    size_ = std::min({size_, stored_rows(times_), stored_rows(ids_)});
    drop_unfinished(task);
    return;
  }
  if (times != ids)
    throw Error(fmt::format("{} of {} has {} entries but {} has {}; the file is damaged.", times_name_, path_.string(),
                            times, ids_name_, ids));
  require_stored(times_, times_name_);
  require_stored(ids_, ids_name_);
}

void SpikeColumns::open_group(const PopulationChoice& choice) {
  if (!exists(file_, "spikes"))
    throw Error(fmt::format("{} has no group /spikes; this is not a spike file.", path_.string()));
  const Id spikes = hdf5::checked(H5Gopen2(file_, "spikes", H5P_DEFAULT), H5Gclose, path_, "/spikes");
  std::string group = "/spikes";
  const bool old_layout = exists(spikes, "gids");
  std::vector<std::string> names;
  if (!old_layout) {
    H5Literate(spikes, H5_INDEX_NAME, H5_ITER_INC, nullptr, add_group, &names);
    if (names.empty())
      throw Error(fmt::format("/spikes of {} holds no population; this is not a complete spike file.", path_.string()));
  }
  population_ = choose_population(names, choice, fmt::format("/spikes of {}", path_.string()), notes_);
  if (!old_layout)
    group += "/" + population_;
  times_name_ = group + "/timestamps";
  ids_name_ = group + (old_layout ? "/gids" : "/node_ids");
}

std::uint64_t SpikeColumns::open_column(const std::string& name, Id& dataset, bool whole_numbers) {
  dataset = hdf5::checked(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose, path_, name);
  const Id type = hdf5::checked(H5Dget_type(dataset), H5Tclose, path_, name);
  const Id space = hdf5::checked(H5Dget_space(dataset), H5Sclose, path_, name);
  const H5T_class_t kind = H5Tget_class(type);
  if (H5Sget_simple_extent_ndims(space) != 1 || (kind != H5T_INTEGER && kind != H5T_FLOAT))
    throw Error(fmt::format("{} of {} is not a one-dimensional list of numbers.", name, path_.string()));
  const auto rows = static_cast<std::uint64_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space)));
  if (!whole_numbers || kind == H5T_INTEGER)
    return rows;
  // Doubles lose large ids; the first that is none at all is named.
  std::string example;
  std::vector<double> values(static_cast<std::size_t>(std::min<std::uint64_t>({rows, stored_rows(dataset), piece})));
  if (!values.empty() && read_rows(dataset, H5T_NATIVE_DOUBLE, 0, values)) {
    const auto part =
        std::find_if(values.begin(), values.end(), [](double value) { return std::nearbyint(value) != value; });
    if (part != values.end())
      example = fmt::format(" (row {} is {})", part - values.begin(), *part);
  }
  throw Error(fmt::format("{} of {} holds no whole numbers{}; ids must be integers.", name, path_.string(), example));
}

void SpikeColumns::require_stored(hid_t dataset, const std::string& name) const {
  if (const std::uint64_t stored = stored_rows(dataset); stored < size_)
    throw Error(fmt::format("{} of {} claims {} rows but holds {}; the file is not complete.", name, path_.string(),
                            size_, stored));
}

void SpikeColumns::find_unit(std::optional<double> given) {
  std::string unit, where;
  for (const char* attribute : {"units", "unit"})
    if (unit.empty() && hdf5::has_attribute(times_, attribute))
      unit = hdf5::read_text(times_, attribute, path_);
  if (unit.empty()) { // old files: ms
    ms_per_unit_ = given.value_or(1.0);
    return;
  }
  const std::optional<double> known = milliseconds_per(unit);
  if (!known)
    throw Error(
        fmt::format("{} of {} is in \"{}\"; times can be in {}.", times_name_, path_.string(), unit, known_time_units));
  if (given && *given != *known)
    throw Error(fmt::format("{} of {} is in \"{}\", as the file says; leave the unit out of the request.", times_name_,
                            path_.string(), unit),
                Error::Kind::usage);
  ms_per_unit_ = *known;
}

/// A recording that was cut off (power, kill) inside a flush may have one column longer than the other, or times that
/// were never written (0; real ones are > 0).
void SpikeColumns::drop_unfinished(const Task& task) {
  constexpr std::uint64_t look = 65536;
  while (size_ > 0) {
    task.check();
    const std::uint64_t from = size_ - std::min(size_, look);
    read(from, size_ - from);
    const auto last = std::find_if(time_ms.rbegin(), time_ms.rend(), [](double time) { return time > 0.0; });
    size_ = from + static_cast<std::uint64_t>(time_ms.rend() - last);
    if (last != time_ms.rend())
      break;
  }
  rewind();
}

void SpikeColumns::read(std::uint64_t first, std::uint64_t count) {
  const hdf5::QuietErrors quiet;
  first_ = first;
  time_ms.resize(count);
  id.resize(count);
  if (count == 0)
    return;
  for (const bool of_time : {true, false})
    if (!(of_time ? read_rows(times_, H5T_NATIVE_DOUBLE, first, time_ms)
                  : read_rows(ids_, H5T_NATIVE_INT64, first, id))) // beyond 63 bits: the largest
      throw Error(fmt::format("{} of {} is damaged and cannot be read ({}).", of_time ? times_name_ : ids_name_,
                              path_.string(), hdf5::last_reason()));
  if (ms_per_unit_ != 1.0)
    for (double& time : time_ms)
      time = in_milliseconds(time, ms_per_unit_);
}

bool SpikeColumns::next() {
  const std::uint64_t from = first_ + id.size();
  read(from, std::min<std::uint64_t>(piece, size_ - from));
  return !id.empty();
}

void SpikeColumns::rewind() {
  first_ = 0;
  time_ms.clear();
  id.clear();
}

std::string SpikeColumns::place(std::size_t i, bool of_id) const {
  return fmt::format("{}, row {}, of {}", of_id ? ids_name_ : times_name_, first_ + i, path_.string());
}

double SpikeColumns::fraction() const {
  return static_cast<double>(first_ + id.size()) / static_cast<double>(std::max<std::uint64_t>(1, size_));
}

} // namespace striate
