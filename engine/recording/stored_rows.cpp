// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/stored_rows.h"

#include "engine/hdf5/hdf5_file.h"

#include <algorithm>
#include <array>

namespace striate {

std::uint64_t stored_rows(hid_t dataset) {
  const hdf5::Id space(H5Dget_space(dataset), H5Sclose), layout(H5Dget_create_plist(dataset), H5Pclose);
  std::array<hsize_t, H5S_MAX_RANK> extent{}, chunk{};
  const int rank = H5Sget_simple_extent_dims(space, extent.data(), nullptr);
  if (rank < 1)
    return 0;
  switch (H5Pget_layout(layout)) {
  case H5D_CONTIGUOUS:
    return H5Dget_storage_size(dataset) == 0 ? 0 : extent[0];
  case H5D_CHUNKED: {
    hsize_t chunks = 0;
    if (H5Pget_chunk(layout, rank, chunk.data()) != rank || H5Dget_num_chunks(dataset, space, &chunks) < 0)
      return extent[0];              // a damaged index: reading says so
    for (int k = 1; k < rank; ++k) { // chunks beside each other hold the same rows
      const auto at = static_cast<std::size_t>(k);
      chunks /= std::max<hsize_t>(1, extent[at] / chunk[at] + (extent[at] % chunk[at] == 0 ? 0 : 1));
    }
    return chunks > extent[0] / chunk[0] ? extent[0] : chunks * chunk[0];
  }
  default: // in its header, or in other files
    return extent[0];
  }
}

} // namespace striate
