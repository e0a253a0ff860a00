// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/chunk_stream.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <libdeflate.h>
#include <memory>

namespace striate::sonata {

namespace {

/// The shuffle filter of HDF5: first bytes of all values, then second bytes, and so on.
void shuffle(const std::vector<std::byte>& in, std::size_t value_bytes, std::vector<std::byte>& out) {
  const std::size_t values = in.size() / value_bytes;
  out.resize(in.size());
  for (std::size_t byte = 0; byte < value_bytes; ++byte)
    for (std::size_t value = 0; value < values; ++value)
      out[byte * values + value] = in[value * value_bytes + byte];
}

} // namespace

ChunkStream::ChunkStream(hid_t group, std::filesystem::path file, std::vector<Column> columns, std::uint64_t rows,
                         std::uint64_t chunk_rows, int compression)
    : file_(std::move(file)), columns_(std::move(columns)), rows_(rows),
      chunk_rows_(std::clamp<std::uint64_t>(rows, 1, chunk_rows)), compression_(compression) {
  const hdf5::Id links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(links, 1);
  for (const Column& column : columns_) {
    const int rank = column.values_per_row == 1 ? 1 : 2;
    const std::array<hsize_t, 2> shape = {rows_, column.values_per_row};
    const std::array<hsize_t, 2> chunk = {chunk_rows_, column.values_per_row};
    const hdf5::Id space(H5Screate_simple(rank, shape.data(), nullptr), H5Sclose);
    const hdf5::Id layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    H5Pset_chunk(layout, rank, chunk.data());
    H5Pset_fill_time(layout, H5D_FILL_TIME_NEVER);
    H5Pset_obj_track_times(layout, false); // equal networks give equal files
    if (compression_ > 0) {
      H5Pset_shuffle(layout);
      H5Pset_deflate(layout, static_cast<unsigned>(compression_));
    }
    datasets_.push_back(
        hdf5::checked(H5Dcreate2(group, column.name.c_str(), column.type, space, links, layout, H5P_DEFAULT), H5Dclose,
                      file_, "The new dataset " + column.name));
  }
}

std::vector<std::byte> ChunkStream::stored(const Column& column, std::uint64_t chunk) const {
  const std::uint64_t first = chunk * chunk_rows_;
  std::vector<std::byte> plain(chunk_rows_ * column.values_per_row *
                               column.value_bytes); // the last chunk ends in zeros
  column.fill(first, std::min(chunk_rows_, rows_ - first), plain.data());
  if (compression_ == 0)
    return plain;
  std::vector<std::byte> shuffled;
  shuffle(plain, column.value_bytes, shuffled);
  const std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor(
      libdeflate_alloc_compressor(compression_), libdeflate_free_compressor);
  if (!compressor)
    throw std::bad_alloc();
  std::vector<std::byte> result(libdeflate_zlib_compress_bound(compressor.get(), shuffled.size()));
  result.resize(
      libdeflate_zlib_compress(compressor.get(), shuffled.data(), shuffled.size(), result.data(), result.size()));
  result.shrink_to_fit();
  return result;
}

void ChunkStream::write(std::uint64_t first, std::uint64_t count, Workshop workshop, ProgressSpan progress) {
  std::vector<std::vector<std::byte>> ready(count * columns_.size());
  for_pieces(workshop, ready.size(), progress, [&](std::size_t piece) {
    ready[piece] = stored(columns_[piece % columns_.size()], first + piece / columns_.size());
  });
  for (std::size_t piece = 0; piece < ready.size(); ++piece) {
    const std::size_t column = piece % columns_.size();
    const std::array<hsize_t, 2> offset = {(first + piece / columns_.size()) * chunk_rows_, 0};
    if (H5Dwrite_chunk(datasets_[column], H5P_DEFAULT, 0, offset.data(), ready[piece].size(), ready[piece].data()) < 0)
      throw Error(fmt::format("The dataset {} of {} could not be written: {}. Free space on the disk or choose another "
                              "folder.",
                              columns_[column].name, file_.string(), hdf5::last_reason()));
  }
}

} // namespace striate::sonata
