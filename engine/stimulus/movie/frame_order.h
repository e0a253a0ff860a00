// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace striate {

/// The pictures of a folder, in the order in which they are shown.
struct OrderedFrames {
  std::vector<std::filesystem::path> files;
  std::string remark; ///< how the order was found, without a full stop: "in order of the number in their names, ..."
};

/// Puts picture files in the order of the number that changes from name to name, wherever it stands: 1_left ...
/// 12_left, frame10, img-0001-of-0100. Leading zeros and capitals do not matter; numbers that are the same in all names
/// do not count. Two numbers that rise together are one order; a number inside another (chunk2_frame10) is the order of
/// the first, then of the second, and so is a text before or after it. Names without numbers are in alphabetical order.
/// Throws Error naming the files when the names say no order: numbers at two places that disagree, two files with one
/// number, a number left out, names that are not built alike.
OrderedFrames in_frame_order(std::vector<std::filesystem::path> files);

} // namespace striate
