// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace striate {

/// LGN rates of a file, millisecond by millisecond: `/firing_rates/<population>/firing_rates_Hz` [time, unit], one row
/// a millisecond, as our recordings hold them (docs/model/files.md#spikes-rates-and-values) and as BMTK's FilterNet
/// writes them. A row with time t in `times` belongs to the millisecond (t - 1, t], as in our recordings; when the
/// first time is 0, to [t, t + 1), as in FilterNet's; without `times` the first row belongs to the first millisecond.
/// The unit of `times` is its attribute "units", else what makes the rows 1 ms apart. `node_id` says which unit a
/// column is. Read in pieces of 64 rows, so that memory does not grow with the run. One thread at a time; copies share
/// the file and the piece.
class RateSchedule {
public:
  /// Reads the file once to check it and warns through the task of what was taken in another way than our recordings
  /// are. population: the one that is meant; empty = "lgn", or the only one. Throws Error naming file and dataset, and
  /// the first row that is wrong: another number of units than `units`, rows that are not stored or not 1 ms apart, a
  /// rate that is negative or no number.
  RateSchedule(const std::filesystem::path& file, std::uint32_t units, Task& task, const std::string& population = {});

  /// The rates of millisecond `ms`, Hz, one per unit; 0 before and after the file. Valid until the next call. Throws
  /// Error when the file can no longer be read.
  std::span<const float> at_ms(std::int64_t ms) const;
  std::int64_t milliseconds() const;

private:
  class File;
  std::shared_ptr<File> file_;
};

} // namespace striate
