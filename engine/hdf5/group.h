// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/hdf5_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace striate::hdf5 {

/// Opens a file for reading. It takes no lock: files on file systems without locks, files of others that we may only
/// read, and files that a program is writing are all read. Throws Refusal when it is missing, is no HDF5 file or is cut
/// short.
Id open_to_read(const std::filesystem::path& file);

/// Below a file or group, by a path as "spikes/v1". A link that leads nowhere is as good as none.
bool has(hid_t location, const std::string& path);
bool has_group(hid_t location, const std::string& path);
bool has_dataset(hid_t location, const std::string& path);
/// Names in a group, in order of name.
std::vector<std::string> children(hid_t group);

/// shown: the path by which messages name it, "/spikes/v1". Throws Refusal when it is missing, is no group or is
/// damaged.
Id open_group(hid_t location, const std::string& path, const std::filesystem::path& file, const std::string& shown);

} // namespace striate::hdf5
