// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/spike_titles.h"

#include "engine/core/errors.h"
#include "engine/core/time_unit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace striate {
namespace {

/// Names of one kind, the first is the standard's: it counts where others are there, too.
constexpr std::array<std::string_view, 8> time_names{"timestamps", "timestamp",  "time",        "times",
                                                     "t",          "spike_time", "spike_times", "time_step"};
constexpr std::array<std::string_view, 12> id_names{"node_ids",  "node_id",    "gids",    "gid",
                                                    "sender",    "senders",    "neuron",  "neurons",
                                                    "neuron_id", "neuron_ids", "cell_id", "unit_id"};
constexpr std::array<std::string_view, 2> population_names{"population", "populations"};

/// The column whose title is one of the names; the error when two are.
std::optional<std::size_t> find(const std::vector<TitleAndUnit>& titles, std::span<const std::string_view> names,
                                std::span<const std::string> header, const std::string& file) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    if (std::find(names.begin(), names.end(), titles[i].name) == names.end())
      continue;
    const bool standard = titles[i].name == names.front();
    if (!found || (standard && titles[*found].name != names.front())) {
      found = i;
      continue;
    }
    if (!standard && titles[*found].name == names.front())
      continue;
    throw Error(fmt::format("{} has the columns \"{}\" and \"{}\", which are ambiguous; keep one of them.", file,
                            header[*found], header[i]));
  }
  return found;
}

} // namespace

SpikeTitles spike_titles(std::span<const std::string> header, const std::string& file) {
  std::vector<TitleAndUnit> titles;
  for (const std::string& title : header)
    titles.push_back(split_unit(title));
  const auto time = find(titles, time_names, header, file), id = find(titles, id_names, header, file);
  if (!time || !id)
    throw Error(fmt::format("{} is neither an HDF5 file nor a spike table: its first line must name the columns "
                            "timestamps (ms) and node_ids, and may name population; it reads \"{:.60}\".",
                            file, fmt::format("{}", fmt::join(header, " "))));
  SpikeTitles found;
  found.time = *time;
  found.id = *id;
  found.population = find(titles, population_names, header, file);
  found.steps = titles[*time].name == "time_step";
  if (found.steps) {
    const auto offset = std::find_if(titles.begin(), titles.end(),
                                     [](const TitleAndUnit& title) { return title.name == "time_offset"; });
    if (offset != titles.end())
      found.offset = static_cast<std::size_t>(offset - titles.begin());
  }
  if (titles[*id].name.starts_with("sender"))
    for (std::size_t i = 0; i < titles.size(); ++i)
      if (i != *id && i != *time && i != found.population && i != found.offset)
        throw Error(fmt::format("{} is a NEST recording of \"{}\", not of spikes; give the file of a spike_recorder.",
                                file, header[i]));
  if (const std::string& unit = titles[*time].unit; !unit.empty()) {
    found.ms_per_unit = milliseconds_per(unit);
    if (!found.ms_per_unit)
      throw Error(fmt::format("The column \"{}\" of {} is in \"{}\"; times can be in {}.", header[*time], file, unit,
                              known_time_units));
  }
  return found;
}

} // namespace striate
