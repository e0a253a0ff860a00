#include "engine/core/errors.h"
#include "engine/stimulus/movie/array_file.h"
#include "engine/stimulus/movie/movie.h"
#include "engine/stimulus/movie/png_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <tuple>

namespace striate {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_values = std::size_t{1} << 28; ///< 1 GiB

/// Collects frames at the field's size and learns their range on the way.
class Collector {
public:
  Collector(std::string name, int columns, int rows, bool top_row_first)
      : name_(std::move(name)), columns_(columns), rows_(rows), top_row_first_(top_row_first) {}

  void take(const Picture& frame, const std::string& what, std::size_t count) {
    const std::size_t pixels = static_cast<std::size_t>(columns_) * rows_;
    if (count > most_values / pixels)
      throw Error(
          fmt::format("{} has {} frames; at {} x {} pixels at most {} fit in 1 GiB of memory. Cut it into parts, "
                      "for instance with a protocol.",
                      name_, count, columns_, rows_, most_values / pixels));
    for (std::size_t i = 0; i < frame.values.size(); ++i) {
      if (!std::isfinite(frame.values[i]))
        throw Error(fmt::format("{}: {} holds {} at row {}, column {}; a movie needs finite numbers everywhere.", name_,
                                what, frame.values[i], i / frame.columns, i % frame.columns));
      low_ = std::min(low_, frame.values[i]);
      high_ = std::max(high_, frame.values[i]);
    }
    if (frame.columns != columns_ || frame.rows != rows_)
      other_size_ = fmt::format("{} x {}", frame.columns, frame.rows);
    const Picture fitting = resampled(frame, columns_, rows_);
    for (int r = 0; r < rows_; ++r) {
      const auto row =
          fitting.values.begin() + static_cast<std::ptrdiff_t>(top_row_first_ ? rows_ - 1 - r : r) * columns_;
      values_.insert(values_.end(), row, row + columns_);
    }
  }

  /// Brings the values from the range asked for, or guessed, to -1..1.
  LoadedMovie finish(const MovieSettings& settings, bool from_pictures) {
    const auto [low, high] = range(settings.range, from_pictures);
    if (low_ < low || high_ > high)
      throw Error(
          fmt::format("{} has values from {:g} to {:g}, but its range is said to be {:g} to {:g}; choose another "
                      "movie range.",
                      name_, low_, high_, low, high));
    if (!(low < high))
      throw Error(fmt::format("All values of {} are {:g}, so its range cannot be guessed; choose the movie range.",
                              name_, low_));
    for (float& value : values_)
      value = std::clamp(2.0f * (value - low) / (high - low) - 1.0f, -1.0f, 1.0f);
    LoadedMovie loaded;
    loaded.movie =
        std::make_shared<Movie>(columns_, rows_, std::move(values_), settings.frame_rate_Hz, settings.repeats);
    loaded.notice = fmt::format("{}: {} frame{}; values {:g} to {:g} are shown as black to white", name_,
                                loaded.movie->frames(), loaded.movie->frames() == 1 ? "" : "s", low, high);
    if (!other_size_.empty())
      loaded.notice += fmt::format("; resampled from {} to {} x {} pixels", other_size_, columns_, rows_);
    loaded.notice += ".";
    return loaded;
  }

private:
  std::pair<float, float> range(MovieSettings::Range asked, bool from_pictures) const {
    const std::pair<float, float> unit{0.0f, 1.0f}, symmetric{-1.0f, 1.0f}, bytes{0.0f, 255.0f};
    switch (asked) {
    case MovieSettings::Range::zero_to_255:
      return bytes;
    case MovieSettings::Range::zero_to_one:
      return unit;
    case MovieSettings::Range::symmetric:
      return symmetric;
    case MovieSettings::Range::automatic:
      break;
    }
    if (from_pictures)
      return bytes;
    if (low_ >= 0.0f && high_ <= 1.0f)
      return unit;
    if (low_ >= -1.0f && high_ <= 1.0f)
      return symmetric;
    if (low_ >= 0.0f && high_ < 256.0f)
      return bytes;
    return {low_, high_};
  }

