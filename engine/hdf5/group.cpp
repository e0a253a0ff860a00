// SPDX-License-Identifier: Apache-2.0
#include "engine/hdf5/group.h"

#include "engine/hdf5/refusal.h"

#include <fmt/format.h>

namespace striate::hdf5 {

namespace {

herr_t keep_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

bool is(H5O_type_t wanted, hid_t location, const std::string& path) {
  H5O_info_t info;
  return has(location, path) && H5Oget_info_by_name2(location, path.c_str(), &info, H5O_INFO_BASIC, H5P_DEFAULT) >= 0 &&
         info.type == wanted;
}

} // namespace

Id open_to_read(const std::filesystem::path& file) {
  std::error_code failure;
  if (!std::filesystem::exists(file, failure))
    throw Refusal(file, "", "the file does not exist; check the path");
  const Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_file_locking(access, false, true);
  Id id(H5Fopen(file.c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  if (!id.valid())
    throw Refusal(file, "", fmt::format("it is not an HDF5 file, or is truncated ({})", last_reason()));
  return id;
}

bool has(hid_t location, const std::string& path) {
  if (path.empty())
    return false;
  // HDF5 wants every part of the path asked for by itself.
  for (std::size_t end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1))
    if (H5Lexists(location, path.substr(0, end).c_str(), H5P_DEFAULT) <= 0)
      return false;
  return H5Lexists(location, path.c_str(), H5P_DEFAULT) > 0 &&
         H5Oexists_by_name(location, path.c_str(), H5P_DEFAULT) > 0;
}

bool has_group(hid_t location, const std::string& path) {
  return is(H5O_TYPE_GROUP, location, path);
}

bool has_dataset(hid_t location, const std::string& path) {
  return is(H5O_TYPE_DATASET, location, path);
}

std::vector<std::string> children(hid_t group) {
  std::vector<std::string> names;
  H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, nullptr, keep_name, &names);
  return names;
}

Id open_group(hid_t location, const std::string& path, const std::filesystem::path& file, const std::string& shown) {
  if (!has_group(location, path))
    throw Refusal(file, shown,
                  has(location, path) ? "a group is expected here, not a dataset" : "the group is missing");
  Id opened(H5Gopen2(location, path.c_str(), H5P_DEFAULT), H5Gclose);
  if (!opened.valid())
    throw Refusal(file, shown, fmt::format("the group is damaged ({})", last_reason()));
  return opened;
}

} // namespace striate::hdf5
