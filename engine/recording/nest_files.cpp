// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/nest_files.h"

#include "engine/core/text_parts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace striate {
namespace {

namespace fs = std::filesystem;

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "spike_recorder-51" of spike_recorder-51-0.dat; empty for any other name.
std::string recorder_of(const fs::path& file) {
  if (file.extension() != ".dat" && file.extension() != ".gdf")
    return {};
  const std::string stem = file.stem().string();
  const std::size_t thread = stem.rfind('-');
  if (thread == std::string::npos || thread == 0 || !is_number(std::string_view(stem).substr(thread + 1)))
    return {};
  const std::string recorder = stem.substr(0, thread);
  const std::size_t number = recorder.rfind('-');
  const bool named =
      number != std::string::npos && number > 0 && is_number(std::string_view(recorder).substr(number + 1));
  return named ? recorder : std::string();
}

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code failure;
  return fs::equivalent(a, b, failure) && !failure;
}

} // namespace

std::vector<fs::path> with_other_threads(const std::vector<fs::path>& files, std::vector<std::string>& notes) {
  std::vector<fs::path> all = files;
  for (const fs::path& file : files) {
    const std::string recorder = recorder_of(file);
    if (recorder.empty())
      continue;
    std::vector<fs::path> others;
    std::error_code failure;
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
      const fs::path other = file.has_parent_path() ? entry->path() : entry->path().filename();
      if (other.extension() == file.extension() && recorder_of(other) == recorder &&
          std::none_of(all.begin(), all.end(), [&](const fs::path& known) { return same_file(known, other); }))
        others.push_back(other);
    }
    std::sort(others.begin(), others.end());
    if (others.empty())
      continue;
    std::vector<std::string> names;
    for (const fs::path& other : others)
      names.push_back(other.filename().string());
    notes.push_back(
        fmt::format("{} holds the spikes of one NEST thread; the other files of the same recorder were also read: {}.",
                    file.string(), fmt::join(names, ", ")));
    all.insert(all.end(), others.begin(), others.end());
  }
  return all;
}

} // namespace striate
