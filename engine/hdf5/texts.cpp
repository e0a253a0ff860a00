// SPDX-License-Identifier: Apache-2.0
#include "engine/hdf5/texts.h"

#include "engine/hdf5/global_heap.h"
#include "engine/hdf5/refusal.h"

#include <fmt/format.h>

#include <string_view>

namespace striate::hdf5 {

namespace {

constexpr std::uint64_t largest_bytes = std::uint64_t{1} << 30;

/// The text in the bytes of one value.
std::string_view trimmed(std::string_view bytes, H5T_str_t padding) {
  const std::string_view text = bytes.substr(0, bytes.find('\0'));
  return padding == H5T_STR_SPACEPAD ? text.substr(0, text.find_last_not_of(' ') + 1) : text;
}

} // namespace

std::vector<std::string> read_texts(hid_t object, hid_t type, const StoredType& stored, const ReadValues& read,
                                    const std::filesystem::path& file, const std::string& place) {
  std::vector<std::string> texts;
  if (stored.count == 0)
    return texts;
  const std::uint64_t width = stored.variable ? 16 : stored.value_bytes;
  if (stored.count > largest_bytes / width)
    throw Refusal(file, place,
                  fmt::format("holds {} texts of {} bytes, too many to read", stored.count, stored.value_bytes));
  const auto fetch = [&](hid_t memory_type, std::vector<unsigned char>& bytes) {
    if (!read(memory_type, bytes.data()))
      throw Refusal(file, place, fmt::format("the texts cannot be read ({})", last_reason()));
  };
  texts.reserve(stored.count);
  if (!stored.variable) {
    std::vector<unsigned char> bytes(stored.count * width);
    fetch(type, bytes);
    const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const H5T_str_t padding = H5Tget_strpad(type);
    for (std::uint64_t i = 0; i < stored.count; ++i)
      texts.emplace_back(trimmed(all.substr(i * width, width), padding));
    return texts;
  }
  GlobalHeap heap(object, file, place);
  const std::size_t reference = heap.reference_bytes();
  std::vector<unsigned char> bytes(stored.count * reference);
  fetch(heap.reference_type(), bytes);
  std::uint64_t length = 0;
  for (std::uint64_t i = 0; i < stored.count; ++i) {
    const std::string_view text = heap.bytes(std::span(bytes).subspan(i * reference, reference));
    // Many references may name one long text.
    length += text.size();
    if (length > largest_bytes)
      throw Refusal(file, place, fmt::format("holds texts of more than {} bytes, too many to read", largest_bytes));
    texts.emplace_back(text.substr(0, text.find('\0')));
  }
  return texts;
}

} // namespace striate::hdf5
