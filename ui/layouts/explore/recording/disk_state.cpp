// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/recording/disk_state.h"

#include <limits>
#include <system_error>

namespace striate {

namespace fs = std::filesystem;

double folder_bytes(const fs::path& folder) {
  double sum = 0.0;
  std::error_code failure;
  for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure)) {
    std::error_code ignored; // a file that goes meanwhile
    if (at->is_regular_file(ignored))
      if (const std::uintmax_t size = at->file_size(ignored); !ignored)
        sum += static_cast<double>(size);
  }
  return sum;
}

double free_bytes(fs::path folder) {
  std::error_code failure;
  while (!fs::exists(folder, failure) && folder.has_relative_path())
    folder = folder.parent_path();
  const fs::space_info space = fs::space(folder, failure);
  return failure ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(space.available);
}

} // namespace striate
