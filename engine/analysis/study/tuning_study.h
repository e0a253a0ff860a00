// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/contrast_fit.h"
#include "engine/analysis/measures/double_gaussian.h"
#include "engine/analysis/measures/fano.h"
#include "engine/analysis/measures/orientation_test.h"
#include "engine/analysis/measures/response_correlation.h"
#include "engine/analysis/measures/selectivity.h"
#include "engine/analysis/measures/spectrum.h"
#include "engine/analysis/study/study_neurons.h"
#include "engine/analysis/study/trial_table.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate {

struct StudyOptions {
  double core_radius_um = 0.0; ///< strict; neurons outside get their own values but enter no distribution; 0 = all
  SpikeWindow::Edges edges = SpikeWindow::Edges::half_open;
  HotellingForm hotelling = HotellingForm::standard;
  SpectrumForm spectrum = SpectrumForm::per_hz;
  bool tuning_fits = true;
  FanoSampler::Options fano{};
  int correlation_pairs = 2000; ///< per cell type
};

/// Everything a study measures. Lists are [neuron] in the order of `neurons` unless said otherwise; undefined = NaN.
struct StudyResult {
  StudyNeurons neurons;
  std::vector<std::uint8_t> core;
  StudyOptions options;
  TrialTable protocol; ///< trials left out when read back from tables
  double evoked_ms = 0.0, gray_ms = 0.0, contrast = 0.8;

  ConditionRates rates;      ///< per direction at the main contrast
  ConditionRates gray_rates; ///< the same in the gray before the stimulus; NaN without
  Selectivity selectivity;
  std::vector<double> spontaneous_Hz, spontaneous_dispersion, quasi_poisson_p;
  OrientationTest orientation;      ///< NaN below three trials
  std::vector<DoubleGaussian> fits; ///< empty when not asked for
  std::vector<double> sparsity, reliability, trial_fano;

  struct ContrastLevel {
    double contrast = 0.0;
    std::vector<double> average_Hz, osi, dsi, sparsity, reliability;
  };
  std::vector<ContrastLevel> contrasts;   ///< ascending, at the main frequencies; one level when only one was shown
  std::vector<ContrastFit> contrast_fits; ///< empty below four contrasts

  struct FrequencyLevel {
    double spatial_frequency = 0.0, temporal_frequency = 0.0; ///< cycles per degree, Hz
    std::vector<double> average_Hz, preferred_Hz, osi, dsi;
  };
  double spatial_frequency = 0.0, temporal_frequency = 0.0; ///< selectivity is measured at; 0 = not known
  std::vector<FrequencyLevel> frequencies; ///< at the main contrast, ascending; empty when only one pair was shown

  struct ConditionLevel {
    StimulusLevel shown;
    int trials = 0; ///< in all its directions; average_Hz is over those that were shown
    std::vector<double> average_Hz, preferred_Hz, osi, dsi;
  };
  std::string condition;                  ///< selectivity is measured in, as the table of trials words it
  std::vector<ConditionLevel> conditions; ///< every level, when some differ in their condition; else empty

  struct TypeSpectrum {
    std::string cell_type; ///< L5 split
    bool evoked = true;
    PopulationSpectrum spectrum;
  };
  std::vector<TypeSpectrum> spectra;

  struct WindowFano {
    bool evoked = true;
    int window_ms = 0;
    FanoCurve curve;
  };
  std::vector<WindowFano> fano; ///< excitatory core neurons

  struct TypeCorrelations {
    std::string cell_type; ///< L5 merged
    PairCorrelations pairs;
  };
  std::vector<TypeCorrelations> correlations;

  /// The first trial of the first direction, times from the onset of the stimulus; neurons outside the core too.
  TrialSpikes example;

  /// Trials that were added.
  struct Trials {
    int shown = 0;     ///< with and without a stimulus
    int silent = 0;    ///< of them: without any spike, gray included
    int main = 0;      ///< that selectivity is measured from
    int with_gray = 0; ///< of those: with gray before the stimulus
    int blank = 0;
    int fewest = 0; ///< of one direction, of those that were shown
  };
  Trials trials;
  /// What the reader of the numbers should know: study_warnings(), and what else is odd about the spikes or the run.
  std::vector<std::string> warnings;

  /// A sentence for each group of measures that the protocol does not allow: too few directions, or trials.
  std::vector<std::string> left_out() const;

  /// OSI and DSI for plots and scores: undefined below 0.5 Hz.
  std::vector<double> shown_osi() const { return responsive_only(selectivity.osi, selectivity.maximum_Hz); }
  std::vector<double> shown_dsi() const { return responsive_only(selectivity.dsi, selectivity.maximum_Hz); }
};

/// Collects the trials of a protocol one by one, so memory holds one trial's spikes at a time, then computes the
/// measures. `striate analyze` feeds it from files; a tuning run can feed it while it simulates.
/// Thread rule: add() and finish() from one thread at a time.
class TuningStudy {
public:
  /// Throws Error when the protocol has no trial with a stimulus.
  TuningStudy(StudyNeurons neurons, TrialTable protocol, StudyOptions options);
  ~TuningStudy();

  const TrialTable& protocol() const;
  /// The spikes of protocol().trials[trial], times in ms since the onset of its stimulus (gray before it is negative).
  void add(std::size_t trial, const TrialSpikes& since_onset);
  /// Measures of the trials added so far: partial results of a running protocol are allowed. With `task` it reports
  /// progress and may be cancelled. quick: without fits, for a look while trials still come.
  StudyResult finish(ThreadPool& pool, Task* task = nullptr, bool quick = false) const;

private:
  struct Private;
  std::unique_ptr<Private> d_;
};

} // namespace striate