  std::string name_;
  int columns_, rows_;
  bool top_row_first_;
  float low_ = std::numeric_limits<float>::infinity(), high_ = -std::numeric_limits<float>::infinity();
  std::string other_size_;
  std::vector<float> values_;
};

std::string lower_extension(const fs::path& file) {
  std::string extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

/// A file name cut into text and the number at its end: "frame-0012" is "frame-", 12.
struct NumberedName {
  std::string text;
  std::optional<std::uint64_t> number;
  fs::path file;
};

NumberedName numbered(const fs::path& file) {
  const std::string stem = file.stem().string();
  const std::size_t digits = stem.find_last_not_of("0123456789") + 1;
  NumberedName name{stem.substr(0, digits), {}, file};
  std::uint64_t number = 0;
  if (std::from_chars(stem.data() + digits, stem.data() + stem.size(), number).ec == std::errc{})
    name.number = number;
  return name;
}

bool is_other_picture(const std::string& extension) {
  constexpr std::array others{".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".gif", ".webp"};
  return std::ranges::find(others, extension) != others.end();
}

/// The PNG files of a folder in order of the numbers at the end of their names. With the same text before all numbers
/// it is a numbered sequence, and none may be missing.
std::vector<fs::path> pictures_of(const fs::path& folder) {
  std::vector<NumberedName> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string extension = lower_extension(entry.path());
    if (extension == ".png")
      names.push_back(numbered(entry.path()));
    else if (is_other_picture(extension))
      throw Error(fmt::format("{} is no PNG file; convert all pictures of the folder to PNG.", entry.path().string()));
  }
  if (names.empty())
    throw Error(
        fmt::format("The folder {} holds no PNG files; a movie of pictures needs at least one.", folder.string()));
  std::ranges::sort(names, [](const NumberedName& a, const NumberedName& b) {
    return std::tie(a.text, a.number, a.file) < std::tie(b.text, b.number, b.file);
  });
  std::vector<fs::path> files;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool follows = i > 0 && names[i].number && names[i - 1].number && names[i].text == names[i - 1].text;
    if (follows && *names[i].number > *names[i - 1].number + 1)
      throw Error(fmt::format("Between {} and {} the picture with number {} is missing; add it, or give the pictures "
                              "consecutive numbers.",
                              names[i - 1].file.string(), names[i].file.filename().string(), *names[i - 1].number + 1));
    files.push_back(names[i].file);
  }
  return files;
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
  Collector collector(settings.file, field_pixels(field_width_deg), field_pixels(field_height_deg),
                      settings.top_row_first);
  const std::string extension = lower_extension(path);
  const bool from_pictures = fs::is_directory(status) || extension == ".png";
  const auto take = [&](const Picture& frame, std::size_t index, std::size_t count) {
    collector.take(frame, fmt::format("frame {}", index), count);
  };
  try {
    if (from_pictures) {
      const std::vector<fs::path> files = fs::is_directory(status) ? pictures_of(path) : std::vector<fs::path>{path};
      for (const fs::path& file : files)
        collector.take(read_png(file), file.filename().string(), files.size());
    } else if (extension == ".h5" || extension == ".hdf5" || extension == ".nwb") {
      read_hdf5_frames(path, settings.layout, take);
    } else if (is_other_picture(extension)) {
      throw Error(fmt::format("{} is no PNG file; convert it to PNG.", settings.file));
    } else if (settings.layout.empty()) {
      throw Error(fmt::format("{} is neither a PNG file, a folder of them nor an HDF5 file; for plain numbers give the "
                              "movie layout, for example \"120x80 float32\".",
                              settings.file));
    } else {
      read_raw_frames(path, settings.layout, take);
    }
  } catch (const fs::filesystem_error& error) {
    throw Error(
        fmt::format("The movie {} cannot be read ({}); check its permissions.", settings.file, error.code().message()));
  }
  return collector.finish(settings, from_pictures);
}

} // namespace striate
