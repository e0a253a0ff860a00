// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/chunk_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <libdeflate.h>
#include <memory>
#include <type_traits>

namespace striate::sonata {

namespace {

using Kept = Dataset::Stored;
constexpr std::uint64_t largest_chunk_bytes = 64u << 20;

std::size_t bytes_of(Kept stored) {
  switch (stored) {
  case Kept::u8:
  case Kept::i8:
    return 1;
  case Kept::u16:
  case Kept::i16:
    return 2;
  case Kept::u32:
  case Kept::i32:
  case Kept::f32:
    return 4;
  case Kept::u64:
  case Kept::i64:
  case Kept::f64:
    return 8;
  case Kept::other:
    break;
  }
  return 0;
}

/// The shuffle filter keeps all first bytes, then all second bytes, and so on.
void unshuffle(const unsigned char* from, std::size_t count, std::size_t width, unsigned char* to) {
  for (std::size_t byte = 0; byte < width; ++byte)
    for (std::size_t i = 0; i < count; ++i)
      to[i * width + byte] = from[byte * count + i];
}

template <typename From, typename To>
void widen(const unsigned char* bytes, std::span<To> to) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    From value{};
    std::memcpy(&value, bytes + i * sizeof(From), sizeof(From));
    to[i] = static_cast<To>(value); // negative ids become huge: the caller finds them
  }
}

template <typename To>
void widen(Kept stored, const unsigned char* bytes, std::span<To> to) {
  switch (stored) {
  case Kept::u8:
    return widen<std::uint8_t>(bytes, to);
  case Kept::u16:
    return widen<std::uint16_t>(bytes, to);
  case Kept::u32:
    return widen<std::uint32_t>(bytes, to);
  case Kept::u64:
    return widen<std::uint64_t>(bytes, to);
  case Kept::i8:
    return widen<std::int8_t>(bytes, to);
  case Kept::i16:
    return widen<std::int16_t>(bytes, to);
  case Kept::i32:
    return widen<std::int32_t>(bytes, to);
  case Kept::i64:
    return widen<std::int64_t>(bytes, to);
  case Kept::f32:
    if constexpr (std::is_floating_point_v<To>)
      widen<float>(bytes, to);
    return;
  case Kept::f64:
    if constexpr (std::is_floating_point_v<To>)
      widen<double>(bytes, to);
    return;
  case Kept::other:
    return;
  }
}

using Decompressor = std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>;

/// Inflates to exactly `size` bytes.
bool inflate_all(libdeflate_decompressor* decompressor, const std::vector<unsigned char>& from,
                 std::vector<unsigned char>& to, std::size_t size) {
  to.resize(size);
  return libdeflate_zlib_decompress(decompressor, from.data(), from.size(), to.data(), size, nullptr) ==
         LIBDEFLATE_SUCCESS;
}

} // namespace

bool ChunkDecoder::knows(const Dataset& column) {
  return column.chunk_rows() > 0 && column.stored() != Kept::other &&
         column.chunk_rows() <= largest_chunk_bytes / bytes_of(column.stored());
}

bool ChunkDecoder::fetch(std::uint64_t first, std::size_t chunks) {
  // Nothing that is stored for a chunk can be much larger than the chunk: gzip adds little even to noise.
  const std::uint64_t plain = column_.chunk_rows() * bytes_of(column_.stored());
  raw_.resize(chunks);
  for (std::size_t i = 0; i < chunks; ++i) {
    if (!column_.stored_chunk(first + i * column_.chunk_rows(), plain + plain / 8 + 1024, raw_[i]))
      return false;
  }
  return true;
}

template <typename Value>
bool ChunkDecoder::read_chunks(std::uint64_t first, std::span<Value> out, Problems& problems) {
  const std::uint64_t chunk_rows = column_.chunk_rows();
  const std::size_t chunks = (out.size() + chunk_rows - 1) / chunk_rows;
  if (!fetch(first, chunks))
    return false;
  const std::size_t width = bytes_of(column_.stored());
  const std::size_t plain = chunk_rows * width;
  std::atomic<std::size_t> damaged{chunks};
  pool_.for_blocks(chunks, 1, [&](std::size_t begin, std::size_t end) {
    const Decompressor decompressor(libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
    std::vector<unsigned char> inflated;
    std::vector<unsigned char> ordered;
    for (std::size_t i = begin; i < end; ++i) {
      const std::vector<unsigned char>* bytes = &raw_[i];
      if (column_.deflated()) {
        if (!decompressor || !inflate_all(decompressor.get(), raw_[i], inflated, plain)) {
          damaged.store(i);
          continue;
        }
        bytes = &inflated;
      }
      if (bytes->size() != plain) {
        damaged.store(i);
        continue;
      }
      if (column_.shuffled()) {
        ordered.resize(plain);
        unshuffle(bytes->data(), chunk_rows, width, ordered.data());
        bytes = &ordered;
      }
      const std::size_t at = i * chunk_rows;
      widen(column_.stored(), bytes->data(), out.subspan(at, std::min<std::size_t>(chunk_rows, out.size() - at)));
    }
  });
  if (damaged != chunks)
    problems.fail(column_.place(first + damaged * chunk_rows),
                  "the compressed data from this row on are damaged; copy or download the file again");
  return true;
}

bool ChunkDecoder::read(std::uint64_t first, std::span<std::uint64_t> out, Problems& problems) {
  return read_chunks(first, out, problems);
}

bool ChunkDecoder::read(std::uint64_t first, std::span<double> out, Problems& problems) {
  return read_chunks(first, out, problems);
}

} // namespace striate::sonata
