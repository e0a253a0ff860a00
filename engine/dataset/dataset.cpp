#include "engine/dataset/dataset.h"

#include "engine/core/errors.h"
#include "engine/dataset/nodes_file.h"
#include "engine/dataset/run_trials.h"
#include "engine/dataset/spike_table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace striate {
namespace {

namespace fs = std::filesystem;

/// Spikes of one clock in order of time, with the index of each neuron.
struct Clock {
  std::vector<double> time_ms;
  std::vector<std::uint32_t> neuron;
};

class NeuronIndex {
public:
  explicit NeuronIndex(const StudyNeurons& neurons) {
    for (std::uint32_t i = 0; i < neurons.size(); ++i)
      if (!index_.emplace(neurons.id[i], i).second)
        throw Error(fmt::format("The node {} is in the table of nodes twice.", neurons.id[i]));
  }
  /// Appends; returns how many spikes belong to neurons the table does not have.
  std::uint64_t append(const SpikeFile& file, Clock& clock) const {
    std::uint64_t unknown = 0;
    for (std::size_t i = 0; i < file.time_ms.size(); ++i) {
      const auto at = index_.find(file.node_id[i]);
      if (at == index_.end() || !std::isfinite(file.time_ms[i])) {
        ++unknown;
        continue;
      }
      clock.time_ms.push_back(file.time_ms[i]);
      clock.neuron.push_back(at->second);
    }
    return unknown;
  }

private:
  std::unordered_map<std::uint64_t, std::uint32_t> index_;
};

void sort_by_time(Clock& clock) {
  if (std::is_sorted(clock.time_ms.begin(), clock.time_ms.end()))
    return;
  std::vector<std::size_t> order(clock.time_ms.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return clock.time_ms[a] < clock.time_ms[b]; });
  Clock sorted;
  for (const std::size_t i : order) {
    sorted.time_ms.push_back(clock.time_ms[i]);
    sorted.neuron.push_back(clock.neuron[i]);
  }
  clock = std::move(sorted);
}

/// Indices of the spikes of a trial, from the gray before to its end. Where trials follow each other, the edges decide
/// whose the spikes on the seam are.
std::pair<std::size_t, std::size_t> span_of(const Clock& clock, const TableTrial& trial, SpikeWindow::Edges edges) {
  const SpikeWindow whole{trial.gray_from_ms, trial.stop_ms, edges};
  const auto& times = clock.time_ms;
  const auto first = whole.contains(whole.from_ms) ? std::lower_bound(times.begin(), times.end(), whole.from_ms)
                                                   : std::upper_bound(times.begin(), times.end(), whole.from_ms);
  const auto last = whole.contains(whole.to_ms) ? std::upper_bound(first, times.end(), whole.to_ms)
                                                : std::lower_bound(first, times.end(), whole.to_ms);
  return {static_cast<std::size_t>(first - times.begin()), static_cast<std::size_t>(last - times.begin())};
}

TrialSpikes cut(const Clock& clock, std::pair<std::size_t, std::size_t> span, double onset_ms) {
  TrialSpikes spikes;
  for (std::size_t i = span.first; i < span.second; ++i) {
    spikes.time_ms.push_back(clock.time_ms[i] - onset_ms);
    spikes.neuron.push_back(clock.neuron[i]);
  }
  return spikes;
}

/// The files of one clock and the trials on it.
struct Part {
  std::vector<fs::path> files;
  std::vector<std::size_t> trials;
};

std::vector<Part> parts_of(const TrialTable& protocol, const DatasetFiles& files) {
  const bool named = std::any_of(protocol.trials.begin(), protocol.trials.end(),
                                 [](const TableTrial& trial) { return !trial.file.empty(); });
  std::vector<Part> parts;
  if (!named) {
    parts.push_back({files.spikes, std::vector<std::size_t>(protocol.trials.size())});
    std::iota(parts.back().trials.begin(), parts.back().trials.end(), 0);
    return parts;
  }
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t t = 0; t < protocol.trials.size(); ++t) {
    const std::string& name = protocol.trials[t].file;
    const auto [at, isnew] = known.emplace(name, parts.size());
    if (isnew) {
      // As given on the command line, or beside the stimulus table.
      const auto given = std::find_if(files.spikes.begin(), files.spikes.end(), [&name](const fs::path& file) {
        return file == fs::path(name) || file.filename() == fs::path(name);
      });
      parts.push_back({{given != files.spikes.end() ? *given : files.stimuli.parent_path() / name}, {}});
    }
    parts[at->second].trials.push_back(t);
  }
  return parts;
}

