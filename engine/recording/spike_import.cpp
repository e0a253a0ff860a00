// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/spike_import.h"

#include "engine/core/errors.h"
#include "engine/core/process.h"
#include "engine/recording/nest_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace striate {
namespace {

constexpr double longest_run_ms = 1.0e7;
constexpr std::uint64_t most_spikes = 500'000'000;

using Sources = std::vector<std::unique_ptr<SpikeSource>>;

/// Times are multiples of the step up to rounding.
std::size_t step_of(double time_ms, double step_ms) {
  const double steps = std::ceil(time_ms / step_ms - 1e-6);
  return steps < 1.0 ? 0 : static_cast<std::size_t>(steps) - 1;
}

void check(const SpikeSource& source, std::size_t i, const SpikeImport& request) {
  const double time = source.time_ms[i];
  if (!(time <= longest_run_ms) && !std::isnan(time))
    throw Error(fmt::format("{}: the time {:g} ms is later than the longest run ({:g} ms); are the times in ms?",
                            source.place(i, false), time, longest_run_ms));
  const std::int64_t id = source.id[i];
  if (id < 0 || static_cast<std::uint64_t>(id) >= request.id_count)
    throw Error(fmt::format("{}: there is no {} {}; this network has {}s 0 to {}.", source.place(i, true),
                            request.id_name, id, request.id_name, static_cast<std::int64_t>(request.id_count) - 1));
  if (time < 0.0 && std::isfinite(time))
    throw Error(fmt::format("{}: the time {:g} ms is negative; times count from the start of the run.",
                            source.place(i, false), time));
  if (const std::string wrong = wrong_spike(source, i); !wrong.empty())
    throw Error(wrong);
}

void require_memory(const SpikeImport& request, double steps, double spikes) {
  const double bytes = 4.0 * (2.0 * steps + spikes), memory = 1e6 * physical_memory_mb();
  if (memory > 0.0 && bytes > memory)
    throw Error(fmt::format("The spikes of {} take {:.1f} GB of memory ({:.0f} spikes in {:.0f} steps); this machine "
                            "has {:.1f} GB. Split the file into shorter runs.",
                            request.file.string(), 1e-9 * bytes, spikes, steps, 1e-9 * memory));
}

void require_not_too_many(const SpikeImport& request, std::uint64_t spikes) {
  if (spikes > most_spikes)
    throw Error(fmt::format("{} holds more than {} million spikes; split it into shorter runs.", request.file.string(),
                            most_spikes / 1'000'000));
}

struct Counted {
  std::vector<std::uint32_t> first; ///< [steps + 1]
  std::string unsorted;             ///< place of the first spike that is earlier than the one before it
};

/// Calls each(source) for every piece of every source; progress from `from` to from + 0.5.
template <typename Each>
void for_pieces(const Sources& sources, double from, Task& task, Each&& each) {
  for (std::size_t k = 0; k < sources.size(); ++k)
    for (SpikeSource& source = *sources[k]; source.next();) {
      const double done = (static_cast<double>(k) + source.fraction()) / static_cast<double>(sources.size());
      task.advance(from + 0.5 * done);
      each(source);
    }
}

Counted count_steps(const Sources& sources, const SpikeImport& request, Task& task) {
  Counted result;
  std::vector<std::uint32_t>& count = result.first;
  const SpikeSource* current = nullptr;
  double latest = 0.0;
  std::uint64_t spikes = 0;
  for_pieces(sources, 0.0, task, [&](const SpikeSource& source) {
    if (current != &source)
      latest = 0.0;
    current = &source;
    for (std::size_t i = 0; i < source.id.size(); ++i) {
      check(source, i, request);
      const double time = source.time_ms[i];
      if (time < latest && result.unsorted.empty())
        result.unsorted = source.place(i, false);
      latest = std::max(latest, time);
      const std::size_t step = step_of(time, request.step_ms);
      if (step >= count.size()) {
        require_memory(request, static_cast<double>(step), static_cast<double>(spikes));
        count.resize(step + 1, 0);
      }
      ++count[step];
    }
    spikes += source.id.size();
    require_not_too_many(request, spikes);
  });
  require_memory(request, static_cast<double>(count.size()), static_cast<double>(spikes));
  std::uint32_t sum = 0;
  for (std::uint32_t& entry : count) {
    const std::uint32_t here = entry;
    entry = sum;
    sum += here;
  }
  count.push_back(sum);
  return result;
}

} // namespace

ImportedSpikes import_spikes(const SpikeImport& request, Task& task) {
  ImportedSpikes result;
  Sources sources;
  std::uint64_t known = 0;
  for (const std::filesystem::path& file : with_other_threads({request.file}, result.notes)) {
    sources.push_back(open_spikes({file, request.population, {}}, task));
    known += sources.back()->size();
    for (const std::string& note : sources.back()->notes())
      if (std::find(result.notes.begin(), result.notes.end(), note) == result.notes.end())
        result.notes.push_back(note);
  }
  require_not_too_many(request, known);
  Counted counted = count_steps(sources, request, task);
  std::vector<std::uint32_t> ids(counted.first.back());
  std::vector<std::uint32_t> next(counted.first.begin(), counted.first.end() - 1);
  for (const auto& source : sources)
    source->rewind();
  for_pieces(sources, 0.5, task, [&](const SpikeSource& source) {
    for (std::size_t i = 0; i < source.id.size(); ++i)
      ids[next[step_of(source.time_ms[i], request.step_ms)]++] = static_cast<std::uint32_t>(source.id[i]);
  });
  for (std::size_t step = 0; step + 1 < counted.first.size(); ++step)
    std::sort(ids.begin() + counted.first[step], ids.begin() + counted.first[step + 1]);
  if (!counted.unsorted.empty())
    result.notes.push_back(
        fmt::format("The spikes of {} were not in time order and were sorted. The first out of order: {}.",
                    request.file.filename().string(), counted.unsorted));
  if (ids.empty())
    result.notes.push_back(fmt::format("{} holds no spikes: \"{}\" stays silent.", request.file.filename().string(),
                                       fmt::join(request.population.expected, ", ")));
  result.schedule = SpikeSchedule(std::move(counted.first), std::move(ids));
  return result;
}

} // namespace striate
