// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/hdf5/dataset.h"
#include "engine/hdf5/group.h"
#include "engine/hdf5/refusal.h"
#include "engine/stimulus/movie/array_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <string>
#include <vector>

namespace striate {

namespace {

/// Names of the data sets at the top level.
std::vector<std::string> top_level_datasets(hid_t file) {
  std::vector<std::string> names = hdf5::children(file);
  std::erase_if(names, [&](const std::string& name) { return !hdf5::has_dataset(file, name); });
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

/// nullopt: no numbers. An enumeration of one byte is how h5py writes bool.
std::optional<NumberKind> number_kind(const hdf5::StoredType& stored) {
  using Kind = hdf5::StoredType::Kind;
  if (stored.kind == Kind::real)
    return NumberKind::real;
  if (stored.kind == Kind::enumeration)
    return stored.value_bytes == 1 ? std::optional(NumberKind::boolean) : std::nullopt;
  if (stored.kind != Kind::whole)
    return std::nullopt;
  if (stored.is_signed || stored.value_bytes > 2)
    return NumberKind::integer;
  return stored.value_bytes == 1 ? NumberKind::uint8 : NumberKind::uint16;
}

} // namespace

NumberKind read_hdf5_frames(const std::filesystem::path& path, const std::string& asked, const TakeFrame& take) {
  const hdf5::QuietErrors quiet;
  const hdf5::Id file = hdf5::open_to_read(path);
  const std::string name = dataset_name(file, path, asked);
  const hdf5::Dataset dataset = hdf5::Dataset::open(file, name, path, name);
  const hdf5::StoredType& stored = dataset.stored();
  const std::size_t rank = stored.extent.size();
  const std::optional<NumberKind> kind = number_kind(stored);
  if ((rank != 2 && rank != 3) || !kind)
    throw Error(fmt::format("{} of {} is not a movie; it must be an array of numbers, frames x rows x columns.", name,
                            path.string()));
  const std::uint64_t frames = rank == 3 ? stored.extent[0] : 1;
  const std::uint64_t height = stored.extent[rank - 2], width = stored.extent[rank - 1];
  if (frames == 0 || height == 0 || width == 0 || height > 10000 || width > 10000)
    throw Error(fmt::format("{} of {} has {} frames of {} x {} pixels; a movie needs at least one frame of 1 to 10000 "
                            "pixels along each side.",
                            name, path.string(), frames, width, height));
  if (dataset.stored_bytes() == 0)
    throw Error(fmt::format("{} of {} declares {} frames, but none were stored; write the movie again.", name,
                            path.string(), frames));
  for (std::uint64_t i = 0; i < frames; ++i) {
    Picture frame{static_cast<int>(width), static_cast<int>(height), std::vector<float>(height * width)};
    try {
      dataset.read<float>(i, frame.values); // a picture of two dimensions is read from its row 0 on
    } catch (const hdf5::Refusal& refusal) {
      throw Error(
          fmt::format("Frame {} of {} in {} cannot be read ({}).", i, name, path.string(), refusal.what_is_wrong()));
    }
    take(std::move(frame), i, frames);
  }
  return *kind;
}

} // namespace striate
