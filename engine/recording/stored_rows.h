// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <hdf5.h>

#include <cstdint>

namespace striate {

/// Rows of a list or table [row, ...] of the shape it claims that its file really holds. A dataset may claim any number
/// of rows that were never written and hand out its fill value for them: a damaged file, or an attack on the
/// memory. All of them when HDF5 cannot tell: reading them says what is wrong.
std::uint64_t stored_rows(hid_t dataset);

} // namespace striate
