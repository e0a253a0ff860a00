// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/spike_reader.h"

#include "engine/core/errors.h"
#include "engine/core/process.h"

#include <fmt/format.h>

namespace striate {
namespace {

/// With what the measures need beside: times and ids twice.
constexpr double bytes_per_spike = 32.0;

void require_memory(const std::filesystem::path& file, std::uint64_t spikes) {
  const double bytes = bytes_per_spike * static_cast<double>(spikes), memory = 1e6 * physical_memory_mb();
  if (memory > 0.0 && bytes > memory)
    throw Error(fmt::format("{} holds {} spikes or more, which take {:.1f} GB of memory; this machine has {:.1f} GB. "
                            "Split it into shorter recordings.",
                            file.string(), spikes, 1e-9 * bytes, 1e-9 * memory));
}

} // namespace

SpikeFile read_all_spikes(const SpikeRequest& request, Task& task, std::vector<std::string>& notes, double share) {
  const auto source = open_spikes(request, task);
  require_memory(request.file, source->size());
  SpikeFile file;
  file.time_ms.reserve(source->size());
  file.node_id.reserve(source->size());
  std::uint64_t negative = 0;
  std::string first_negative;
  while (source->next()) {
    task.check();
    if (share > 0.0)
      task.advance(share * source->fraction());
    require_memory(request.file, file.time_ms.size() + source->id.size());
    for (std::size_t i = 0; i < source->id.size(); ++i) {
      if (const std::string wrong = wrong_spike(*source, i); !wrong.empty())
        throw Error(wrong);
      if (source->time_ms[i] < 0.0 && ++negative == 1)
        first_negative = fmt::format("{} ({:g} ms)", source->place(i, false), source->time_ms[i]);
      file.time_ms.push_back(source->time_ms[i]);
      file.node_id.push_back(static_cast<std::uint64_t>(source->id[i]));
    }
  }
  file.population = source->population();
  file.settings_json = source->settings_json();
  file.counts_from_one = source->counts_from_one();
  notes.insert(notes.end(), source->notes().begin(), source->notes().end());
  if (negative > 0)
    notes.push_back(fmt::format("{} spikes of {} have negative times; they count only where a trial begins before 0. "
                                "The first: {}.",
                                negative, request.file.string(), first_negative));
  return file;
}

SpikeFile read_spikes(const std::filesystem::path& file) {
  SpikeRequest request;
  request.file = file;
  request.population.expected = {"v1"};
  Task task("read");
  std::vector<std::string> notes;
  return read_all_spikes(request, task, notes);
}

} // namespace striate
