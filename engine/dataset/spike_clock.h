// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/trial_spikes.h"
#include "engine/analysis/study/study_neurons.h"
#include "engine/analysis/study/trial_table.h"
#include "engine/recording/recorder.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace striate {

/// Spikes of one clock, with the index of each neuron.
struct SpikeClock {
  std::vector<double> time_ms;
  std::vector<std::uint32_t> neuron;

  void sort();
  /// Indices of the spikes of a trial, from the gray before to its end; the clock is sorted. Where trials follow each
  /// other, the edges decide whose the spikes on the seam are.
  std::pair<std::size_t, std::size_t> span_of(const TableTrial& trial, SpikeWindow::Edges edges) const;
  TrialSpikes cut(std::pair<std::size_t, std::size_t> span, double onset_ms) const;
};

/// Finds the neurons of spikes by their ids, and remembers what has no neuron.
class SpikeNeurons {
public:
  /// Throws Error when two neurons have one id.
  explicit SpikeNeurons(const StudyNeurons& neurons);

  /// Appends the spikes of neurons that the table has.
  void append(const SpikeFile& file, const std::filesystem::path& name, SpikeClock& clock);
  /// A sentence about spikes of other ids, with examples; then one when the ids of a file of NEST, which counts from 1,
  /// may be one higher than those of the table. None when all is well.
  std::vector<std::string> strangers() const;

private:
  std::unordered_map<std::uint64_t, std::uint32_t> index_;
  std::uint64_t unknown_ = 0;
  std::vector<std::uint64_t> examples_; ///< ids, each once
  std::string first_unknown_;           ///< where the first is
  std::filesystem::path from_one_;      ///< a file that counts from 1 and has no id 0
  bool id_0_fired_ = false;
};

} // namespace striate
