// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/live/spike_history.h"
#include "engine/analysis/study/laminar_order.h"
#include "engine/network/network.h"

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// A change of the stimulus or of what is done to the neurons, marked in the time plots.
struct StimulusMark {
  enum class Kind : std::uint8_t { stimulus, perturbed, released };
  double time_ms = 0.0;
  std::string label;
  Kind kind =
      Kind::stimulus; ///< perturbed: something acts on neurons until the next mark of another kind than stimulus
};

/// Laminar raster of [from, to) ms for a file: one dot a spike, layer bands and labels, stimulus marks, classes in the
/// order E, L1, VIP, SST, PV (docs/model/analysis.md#eq-14). Above 20,000 spikes the exporter draws the dots as an
/// image.
FigureModel laminar_raster_figure(const LaminarOrder& order, const SpikeHistory& history, double from_ms, double to_ms,
                                  std::span<const StimulusMark> marks);
/// The frame of the same figure without spikes: what the live view puts its ring image into. Ranks shown:
/// [first_rank, last_rank); rank r fills y from rows - r - 1 to rows - r. x is in ms, its tick labels in seconds.
FigureModel laminar_raster_frame(const LaminarOrder& order, double from_ms, double to_ms, std::uint32_t first_rank,
                                 std::uint32_t last_rank, std::span<const StimulusMark> marks);

/// Mean rate per pooled class in bins (docs/model/analysis.md#eq-15): nine classes i1, i23, e23, ... e6 in Hz per
/// neuron. Grows by appending whole steps; keeps as long a past as SpikeHistory.
class PopulationActivity {
public:
  static constexpr int class_count = 9; ///< i1, i23, e23, i4, e4, i5, e5, i6, e6

  /// core_radius_um: only neurons nearer to the axis count (0 = all).
  explicit PopulationActivity(const Network& network, double bin_ms = 10.0, double keep_ms = 120'000.0,
                              double core_radius_um = 0.0);

  /// Only neurons whose mask is not 0 count; populations that do not follow the naming rule are in no class.
  PopulationActivity(const StudyNeurons& neurons, const std::vector<std::uint8_t>& mask, double bin_ms, double keep_ms);

  /// A block that does not continue the last one (after a reset) clears first; a bin that begins before it is left out.
  void append(const SpikeBlock& block);
  void clear();
  double bin_ms() const { return bin_ms_; }
  /// Index of the first bin that is still kept; bin b covers [b * bin_ms, (b + 1) * bin_ms).
  std::int64_t first_bin() const { return first_bin_; }
  std::int64_t end_bin() const {
    return first_bin_ + static_cast<std::int64_t>(bins_.size());
  } ///< one past the last complete bin
  /// NaN for a class without neurons and for a bin that is not kept.
  double rate_Hz(int class_index, std::int64_t bin) const;
  /// Mean over the kept complete bins that begin in [from, to); NaN when there are none.
  double mean_rate_Hz(int class_index, double from_ms, double to_ms) const;
  std::uint32_t neurons(int class_index) const { return neurons_in_class_.at(static_cast<std::size_t>(class_index)); }
  static const char* class_label(int class_index); ///< "L2/3 exc"

private:
  void classify(const StudyNeurons& neurons, const std::vector<std::uint8_t>& mask);
  using Counts = std::array<std::uint32_t, class_count>;
  std::int64_t bin_of(std::int64_t ms) const;
  void start(std::int64_t first_ms);

  double bin_ms_;
  std::int64_t keep_bins_;
  bool started_ = false;
  std::int64_t first_bin_ = 0;
  std::int64_t next_ms_ = 0;
  std::vector<std::uint8_t> class_of_neuron_;
  Counts neurons_in_class_{};
  Counts open_{}; ///< of the bin end_bin(), which is not complete yet
  std::deque<Counts> bins_;
};

enum class FigureStyle : std::uint8_t { screen, paper };

/// screen: one row per layer, excitatory and inhibitory traces together (the window's panel); paper: 5 x 2 panels of
/// the reference layout.
FigureModel population_activity_figure(const PopulationActivity& activity, double from_ms, double to_ms,
                                       std::span<const StimulusMark> marks, FigureStyle style);

/// What the LGN sample shows of one unit.
struct LgnTrace {
  std::uint32_t unit = 0;
  std::string class_name;
  std::vector<double> time_ms; ///< one sample per ms
  std::vector<double> rate_Hz;
  std::vector<double> spike_ms; ///< times of its spikes
};

/// Rates, spikes and the stimulus at the unit's centre (luminance -1..1 per ms, may be empty), panels share x.
FigureModel lgn_sample_figure(std::span<const LgnTrace> units, std::span<const double> stimulus_ms,
                              std::span<const double> luminance, double from_ms, double to_ms,
                              std::span<const StimulusMark> marks);

/// Membrane potential of one neuron: v in mV, threshold dashed, spikes as ticks above.
FigureModel voltage_trace_figure(const std::string& neuron_label, std::span<const double> time_ms,
                                 std::span<const double> v_mV, double threshold_mV, std::span<const double> spike_ms,
                                 double from_ms, double to_ms, std::span<const StimulusMark> marks);

/// Running estimate of a direction tuning curve: spikes and seconds per direction bin of 45 degrees while a drifting
/// grating of one contrast and one pair of frequencies is shown.
struct TuningEstimate {
  /// What a direction must have been shown, and a neuron have fired in all, before numbers are made of it: a turn of
  /// the dial passes all directions in a second, and 20 random spikes alone give an OSI of 0.2.
  static constexpr double least_seconds = 0.5, least_spikes = 20.0;

  std::vector<double> seconds = std::vector<double>(8, 0.0);
  std::vector<double> spikes = std::vector<double>(8, 0.0);

  void add(double direction_deg, double seconds_shown, double spike_count); ///< nearest of the 8 directions
  double rate_Hz(int direction) const;                                      ///< NaN where nothing was shown
  /// Vector-sum indices (docs/model/analysis.md#eq-2); NaN unless all eight directions were shown and the neuron fired.
  double osi() const;
  double dsi() const;

  double seconds_shown() const; ///< of all directions together
  double spikes_fired() const;
  int directions_measured() const; ///< shown for least_seconds
  /// All eight directions were, and there are least_spikes: OSI and DSI say something.
  bool measured() const;
};

/// polar: the mean rates of the directions that were shown long enough, on a circle; OSI and DSI in the caption once
/// they are measured.
FigureModel tuning_curve_figure(const std::string& neuron_label, const TuningEstimate& tuning,
                                double assigned_angle_deg);

} // namespace striate
