#include "engine/core/errors.h"
#include "engine/hdf5/hdf5_file.h"
#include "engine/recording/recorder.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {
namespace {

using hdf5::Id;

bool exists(hid_t location, const std::string& name) {
  return H5Lexists(location, name.c_str(), H5P_DEFAULT) > 0;
}

template <typename Value>
std::vector<Value> read_column(hid_t group, const std::string& group_name, const char* name, hid_t memory_type,
                               const std::filesystem::path& file) {
  const std::string full = group_name + "/" + name;
  const Id dataset = hdf5::checked(H5Dopen2(group, name, H5P_DEFAULT), H5Dclose, file, full);
  const Id type = hdf5::checked(H5Dget_type(dataset), H5Tclose, file, full);
  const Id space = hdf5::checked(H5Dget_space(dataset), H5Sclose, file, full);
  const H5T_class_t kind = H5Tget_class(type);
  if (H5Sget_simple_extent_ndims(space) != 1 || (kind != H5T_INTEGER && kind != H5T_FLOAT))
    throw Error(fmt::format("{} of {} is not a one-dimensional list of numbers.", full, file.string()));
  std::vector<Value> values(static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space))));
  if (!values.empty() && H5Dread(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    throw Error(fmt::format("{} of {} is damaged and cannot be read ({}).", full, file.string(), hdf5::last_reason()));
  return values;
}

void require_milliseconds(hid_t group, const std::string& group_name, const std::filesystem::path& file) {
  const Id dataset =
      hdf5::checked(H5Dopen2(group, "timestamps", H5P_DEFAULT), H5Dclose, file, group_name + "/timestamps");
  if (!hdf5::has_attribute(dataset, "units"))
    return; // old files: always ms
  const std::string units = hdf5::read_text(dataset, "units", file);
  if (units != "ms" && units != "milliseconds")
    throw Error(fmt::format("{}/timestamps of {} is in \"{}\"; only times in ms can be read.", group_name,
                            file.string(), units));
}

/// "v1" when it is there, else the first population by name.
std::string population_name(hid_t spikes, const std::filesystem::path& file) {
  if (exists(spikes, "v1"))
    return "v1";
  std::vector<char> name(256, '\0');
  if (H5Lget_name_by_idx(spikes, ".", H5_INDEX_NAME, H5_ITER_INC, 0, name.data(), name.size(), H5P_DEFAULT) < 0)
    throw Error(fmt::format("/spikes of {} holds no population; this is not a complete spike file.", file.string()));
  return name.data();
}

/// A recording that was cut off (power, kill) inside a flush may have one column longer than the other, or times that
/// were never written (0; real ones are > 0).
void drop_unfinished(SpikeFile& spikes) {
  std::size_t complete = std::min(spikes.time_ms.size(), spikes.node_id.size());
  while (complete > 0 && spikes.time_ms[complete - 1] <= 0.0)
    --complete;
  spikes.time_ms.resize(complete);
  spikes.node_id.resize(complete);
}

} // namespace

SpikeFile read_spikes(const std::filesystem::path& path) {
  const hdf5::QuietErrors quiet;
  if (std::error_code ignored; !std::filesystem::exists(path, ignored))
    throw Error(fmt::format("The spike file {} does not exist.", path.string()));
  const Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!file.valid())
    throw Error(fmt::format("{} is not an HDF5 file, is cut off, or is open in another program ({}).", path.string(),
                            hdf5::last_reason()));
  SpikeFile result;
  const bool ours = hdf5::has_attribute(file, "striate_settings");
  if (ours)
    result.settings_json = hdf5::read_text(file, "striate_settings", path);
  if (!exists(file, "spikes"))
    throw Error(fmt::format("{} has no group /spikes; this is not a spike file.", path.string()));
  const Id spikes = hdf5::checked(H5Gopen2(file, "spikes", H5P_DEFAULT), H5Gclose, path, "/spikes");

  const bool old_layout = exists(spikes, "gids");
  std::string name = "/spikes";
  Id population;
  if (!old_layout) {
    result.population = population_name(spikes, path);
    name += "/" + result.population;
    population = hdf5::checked(H5Gopen2(spikes, result.population.c_str(), H5P_DEFAULT), H5Gclose, path, name);
  }
  const hid_t group = old_layout ? spikes : population;
  result.time_ms = read_column<double>(group, name, "timestamps", H5T_NATIVE_DOUBLE, path);
  require_milliseconds(group, name, path);
  result.node_id = read_column<std::uint64_t>(group, name, old_layout ? "gids" : "node_ids", H5T_NATIVE_UINT64, path);
  if (ours)
    drop_unfinished(result);
  if (result.time_ms.size() != result.node_id.size())
    throw Error(fmt::format("{0}/timestamps of {1} has {2} entries but {0}/{3} has {4}; the file is damaged.", name,
                            path.string(), result.time_ms.size(), old_layout ? "gids" : "node_ids",
                            result.node_id.size()));
  return result;
}

} // namespace striate
