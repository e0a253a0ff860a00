// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace striate::hdf5 {

/// Something in a file is not what it must be. The text is a complete sentence: "<object> of <file>, row 3: <what>.";
/// the parts are there for readers that write sentences of their own.
class Refusal : public Error {
public:
  /// object: "/spikes/v1/node_ids", empty for the whole file; what: without its final stop.
  Refusal(const std::filesystem::path& file, const std::string& object, const std::string& what,
          std::optional<std::uint64_t> row = {});

  const std::string& what_is_wrong() const { return what_; }
  std::optional<std::uint64_t> row() const { return row_; }

private:
  std::string what_;
  std::optional<std::uint64_t> row_;
};

} // namespace striate::hdf5
