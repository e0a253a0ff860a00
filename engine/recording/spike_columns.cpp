#include "engine/recording/spike_columns.h"

#include "engine/core/errors.h"
#include "engine/hdf5/attribute.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

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

std::string choose_population(hid_t spikes, const std::string& wanted, bool any, const std::filesystem::path& file) {
  std::vector<std::string> names;
  H5Literate(spikes, H5_INDEX_NAME, H5_ITER_INC, nullptr, add_group, &names);
  if (names.empty())
    throw Error(fmt::format("/spikes of {} holds no population; this is not a complete spike file.", file.string()));
  if (std::find(names.begin(), names.end(), wanted) != names.end())
    return wanted;
  if (names.size() > 1 && !any)
    throw Error(fmt::format("/spikes of {} holds the populations {} but not \"{}\"; rename the one that is meant.",
                            file.string(), fmt::join(names, ", "), wanted));
  return names.front();
}

} // namespace

SpikeColumns::SpikeColumns(const std::filesystem::path& file, const std::string& wanted, bool any) : path_(file) {
  const hdf5::QuietErrors quiet;
  if (std::error_code ignored; !std::filesystem::exists(file, ignored))
    throw Error(fmt::format("The spike file {} does not exist.", file.string()));
  file_ = {H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose};
  if (!file_.valid())
    throw Error(fmt::format("{} is not an HDF5 file, is cut off, or is open in another program ({}).", file.string(),
                            hdf5::last_reason()));
  const bool ours = hdf5::has_attribute(file_, "striate_settings");
  if (ours)
    settings_ = hdf5::read_text(file_, "striate_settings", file);
  open_group(wanted, any);
  const std::uint64_t times = open_column(times_name_, times_, false);
  require_milliseconds();
  const std::uint64_t ids = open_column(ids_name_, ids_, true);
  size_ = std::min(times, ids);
  if (ours)
    drop_unfinished();
  else if (times != ids)
    throw Error(fmt::format("{} of {} has {} entries but {} has {}; the file is damaged.", times_name_, file.string(),
                            times, ids_name_, ids));
}

void SpikeColumns::open_group(const std::string& wanted, bool any) {
  if (!exists(file_, "spikes"))
    throw Error(fmt::format("{} has no group /spikes; this is not a spike file.", path_.string()));
  const Id spikes = hdf5::checked(H5Gopen2(file_, "spikes", H5P_DEFAULT), H5Gclose, path_, "/spikes");
  std::string group = "/spikes";
  const bool old_layout = exists(spikes, "gids");
  if (!old_layout) {
    population_ = choose_population(spikes, wanted, any, path_);
    group += "/" + population_;
  }
  times_name_ = group + "/timestamps";
  ids_name_ = group + (old_layout ? "/gids" : "/node_ids");
}

std::uint64_t SpikeColumns::open_column(const std::string& name, Id& dataset, bool whole_numbers) const {
  dataset = hdf5::checked(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose, path_, name);
  const Id type = hdf5::checked(H5Dget_type(dataset), H5Tclose, path_, name);
  const Id space = hdf5::checked(H5Dget_space(dataset), H5Sclose, path_, name);
  const H5T_class_t kind = H5Tget_class(type);
  if (H5Sget_simple_extent_ndims(space) != 1 || (kind != H5T_INTEGER && kind != H5T_FLOAT))
    throw Error(fmt::format("{} of {} is not a one-dimensional list of numbers.", name, path_.string()));
  if (whole_numbers && kind != H5T_INTEGER)
    throw Error(fmt::format("{} of {} holds no whole numbers; ids must be integers.", name, path_.string()));
  return static_cast<std::uint64_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space)));
}

void SpikeColumns::require_milliseconds() const {
  if (!hdf5::has_attribute(times_, "units"))
    return; // old files: always ms
  const std::string units = hdf5::read_text(times_, "units", path_);
  if (units != "ms" && units != "milliseconds")
    throw Error(
        fmt::format("{} of {} is in \"{}\"; only times in ms can be read.", times_name_, path_.string(), units));
}

/// A recording that was cut off (power, kill) inside a flush may have one column longer than the other, or times that
/// were never written (0; real ones are > 0).
void SpikeColumns::drop_unfinished() {
  constexpr std::uint64_t piece = 65536;
  std::vector<double> times;
  std::vector<std::int64_t> ids;
  while (size_ > 0) {
    const std::uint64_t first = size_ - std::min(size_, piece);
    read(first, size_ - first, times, ids);
    const auto last = std::find_if(times.rbegin(), times.rend(), [](double time) { return time > 0.0; });
    size_ = first + static_cast<std::uint64_t>(times.rend() - last);
    if (last != times.rend())
      return;
  }
}

void SpikeColumns::read(std::uint64_t first, std::uint64_t count, std::vector<double>& time_ms,
                        std::vector<std::int64_t>& ids) const {
  const hdf5::QuietErrors quiet;
  time_ms.resize(count);
  ids.resize(count);
  if (count == 0)
    return;
  const hsize_t start = first, length = count;
  const Id memory(H5Screate_simple(1, &length, nullptr), H5Sclose);
  const auto read_column = [&](hid_t dataset, const std::string& name, hid_t type, void* values) {
    const Id space(H5Dget_space(dataset), H5Sclose);
    if (H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, nullptr, &length, nullptr) < 0 ||
        H5Dread(dataset, type, memory, space, H5P_DEFAULT, values) < 0)
      throw Error(
          fmt::format("{} of {} is damaged and cannot be read ({}).", name, path_.string(), hdf5::last_reason()));
  };
  read_column(times_, times_name_, H5T_NATIVE_DOUBLE, time_ms.data());
  read_column(ids_, ids_name_, H5T_NATIVE_INT64, ids.data());
}

} // namespace striate
