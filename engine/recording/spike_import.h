// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/recording/spike_source.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// Spikes by step, four bytes each. Immutable; may be shared by threads.
class SpikeSchedule {
public:
  SpikeSchedule() = default;
  /// first: [steps + 1] index into ids of every step's first spike.
  SpikeSchedule(std::vector<std::uint32_t> first, std::vector<std::uint32_t> ids)
      : first_(std::move(first)), ids_(std::move(ids)) {}

  /// Ids that fire in a step, ascending, each as often as it fires; nothing after the last step.
  std::span<const std::uint32_t> at(std::int64_t step) const {
    const auto index = static_cast<std::size_t>(step);
    if (step < 0 || index + 1 >= first_.size())
      return {};
    return std::span(ids_).subspan(first_[index], first_[index + 1] - first_[index]);
  }
  std::int64_t steps() const { return first_.empty() ? 0 : static_cast<std::int64_t>(first_.size()) - 1; }
  std::uint64_t spikes() const { return ids_.size(); }

private:
  std::vector<std::uint32_t> first_, ids_;
};

struct SpikeImport {
  std::filesystem::path file;
  PopulationChoice population; ///< "lgn", "bkg" expected
  std::uint64_t id_count = 0;  ///< ids must be below
  std::string id_name = "id";  ///< what one is called in messages: "LGN unit"
  double step_ms = 1.0;
};

struct ImportedSpikes {
  SpikeSchedule schedule;
  std::vector<std::string> notes; ///< sentences the user should read: the file was sorted, holds another population
};

/// Reads a spike file of any program (open_spikes()); of several that NEST wrote for one recorder, one for each of its
/// threads, all are read. A spike at time t belongs to the step (k, k + 1] x step_ms that holds t, as in our
/// recordings; t = 0 to step 0. The file is read twice in pieces, so that memory is 4 bytes a spike and 4 a step beside
/// one piece. Throws Error naming file, dataset or line, and the first offending row: a time that is negative, NaN or
/// beyond 10^7 ms, an id out of range, more than 500 million spikes, or more than fits in memory.
ImportedSpikes import_spikes(const SpikeImport& request, Task& task);

} // namespace striate
