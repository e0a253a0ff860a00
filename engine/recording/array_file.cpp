// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/array_file.h"

#include "engine/core/errors.h"
#include "engine/core/replace_file.h"
#include "engine/core/text_parts.h"
#include "engine/hdf5/attribute.h"
#include "engine/hdf5/dataset.h"
#include "engine/hdf5/group.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <unistd.h>

namespace striate {

namespace {

using hdf5::Id;

constexpr hsize_t largest_chunk = 1 << 18;

hid_t type_of(const std::vector<float>&) {
  return H5T_NATIVE_FLOAT;
}
hid_t type_of(const std::vector<double>&) {
  return H5T_NATIVE_DOUBLE;
}
hid_t type_of(const std::vector<std::int16_t>&) {
  return H5T_NATIVE_INT16;
}
hid_t type_of(const std::vector<std::int64_t>&) {
  return H5T_NATIVE_INT64;
}
hid_t type_of(const std::vector<std::uint32_t>&) {
  return H5T_NATIVE_UINT32;
}
hid_t type_of(const std::vector<std::uint64_t>&) {
  return H5T_NATIVE_UINT64;
}

template <typename Value>
void write_array(hid_t file, const std::string& name, const std::vector<Value>& values,
                 const std::filesystem::path& path) {
  const hsize_t count = values.size();
  const Id links = hdf5::checked(H5Pcreate(H5P_LINK_CREATE), H5Pclose, path, name);
  H5Pset_create_intermediate_group(links, 1);
  const Id creation = hdf5::checked(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, path, name);
  if (count > 0) { // an empty array has no chunks
    const hsize_t chunk = std::min(count, largest_chunk);
    H5Pset_chunk(creation, 1, &chunk);
    H5Pset_fletcher32(creation);
  }
  const Id space = hdf5::checked(H5Screate_simple(1, &count, nullptr), H5Sclose, path, name);
  const Id dataset = hdf5::checked(H5Dcreate2(file, name.c_str(), type_of(values), space, links, creation, H5P_DEFAULT),
                                   H5Dclose, path, name);
  if (count > 0 && H5Dwrite(dataset, type_of(values), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    throw Error(fmt::format("{} could not be written to {}: {}.", name, path.string(), hdf5::last_reason()));
}

/// The array, when it is of this type. What it takes is less than the file has.
template <typename Value>
bool take(const hdf5::Dataset& dataset, ArrayFile::Array& array) {
  if (!dataset.stored_as(type_of(std::vector<Value>{})))
    return false;
  array = dataset.all<Value>();
  return true;
}

ArrayFile::Array read_array(const hdf5::Dataset& dataset) {
  const hdf5::StoredType& stored = dataset.stored();
  // We write every value: a list that takes more memory than it has bytes is none of ours.
  if (stored.count > dataset.stored_bytes() / stored.value_bytes)
    throw Error(fmt::format("{} of {} claims {} values but holds {} bytes; use another copy of the file.",
                            dataset.name(), dataset.file().string(), stored.count, dataset.stored_bytes()));
  ArrayFile::Array array;
  if (stored.extent.size() == 1 && (take<float>(dataset, array) || take<double>(dataset, array) ||
                                    take<std::int16_t>(dataset, array) || take<std::int64_t>(dataset, array) ||
                                    take<std::uint32_t>(dataset, array) || take<std::uint64_t>(dataset, array)))
    return array;
  throw Error(fmt::format("{} of {} is not a list of numbers of a known type; the file is damaged or not from Striate.",
                          dataset.name(), dataset.file().string()));
}

/// The attribute that lists the names of all arrays, one a line: a file that lost one is noticed.
constexpr const char* index_name = "array_names";

/// Collects the names of attributes during an HDF5 iteration.
herr_t collect_attribute(hid_t, const char* name, const H5A_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

void write_to(const std::filesystem::path& path, const ArrayFile& content) {
  const Id access = hdf5::checked(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, path, "/");
  H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_LATEST);
  Id file = hdf5::checked(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose, path, "/");
  for (const auto& [name, text] : content.texts)
    hdf5::write_text(file, name.c_str(), text, path);
  std::string index;
  for (const auto& [name, array] : content.arrays) {
    index += name + '\n';
    std::visit([&, &dataset = name](const auto& values) { write_array(file, dataset, values, path); }, array);
  }
  hdf5::write_text(file, index_name, index, path);
  if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0 || !file.reset())
    throw Error(fmt::format("{} could not be written: {}.", path.string(), hdf5::last_reason()));
}

} // namespace

void write_array_file(const std::filesystem::path& path, const ArrayFile& content) {
  const hdf5::QuietErrors quiet;
  const std::filesystem::path target = behind_links(path);
  std::filesystem::path beside = target;
  beside += fmt::format(".{}.new", getpid()); // another program may write the same file
  std::error_code ignored;
  try {
    write_to(beside, content);
  } catch (const Error&) {
    std::filesystem::remove(beside, ignored);
    throw;
  }
  replace_file(beside, target);
}

ArrayFile read_array_file(const std::filesystem::path& path) {
  const hdf5::QuietErrors quiet;
  const Id file = hdf5::open_to_read(path);
  ArrayFile content;
  std::vector<std::string> names;
  hsize_t position = 0;
  if (H5Aiterate2(file, H5_INDEX_NAME, H5_ITER_INC, &position, collect_attribute, &names) < 0)
    throw Error(fmt::format("The attributes of {} are damaged ({}).", path.string(), hdf5::last_reason()));
  for (const std::string& name : names)
    content.texts[name] = hdf5::read_text(file, name, path);
  const auto index = content.texts.extract(index_name);
  if (index.empty())
    throw Error(fmt::format("{} does not list its arrays; it was not written by Striate.", path.string()));
  std::uint64_t bytes = 0;
  std::error_code failure;
  const std::uint64_t file_bytes = std::filesystem::file_size(path, failure);
  for (const std::string_view line : split_terms(index.mapped(), '\n')) {
    const std::string name(line);
    const hdf5::Dataset dataset = hdf5::Dataset::open(file, name, path, name);
    bytes += dataset.stored_bytes();
    if (bytes > file_bytes)
      throw Error(fmt::format("{} claims arrays larger than the file; use another copy.", path.string()));
    content.arrays.emplace(name, read_array(dataset));
  }
  return content;
}

} // namespace striate
