// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdexcept>
#include <string>

namespace striate {

/// The one exception type of the program. Its text is a complete sentence for the user that names what is wrong, where
/// (file, key, row) and what to do about it.
class Error : public std::runtime_error {
public:
  enum class Kind {
    usage,   ///< the request itself is wrong (unknown flag, value out of range): exit code 2
    work,    ///< the request was fine, the work failed (file, memory): exit code 1
    numbers, ///< a simulation reached NaN or infinity; it can go back to an earlier state: exit code 1
    device   ///< a GPU failed while it computed; the CPU can go on from an earlier state: exit code 1
  };

  explicit Error(const std::string& sentence, Kind kind = Kind::work) : std::runtime_error(sentence), kind_(kind) {}

  Kind kind() const { return kind_; }
  int exit_code() const { return kind_ == Kind::usage ? 2 : 1; }

private:
  Kind kind_;
};

} // namespace striate
