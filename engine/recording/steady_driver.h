// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/hdf5_file.h"

namespace striate {

/// HDF5's way to the disk for files that other programs read while they grow. HDF5 writes what describes a file (the
/// index of its chunks, the lengths of its datasets) in place and in any order, so that a reader in another process may
/// find a new length with an old index: rows that read as 0. HDF5's own answer, SWMR, needs readers that ask for it
/// (h5py: swmr=True) and leaves a file that was cut off marked as open, which no reader takes. So:
/// - What describes the file is kept in memory until HDF5's flush ends, then written within microseconds in an order
///   that suits readers at every moment: what is new, what points there, the end of the file, the lengths last. Values
///   go to the disk at once. A reader looks at the length first and at the index afterwards, so it finds every row of
///   the length it saw.
/// - A node of the index that gave half of its entries to a new one stays on the disk as it was until the file is
///   closed: a reader that already knows the node above finds the entries at the old place.
/// - The end of the file is said to be beyond what is used (set_reserved), so that a reader that opened the file before
///   a flush may follow the index to what came after.
/// - The file carries a shared lock: h5py and others open it for reading with their usual settings, and none for
///   writing. HDF5's own lock is exclusive.
/// One thread per file.

/// Sets the driver for a new file.
void use_steady_driver(hid_t access);

/// The descriptor of an open file of this driver; -1 when there is none.
int steady_descriptor(hid_t file);
/// Bytes of the file that are used, without what is reserved.
haddr_t used_bytes(hid_t file);
/// From now on the file says that it ends at this byte (0: where it does). Its size must be at least that.
void set_reserved(hid_t file, haddr_t bytes);

} // namespace striate