std::string network_settings(const DatasetFiles& files, SpikeFile& first) {
  if (files.spikes.empty())
    throw Error("No spikes were given; name the file or files with --spikes.", Error::Kind::usage);
  first = read_any_spikes(files.spikes.front());
  if (first.settings_json.empty() && files.nodes.empty())
    throw Error(fmt::format("{} is not a recording of Striate, so the neurons are unknown; name their table with "
                            "--nodes.",
                            files.spikes.front().string()),
                Error::Kind::usage);
  if (first.settings_json.empty() && files.stimuli.empty())
    throw Error(fmt::format("{} is not a recording of Striate, so what was shown is unknown; name the table of stimuli "
                            "with --stimuli.",
                            files.spikes.front().string()),
                Error::Kind::usage);
  return first.settings_json;
}

TrialTable protocol_for(const DatasetFiles& files, const SpikeFile& first) {
  if (!files.stimuli.empty())
    return read_trial_table(files.stimuli, files.stimulus_ms_per_unit);
  const auto last = std::max_element(first.time_ms.begin(), first.time_ms.end());
  const RunSettings settings = run_settings_from_text(first.settings_json, files.spikes.front().string());
  const double end = std::max(last == first.time_ms.end() ? 0.0 : std::ceil(*last),
                              static_cast<double>(settings.parameters.integer("duration")));
  TrialTable protocol = trials_of(settings, end);
  if (protocol.trials.empty())
    throw Error(
        fmt::format("{} shows no drifting grating, so there is nothing to measure; name a table of stimuli with "
                    "--stimuli.",
                    files.spikes.front().string()));
  return protocol;
}

} // namespace

DatasetStudy analyze_dataset(const DatasetFiles& files, StudyOptions options, ThreadPool& pool, Task& task) {
  task.set_step("read settings");
  DatasetStudy result;
  SpikeFile first;
  result.settings_json = network_settings(files, first);
  TrialTable protocol = protocol_for(files, first);
  task.set_step("neurons");
  StudyNeurons neurons;
  if (!files.nodes.empty())
    neurons = read_nodes(files.nodes, files.node_types);
  else
    neurons = study_neurons(
        *build_network(run_settings_from_text(result.settings_json, files.spikes.front().string()).parameters, task));
  options.edges = files.edges.value_or(result.settings_json.empty() ? SpikeWindow::Edges::half_open
                                                                    : SpikeWindow::Edges::left_open);
  const NeuronIndex index(neurons);
  const std::vector<Part> parts = parts_of(protocol, files);
  if (protocol.blanks > 0 && !files.stimuli.empty())
    result.notes.push_back(fmt::format("{} of {} rows of {} have no direction or no contrast; they are blank trials, "
                                       "gray throughout.",
                                       protocol.blanks, protocol.trials.size(), files.stimuli.string()));
  TuningStudy study(std::move(neurons), std::move(protocol), options);
  std::uint64_t unknown = 0;
  std::size_t added = 0;
  task.set_step("trials");
  for (const Part& part : parts) {
    Clock clock;
    for (const fs::path& file : part.files) {
      const bool have = file == files.spikes.front() && !first.time_ms.empty();
      unknown += index.append(have ? first : read_any_spikes(file), clock);
      task.check();
    }
    sort_by_time(clock);
    std::vector<bool> counted(clock.time_ms.size(), false); // trials may overlap, or share a spike on closed edges
    for (const std::size_t index_of_trial : part.trials) {
      const TableTrial& trial = study.protocol().trials[index_of_trial];
      const auto span = span_of(clock, trial, options.edges);
      for (std::size_t i = span.first; i < span.second; ++i) {
        result.spikes += counted[i] ? 0 : 1;
        counted[i] = true;
      }
      study.add(index_of_trial, cut(clock, span, trial.start_ms));
      task.advance(0.8 * static_cast<double>(++added) / static_cast<double>(study.protocol().trials.size()));
    }
  }
  if (unknown > 0)
    result.notes.push_back(
        fmt::format("{} spikes belong to neurons that the table of nodes does not have; they were left out.", unknown));
  if (result.spikes == 0)
    result.notes.emplace_back(
        "No spike lies in any trial; check that the stimulus times are in the unit of the spikes.");
  task.set_step("measures");
  result.study = study.finish(pool);
  task.advance(1.0);
  return result;
}

} // namespace striate
