// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/spike_source.h"

#include "engine/core/errors.h"
#include "engine/recording/spike_columns.h"
#include "engine/recording/spike_table.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <string_view>

namespace striate {
namespace {

/// HDF5 puts its signature at 0, 512, 1024, 2048 ...
bool has_hdf5_signature(std::ifstream& in, std::uint64_t size) {
  constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);
  for (std::uint64_t at = 0; at + signature.size() <= size; at = at == 0 ? 512 : 2 * at) {
    char bytes[8] = {};
    in.seekg(static_cast<std::streamoff>(at));
    if (!in.read(bytes, sizeof bytes))
      break;
    if (std::string_view(bytes, sizeof bytes) == signature)
      return true;
  }
  in.clear();
  return false;
}

/// What a file is that holds no spikes in a form we read, by its first bytes; empty: it may be text.
std::string_view other_format(std::string_view head) {
  constexpr std::pair<std::string_view, std::string_view> formats[] = {
      {"\x1f\x8b", "is compressed by gzip; unpack it first"},
      {"BZh", "is compressed by bzip2; unpack it first"},
      {"\xfd"
       "7zXZ",
       "is compressed by xz; unpack it first"},
      {"PK\x03\x04", "is a zip archive (or a NumPy .npz or a spreadsheet); save its spikes as a text table"},
      {"\x93NUMPY", "is a NumPy array without column names; save it as a text table"},
      {"MATLAB 5.0", "is a MATLAB file; save its spikes as a text table"}};
  for (const auto& [signature, words] : formats)
    if (head.starts_with(signature))
      return words;
  return {};
}

} // namespace

std::unique_ptr<SpikeSource> open_spikes(const SpikeRequest& request, const Task& task) {
  const std::string name = request.file.string();
  std::error_code failure;
  if (!std::filesystem::exists(request.file, failure))
    throw Error(fmt::format("The spike file {} does not exist.", name));
  if (std::filesystem::is_directory(request.file, failure))
    throw Error(fmt::format("{} is a folder; name the spike file in it.", name));
  std::ifstream in(request.file, std::ios::binary);
  if (!in)
    throw Error(fmt::format("The spike file {} cannot be read; check its permissions.", name));
  const std::uint64_t size = std::filesystem::file_size(request.file, failure);
  if (!failure && has_hdf5_signature(in, size))
    return std::make_unique<SpikeColumns>(request, task);
  std::string head(4096, '\0');
  in.seekg(0);
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  if (const std::string_view words = other_format(head); !words.empty())
    throw Error(fmt::format("{} {}.", name, words));
  const bool wide = head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff"); // UTF-16
  if (head.find_first_not_of(" \t\r\n") == std::string::npos)
    throw Error(fmt::format("{} is empty; the first line of a spike table must name the columns timestamps (ms) and "
                            "node_ids.",
                            name));
  if (!wide && head.find('\0') != std::string::npos)
    throw Error(fmt::format("{} is neither an HDF5 file nor text, or its beginning is damaged.", name));
  return std::make_unique<SpikeTable>(request, task);
}

std::string wrong_spike(const SpikeSource& source, std::size_t i) {
  const double time = source.time_ms[i];
  if (std::isnan(time))
    return fmt::format("{}: the time is not a number (NaN); remove the row.", source.place(i, false));
  if (std::isinf(time))
    return fmt::format("{}: the time is infinite ({}); remove the row.", source.place(i, false), time);
  if (source.id[i] < 0)
    return fmt::format("{}: the id {} is negative; ids count from 0.", source.place(i, true), source.id[i]);
  return {};
}

} // namespace striate
