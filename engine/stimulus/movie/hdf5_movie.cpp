#include "engine/core/errors.h"
#include "engine/hdf5/hdf5_file.h"
#include "engine/stimulus/movie/array_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace striate {

namespace {

/// Names of the data sets at the top level.
std::vector<std::string> top_level_datasets(hid_t file) {
  std::vector<std::string> names;
  const auto visit = [](hid_t group, const char* name, const H5L_info_t*, void* into) -> herr_t {
    const hdf5::Id object(H5Oopen(group, name, H5P_DEFAULT), H5Oclose);
    if (object.valid() && H5Iget_type(object) == H5I_DATASET)
      static_cast<std::vector<std::string>*>(into)->emplace_back(name);
    return 0;
  };
  H5Literate(file, H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, visit, &names);
  return names;
}

std::string dataset_name(hid_t file, const std::filesystem::path& path, const std::string& asked) {
  if (!asked.empty())
    return asked;
  const std::vector<std::string> names = top_level_datasets(file);
  if (names.size() == 1)
    return names.front();
  throw Error(names.empty() ? fmt::format("{} has no data set at its top level; name the movie's data set as the movie "
                                          "layout, for example \"stimulus/frames\".",
                                          path.string())
                            : fmt::format("{} has several data sets ({}); name the movie's as the movie layout.",
                                          path.string(), fmt::join(names, ", ")));
}

/// nullopt: no numbers. An enumeration of two members is how h5py writes bool.
std::optional<NumberKind> number_kind(hid_t type) {
  switch (H5Tget_class(type)) {
  case H5T_FLOAT:
    return NumberKind::real;
  case H5T_ENUM:
    return H5Tget_nmembers(type) == 2 && H5Tget_size(type) == 1 ? std::optional(NumberKind::boolean) : std::nullopt;
  case H5T_INTEGER:
    if (H5Tget_sign(type) == H5T_SGN_NONE && H5Tget_size(type) == 1)
      return NumberKind::uint8;
    return H5Tget_sign(type) == H5T_SGN_NONE && H5Tget_size(type) == 2 ? NumberKind::uint16 : NumberKind::integer;
  default:
    return std::nullopt;
  }
}

/// Whether the values lie in this file, not in other files it refers to.
bool is_stored_here(hid_t dataset) {
  const hdf5::Id creation(H5Dget_create_plist(dataset), H5Pclose);
  const H5D_layout_t layout = H5Pget_layout(creation);
  return layout == H5D_CHUNKED || (layout == H5D_CONTIGUOUS && H5Pget_external_count(creation) == 0);
}

/// A frame as float32, whatever the file's type and byte order.
bool read_values(hid_t dataset, hid_t memory, hid_t space, NumberKind kind, std::vector<float>& values) {
  if (kind != NumberKind::boolean)
    return H5Dread(dataset, H5T_NATIVE_FLOAT, memory, space, H5P_DEFAULT, values.data()) >= 0;
  // HDF5 converts an enumeration to no number; one of a byte is read as it stands.
  const hdf5::Id type(H5Dget_type(dataset), H5Tclose);
  std::vector<std::uint8_t> bytes(values.size());
  if (H5Dread(dataset, type, memory, space, H5P_DEFAULT, bytes.data()) < 0)
    return false;
  std::ranges::transform(bytes, values.begin(), [](std::uint8_t byte) { return byte == 0 ? 0.0f : 1.0f; });
  return true;
}

} // namespace

NumberKind read_hdf5_frames(const std::filesystem::path& path, const std::string& asked, const TakeFrame& take) {
  const hdf5::QuietErrors quiet;
  const hdf5::Id file = hdf5::checked(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, path, "the movie");
  const std::string name = dataset_name(file, path, asked);
  const hdf5::Id dataset = hdf5::checked(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, path, name);
  const hdf5::Id space = hdf5::checked(H5Dget_space(dataset), H5Sclose, path, name);
  const hdf5::Id type = hdf5::checked(H5Dget_type(dataset), H5Tclose, path, name);
  const int rank = H5Sget_simple_extent_ndims(space);
  const std::optional<NumberKind> kind = number_kind(type);
  if ((rank != 2 && rank != 3) || !kind)
    throw Error(fmt::format("{} of {} is no movie; it must be an array of numbers, frames x rows x columns.", name,
                            path.string()));
  std::array<hsize_t, 3> size{1, 1, 1};
  H5Sget_simple_extent_dims(space, size.data() + (3 - rank), nullptr);
  if (size[0] == 0 || size[1] == 0 || size[2] == 0 || size[1] > 10000 || size[2] > 10000)
    throw Error(fmt::format("{} of {} has {} frames of {} x {} pixels; a movie needs at least one frame of 1 to 10000 "
                            "pixels along each side.",
                            name, path.string(), size[0], size[2], size[1]));
  if (is_stored_here(dataset) && H5Dget_storage_size(dataset) == 0)
    throw Error(fmt::format("{} of {} has {} frames by name, but none were stored; write the movie anew.", name,
                            path.string(), size[0]));
  const std::array<hsize_t, 2> frame_size{size[1], size[2]};
  const hdf5::Id memory = hdf5::checked(H5Screate_simple(2, frame_size.data(), nullptr), H5Sclose, path, name);
  for (hsize_t i = 0; i < size[0]; ++i) {
    Picture frame{static_cast<int>(size[2]), static_cast<int>(size[1]), std::vector<float>(size[1] * size[2])};
    const std::array<hsize_t, 3> start{i, 0, 0}, count{1, size[1], size[2]};
    const bool selected =
        rank == 2 || H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) >= 0;
    if (!selected || !read_values(dataset, memory, space, *kind, frame.values))
      throw Error(fmt::format("Frame {} of {} in {} cannot be read ({}); the file may be damaged, copy it anew.", i,
                              name, path.string(), hdf5::last_reason()));
    take(std::move(frame), i, size[0]);
  }
  return *kind;
}

} // namespace striate
