#pragma once
#include "engine/core/task.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace striate {

/// LGN rates of a file, millisecond by millisecond: `/firing_rates/<population>/firing_rates_Hz` [time, unit], one row
/// a millisecond, as our recordings hold them (spec: analysis, section 5.3). A row with time t in `times` belongs to
/// the millisecond (t - 1, t]; without `times` the first row belongs to the first millisecond. Read in pieces of 64
/// rows, so that memory does not grow with the run. One thread at a time; copies share the file and the piece.
class RateSchedule {
public:
  /// Reads the file once to check it. Throws Error naming file and dataset, and the first row that is wrong: another
  /// number of units than `units`, rows that are not 1 ms apart, a rate that is negative or no number.
  RateSchedule(const std::filesystem::path& file, std::uint32_t units, Task& task);

  /// The rates of millisecond `ms`, Hz, one per unit; 0 before and after the file. Valid until the next call. Throws
  /// Error when the file can no longer be read.
  std::span<const float> at_ms(std::int64_t ms) const;
  std::int64_t milliseconds() const;

private:
  class File;
  std::shared_ptr<File> file_;
};

} // namespace striate
