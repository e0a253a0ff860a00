// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace striate::test {

inline void write_column(hid_t group, const char* name, hid_t type, const void* values, hsize_t count) {
  const hid_t space = H5Screate_simple(1, &count, nullptr);
  const hid_t dataset = H5Dcreate2(group, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
  H5Dclose(dataset);
  H5Sclose(space);
}

/// A spike file as other programs write it; population nullptr: the old layout. `append`: one more population.
inline void foreign_file(const std::filesystem::path& path, const char* population, const std::vector<double>& times,
                         const std::vector<std::int64_t>& ids, bool append = false, const char* units = nullptr) {
  const hid_t file = append ? H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT)
                            : H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t spikes = append ? H5Gopen2(file, "spikes", H5P_DEFAULT)
                              : H5Gcreate2(file, "spikes", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t group =
      population == nullptr ? spikes : H5Gcreate2(spikes, population, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  write_column(group, "timestamps", H5T_NATIVE_DOUBLE, times.data(), times.size());
  write_column(group, population == nullptr ? "gids" : "node_ids", H5T_NATIVE_INT64, ids.data(), ids.size());
  if (units != nullptr) {
    const hid_t dataset = H5Dopen2(group, "timestamps", H5P_DEFAULT);
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, std::string(units).size());
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t attribute = H5Acreate2(dataset, "units", type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, units);
    H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
    H5Dclose(dataset);
  }
  if (population != nullptr)
    H5Gclose(group);
  H5Gclose(spikes);
  H5Fclose(file);
}

/// All numbers of a dataset in row order, and its shape.
struct Numbers {
  std::vector<hsize_t> shape;
  std::vector<double> values;
};

inline Numbers read_numbers(const std::filesystem::path& path, const char* name) {
  Numbers result;
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
  if (dataset >= 0) {
    const hid_t space = H5Dget_space(dataset);
    result.shape.resize(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
    H5Sget_simple_extent_dims(space, result.shape.data(), nullptr);
    result.values.resize(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, result.values.data());
    H5Sclose(space);
    H5Dclose(dataset);
  }
  H5Fclose(file);
  return result;
}

} // namespace striate::test
