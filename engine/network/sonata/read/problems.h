// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// One thing that is wrong with a network's files, or worth knowing about them.
struct SonataProblem {
  enum class Severity { warning, error };
  Severity severity = Severity::error;
  std::string file;                 ///< path
  std::string place;                ///< dataset, column or key in it; may be empty
  std::optional<std::uint64_t> row; ///< the first row concerned, counted from 0 as HDF5 does
  std::string sentence;             ///< complete: file, place, row, what and what to do
};

namespace sonata {

/// Where something was found.
struct Place {
  std::filesystem::path file;
  std::string object = {};
  std::optional<std::uint64_t> row = {};
};

/// Takes the problems a reader finds. Strict: the first error is thrown and warnings are kept. Gentle: errors are kept
/// too and reading goes on as far as it can. Keeps at most 1000. One thread at a time.
class Problems {
public:
  enum class Mode { strict, gentle };
  explicit Problems(Mode mode) : mode_(mode) {}

  /// `what` without its final stop: "NaN weight; ...". Throws Error when strict.
  void error(const Place& place, const std::string& what);
  /// An error after which the work under way cannot go on: always thrown, kept by attempt().
  [[noreturn]] void fail(const Place& place, const std::string& what);
  void warn(const Place& place, const std::string& what);

  /// Does a piece of work; gentle: an Error of it is kept and the answer is false.
  bool attempt(const std::function<void()>& work);

  bool gentle() const { return mode_ == Mode::gentle; }
  std::size_t error_count() const { return errors_; }
  std::vector<SonataProblem> take() { return std::move(problems_); }

private:
  void keep(SonataProblem problem);

  Mode mode_;
  std::size_t errors_ = 0;
  std::vector<SonataProblem> problems_;
};

} // namespace sonata
} // namespace striate
