// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/stimulus/movie/array_file.h"
#include "engine/stimulus/movie/frame_collector.h"
#include "engine/stimulus/movie/frame_order.h"
#include "engine/stimulus/movie/movie.h"
#include "engine/stimulus/movie/png_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

namespace striate {

namespace {

namespace fs = std::filesystem;

std::string lower_extension(const fs::path& file) {
  std::string extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

bool is_other_picture(const std::string& extension) {
  constexpr std::array others{".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".gif", ".webp"};
  return std::ranges::find(others, extension) != others.end();
}

/// Films and archives, which would only be noise as plain numbers.
bool is_known_other(const std::string& extension) {
  constexpr std::array others{".npz", ".mat", ".avi", ".mp4", ".mov", ".mkv", ".webm", ".mpg", ".zip", ".gz"};
  return std::ranges::find(others, extension) != others.end();
}

/// Files that systems leave in folders, and everything that is no picture.
bool belongs_to_no_movie(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string(), extension = lower_extension(entry.path());
  return name.starts_with('.') || entry.is_directory() || (extension != ".png" && !is_other_picture(extension));
}

/// "Thumbs.db, notes.txt and 3 more"
std::string listed(std::vector<std::string> names) {
  constexpr std::size_t shown = 4;
  std::ranges::sort(names);
  const std::size_t rest = names.size() > shown ? names.size() - shown : 0;
  names.resize(names.size() - rest);
  return fmt::format("{}{}", fmt::join(names, ", "), rest == 0 ? "" : fmt::format(" and {} more", rest));
}

/// The PNG files of a folder as they are shown; what else lies there is named.
OrderedFrames pictures_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::vector<std::string> others;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (belongs_to_no_movie(entry))
      others.push_back(entry.path().filename().string());
    else if (lower_extension(entry.path()) == ".png")
      files.push_back(entry.path());
    else
      throw Error(
          fmt::format("{} is not a PNG file; convert all pictures of the folder to PNG.", entry.path().string()));
  }
  if (files.empty())
    throw Error(fmt::format("The folder {} holds no PNG files; add at least one.", folder.string()));
  OrderedFrames ordered = in_frame_order(std::move(files));
  if (!others.empty())
    ordered.remark += fmt::format("{}left out: {}", ordered.remark.empty() ? "" : "; ", listed(std::move(others)));
  return ordered;
}

/// Reads PNG files; all of them mean their values in the same way.
void take_pictures(const fs::path& path, bool folder, FrameCollector& collector) {
  const OrderedFrames ordered = folder ? pictures_of(path) : OrderedFrames{{path}, {}};
  collector.remark(ordered.remark);
  for (const fs::path& file : ordered.files) {
    const PngPicture read = read_png(file);
    collector.remark(read.remark);
    collector.take(read.picture, file.filename().string(), ordered.files.size());
  }
}

} // namespace

LoadedMovie load_movie(const MovieSettings& settings, double field_width_deg, double field_height_deg) {
  const fs::path path = settings.file;
  if (settings.file.empty())
    throw Error(
        "No movie is chosen; give the path of a PNG file, a folder of PNG files, an HDF5 file or a file of plain "
        "numbers.",
        Error::Kind::usage);
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (!fs::exists(status))
    throw Error(fmt::format("The movie {} does not exist or cannot be reached; check its path.", settings.file));
  FrameCollector collector(settings.file, field_pixels(field_width_deg), field_pixels(field_height_deg),
                           settings.top_row_first);
  const std::string extension = lower_extension(path);
  NumberKind kind = NumberKind::picture;
  const auto take = [&](const Picture& frame, std::size_t index, std::size_t count) {
    collector.take(frame, fmt::format("frame {}", index), count);
  };
  try {
    if (fs::is_directory(status) || extension == ".png") {
      take_pictures(path, fs::is_directory(status), collector);
    } else if (extension == ".h5" || extension == ".hdf5" || extension == ".nwb") {
      kind = read_hdf5_frames(path, settings.layout, take);
    } else if (extension == ".npy") {
      kind = read_npy_frames(path, take);
    } else if (is_other_picture(extension)) {
      throw Error(fmt::format("{} is not a PNG file; convert it to PNG.", settings.file));
    } else if (is_known_other(extension)) {
      throw Error(fmt::format(
          "{} has an unsupported format; save its frames as a NumPy array (.npy), as PNG files in a folder or as HDF5.",
          settings.file));
    } else if (settings.layout.empty()) {
      throw Error(fmt::format("{} is neither a PNG file, a folder of them, a NumPy array (.npy) nor an HDF5 file; for "
                              "plain numbers give the movie layout, for example \"120x80 float32\".",
                              settings.file));
    } else {
      kind = read_raw_frames(path, settings.layout, take);
    }
  } catch (const fs::filesystem_error& error) {
    throw Error(
        fmt::format("The movie {} cannot be read ({}); check its permissions.", settings.file, error.code().message()));
  }
  return collector.finish(settings, kind);
}

} // namespace striate
