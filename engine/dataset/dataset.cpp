// SPDX-License-Identifier: Apache-2.0
#include "engine/dataset/dataset.h"

#include "engine/core/errors.h"
#include "engine/dataset/node_populations.h"
#include "engine/dataset/nodes_file.h"
#include "engine/dataset/run_trials.h"
#include "engine/dataset/spike_clock.h"
#include "engine/recording/nest_files.h"
#include "engine/recording/spike_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace striate {
namespace {

namespace fs = std::filesystem;

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

void require_context(const DatasetFiles& files, const SpikeFile& first) {
  if (first.settings_json.empty() && files.nodes.empty())
    throw Error(
        fmt::format("{} is not a Striate recording, so its neurons are unknown; give the node table with --nodes.",
                    files.spikes.front().string()),
        Error::Kind::usage);
  if (first.settings_json.empty() && files.stimuli.empty())
    throw Error(
        fmt::format(
            "{} is not a Striate recording, so its stimuli are unknown; give the stimulus table with --stimuli.",
            files.spikes.front().string()),
        Error::Kind::usage);
}

/// How every spike file is to be read. Of several populations in it that of the nodes is meant; our recordings and
/// tables of nodes, which name none, have "v1" and nothing.
SpikeRequest request_for(const DatasetFiles& files, const std::vector<std::string>& of_nodes) {
  SpikeRequest request;
  request.population.asked = files.population;
  request.population.expected = files.nodes.empty() ? std::vector<std::string>{"v1"} : of_nodes;
  request.ms_per_unit = files.spike_ms_per_unit;
  return request;
}

void add_once(std::vector<std::string>& notes, const std::string& note) {
  if (std::find(notes.begin(), notes.end(), note) == notes.end())
    notes.push_back(note);
}

/// Which population of a file of nodes belongs to the spikes. That another one was taken because it is the only one the
/// readers say; that it was asked for is said here.
std::string nodes_for(const std::vector<std::string>& of_nodes, const std::string& of_spikes, bool asked,
                      std::vector<std::string>& notes) {
  if (of_nodes.size() != 1 || of_spikes.empty())
    return of_nodes.size() > 1 ? of_spikes : std::string();
  if (asked && of_spikes != of_nodes.front())
    add_once(notes, fmt::format("Spikes of the population \"{}\" were assigned to the nodes \"{}\".", of_spikes,
                                of_nodes.front()));
  return of_nodes.front();
}

/// Times in seconds that are read as ms lie in the first thousandth of the trials, those in microseconds mostly far
/// behind them.
std::string doubt_of_unit(const SpikeClock& clock, const TrialTable& protocol, const Part& part) {
  constexpr double least_short = 500.0, least_long = 900.0; // 1000 but for the ends
  if (clock.time_ms.size() < 2 || part.trials.empty())
    return {};
  double from = protocol.trials[part.trials.front()].gray_from_ms, until = from;
  for (const std::size_t trial : part.trials) {
    from = std::min(from, protocol.trials[trial].gray_from_ms);
    until = std::max(until, protocol.trials[trial].stop_ms);
  }
  const double first = clock.time_ms.front(), last = clock.time_ms.back();
  const bool short_of_it = (last - first) * least_short < until - from;
  if (!short_of_it && last - first < (until - from) * least_long)
    return {};
  return fmt::format("All {} spikes lie between {:g} and {:g} ms, but the trials span {:g} to {:g} ms: the times are "
                     "probably in {}; set --spike-unit or name the unit in the file.",
                     clock.time_ms.size(), first, last, from, until,
                     short_of_it ? "seconds" : "microseconds, unless the recording is that much longer");
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
    throw Error(fmt::format(
        "{} shows no drifting grating, so there is nothing to measure; give a stimulus table with --stimuli.",
        files.spikes.front().string()));
  return protocol;
}

} // namespace

DatasetStudy analyze_dataset(const DatasetFiles& given, StudyOptions options, ThreadPool& pool, Task& task) {
  if (given.spikes.empty())
    throw Error("No spikes were given; name the spike files with --spikes.", Error::Kind::usage);
  task.set_step("read spikes");
  DatasetStudy result;
  DatasetFiles files = given;
  files.spikes = with_other_threads(given.spikes, result.notes);
  const std::vector<std::string> of_nodes =
      files.nodes.empty() ? std::vector<std::string>{} : node_populations(files.nodes);
  SpikeRequest request = request_for(files, of_nodes);
  std::vector<std::string> said; // by the readers
  const auto read = [&](const fs::path& file, double share = 0.0) {
    request.file = file;
    return read_all_spikes(request, task, said, share);
  };
  const SpikeFile first = read(files.spikes.front(), 0.3);
  require_context(files, first);
  result.settings_json = first.settings_json;
  TrialTable protocol = protocol_for(files, first);
  task.set_step("neurons");
  StudyNeurons neurons;
  if (!files.nodes.empty())
    neurons = read_nodes(files.nodes, files.node_types,
                         nodes_for(of_nodes, first.population, !files.population.empty(), result.notes));
  else
    neurons = study_neurons(
        *build_network(run_settings_from_text(result.settings_json, files.spikes.front().string()).parameters, task));
  options.edges = files.edges.value_or(result.settings_json.empty() ? SpikeWindow::Edges::half_open
                                                                    : SpikeWindow::Edges::left_open);
  SpikeNeurons index(neurons);
  const std::vector<Part> parts = parts_of(protocol, files);
  if (protocol.blanks > 0 && !files.stimuli.empty())
    result.notes.push_back(fmt::format(
        "{} of {} rows of {} have no direction or no contrast; they count as blank trials, gray throughout.",
        protocol.blanks, protocol.trials.size(), files.stimuli.string()));
  TuningStudy study(std::move(neurons), std::move(protocol), options);
  std::vector<std::string> doubts;
  std::size_t added = 0;
  task.set_step("trials");
  for (const Part& part : parts) {
    SpikeClock clock;
    for (const fs::path& file : part.files) {
      const bool have = file == files.spikes.front();
      index.append(have ? first : read(file), file, clock);
      task.check();
    }
    clock.sort();
    if (doubts.empty()) // of many files with one fault one is enough
      doubts.push_back(doubt_of_unit(clock, study.protocol(), part));
    std::erase(doubts, std::string());
    std::vector<bool> counted(clock.time_ms.size(), false); // trials may overlap, or share a spike on closed edges
    for (const std::size_t index_of_trial : part.trials) {
      const TableTrial& trial = study.protocol().trials[index_of_trial];
      const auto span = clock.span_of(trial, options.edges);
      for (std::size_t i = span.first; i < span.second; ++i) {
        result.spikes += counted[i] ? 0 : 1;
        counted[i] = true;
      }
      study.add(index_of_trial, clock.cut(span, trial.start_ms));
      task.advance(0.3 + 0.5 * static_cast<double>(++added) / static_cast<double>(study.protocol().trials.size()));
    }
  }
  for (const std::string& sentence : index.strangers())
    doubts.push_back(sentence);
  if (result.spikes == 0)
    doubts.emplace_back("No spike falls within a trial; check that spike and stimulus times have the same unit.");
  for (const auto* sentences : {&said, &doubts})
    for (const std::string& sentence : *sentences)
      add_once(result.notes, sentence);
  task.set_step("measures");
  result.study = study.finish(pool);
  std::vector<std::string>& warnings = result.study.warnings;
  warnings.insert(warnings.begin(), doubts.begin(), doubts.end());
  task.advance(1.0);
  return result;
}

} // namespace striate
