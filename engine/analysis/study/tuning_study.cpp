// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/tuning_study.h"

#include "engine/analysis/measures/response_statistics.h"
#include "engine/analysis/study/study_warnings.h"
#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace striate {
namespace {

constexpr double fano_skip_ms = 200.0, longest_ms = 3.6e6;
constexpr std::size_t fewest_contrasts_to_fit = 4;

struct TypeAccumulator {
  std::string cell_type;
  bool evoked;
  SpectrumAccumulator spectrum;
};

struct FanoAccumulator {
  bool evoked;
  int window_ms;
  FanoSampler sampler;
};

void report(Task* task, double fraction, const char* step) {
  if (task == nullptr)
    return;
  task->set_step(step);
  task->advance(fraction);
}

/// Counts at the preferred direction against contrast of one neuron.
ContrastFit contrast_fit_of(const std::vector<const TrialCounts*>& levels, const std::vector<double>& contrasts,
                            std::uint32_t neuron) {
  const int directions = levels.front()->conditions();
  std::vector<double> total(static_cast<std::size_t>(directions), 0.0);
  for (const TrialCounts* level : levels)
    for (int k = 0; k < directions; ++k)
      for (int q = 0; q < level->trials(); ++q)
        total[static_cast<std::size_t>(k)] += level->counts(k, q)[neuron];
  const int best = static_cast<int>(std::max_element(total.begin(), total.end()) - total.begin());
  std::vector<double> contrast, counts;
  for (std::size_t c = 0; c < levels.size(); ++c)
    for (int q = 0; q < levels[c]->trials(); ++q)
      if (levels[c]->present(best, q)) {
        contrast.push_back(contrasts[c]);
        counts.push_back(levels[c]->counts(best, q)[neuron]);
      }
  return fit_contrast(contrast, counts);
}

/// Mean rate over the directions that were shown at all: other contrasts of a condition may have had more.
std::vector<double> mean_of_shown(const ConditionRates& rates) {
  std::vector<double> means;
  for (std::uint32_t neuron = 0; neuron < rates.neurons; ++neuron) {
    double sum = 0.0, shown = 0.0;
    for (int k = 0; k < rates.conditions(); ++k)
      if (const double rate = rates.at(k, neuron); !std::isnan(rate)) {
        sum += rate;
        shown += 1.0;
      }
    means.push_back(shown > 0.0 ? sum / shown : std::nan(""));
  }
  return means;
}

} // namespace

struct TuningStudy::Private {
  StudyNeurons neurons;
  TrialTable protocol;
  StudyOptions options;
  std::vector<std::uint8_t> core;
  double evoked_ms, gray_ms;
  int level;                       ///< main level of the protocol
  std::vector<TrialCounts> evoked; ///< per level
  TrialCounts gray, blank;
  std::vector<TypeAccumulator> spectra;
  std::vector<FanoAccumulator> fano;
  TrialSpikes example;
  int shown_trials = 0, silent_trials = 0;

  Private(StudyNeurons the_neurons, TrialTable the_protocol, StudyOptions the_options)
      : neurons(std::move(the_neurons)), protocol(std::move(the_protocol)), options(the_options),
        core(neurons.core(options.core_radius_um)), evoked_ms(protocol.shortest_stimulus_ms()),
        gray_ms(protocol.shortest_gray_ms()), level(protocol.main_level()) {
    if (level < 0)
      throw Error("The protocol shows no stimulus with a direction and a contrast; check the stimulus table.");
    if (evoked_ms > longest_ms || gray_ms > longest_ms)
      throw Error(
          fmt::format("The trials of the protocol have {:.0f} ms of gray and {:.0f} ms of stimulus, more than an "
                      "hour; times are in ms: check the stimulus table and --time-unit.",
                      gray_ms, evoked_ms));
    // Conditions have their own directions, levels their own number of trials: a table of many pictures beside a few
    // gratings would take a product of all.
    for (int l = 0; l < static_cast<int>(protocol.levels.size()); ++l)
      evoked.emplace_back(protocol.directions_of(l), repeats_of(l), neurons.size());
    gray = TrialCounts(main_counts().direction_deg(), main_counts().trials(), neurons.size());
    blank = TrialCounts({0.0}, protocol.blanks, neurons.size());
    prepare_spectra();
    prepare_fano(true, evoked_ms);
    prepare_fano(false, gray_ms);
  }

  int repeats_of(int of_level) const {
    int repeats = 0;
    for (const TableTrial& trial : protocol.trials)
      if (trial.level == of_level)
        repeats = std::max(repeats, trial.repeat + 1);
    return repeats;
  }

  /// Place of a trial's direction among those of its condition.
  int direction_of(const TableTrial& trial) const {
    const auto& shown = evoked[static_cast<std::size_t>(trial.level)].direction_deg();
    return static_cast<int>(std::lower_bound(shown.begin(), shown.end(), trial.direction_deg) - shown.begin());
  }

  SpikeWindow evoked_window() const { return {0.0, std::floor(evoked_ms), options.edges}; }
  SpikeWindow gray_window() const { return {-std::floor(gray_ms), 0.0, options.edges}; }

  void prepare_spectra() {
    for (const std::string& type : cell_types(neurons, false)) {
      std::vector<std::uint8_t> selected(neurons.size(), 0);
      for (const std::uint32_t i : neurons_of_type(neurons, type, false, core))
        selected[i] = 1;
      for (const bool during : {true, false})
        if ((during ? evoked_ms : gray_ms) >= 100.0)
          spectra.push_back(
              {type, during,
               SpectrumAccumulator(selected, during ? evoked_window() : gray_window(), options.spectrum)});
    }
  }

  /// Windows of 300 and 1800 ms from 200 ms after the change, as long as the protocol has them.
  void prepare_fano(bool during, double length_ms) {
    std::vector<std::uint32_t> excitatory;
    for (std::uint32_t i = 0; i < neurons.size(); ++i)
      if (core[i] != 0 && neurons.of(i).excitatory)
        excitatory.push_back(i);
    const double from = during ? fano_skip_ms : fano_skip_ms - gray_ms;
    for (const int window : {300, 1800})
      if (length_ms >= fano_skip_ms + window)
        fano.push_back({during, window,
                        FanoSampler(excitatory, {from, from + window, options.edges},
                                    main_counts().conditions() * main_counts().trials(), options.fano)});
  }

  const StimulusLevel& main() const { return protocol.levels[static_cast<std::size_t>(level)]; }

  /// Indices of the levels that differ from the main one in contrast alone, ascending.
  std::vector<std::size_t> contrast_series() const {
    std::vector<std::size_t> series;
    for (std::size_t l = 0; l < protocol.levels.size(); ++l)
      if (protocol.levels[l].condition == main().condition &&
          protocol.levels[l].spatial_frequency == main().spatial_frequency &&
          protocol.levels[l].temporal_frequency == main().temporal_frequency)
        series.push_back(l);
    return series;
  }

  std::vector<StudyResult::ContrastLevel> contrast_levels(ThreadPool& pool) const {
    std::vector<StudyResult::ContrastLevel> levels;
    for (const std::size_t l : contrast_series()) {
      const ConditionRates rates = condition_rates(evoked[l], pool);
      const Selectivity s = selectivity(rates, pool);
      levels.push_back({protocol.levels[l].contrast, s.average_Hz, s.osi, s.dsi, lifetime_sparsity(rates, pool),
                        split_half_reliability(evoked[l], pool)});
    }
    return levels;
  }

  std::vector<StudyResult::FrequencyLevel> frequency_levels(ThreadPool& pool) const {
    std::vector<StudyResult::FrequencyLevel> levels;
    for (std::size_t l = 0; l < protocol.levels.size(); ++l) {
      const StimulusLevel& shown = protocol.levels[l];
      if (shown.contrast != main().contrast || shown.condition != main().condition)
        continue;
      const Selectivity s = selectivity(condition_rates(evoked[l], pool), pool);
      levels.push_back({shown.spatial_frequency, shown.temporal_frequency, s.average_Hz, s.maximum_Hz, s.osi, s.dsi});
    }
    if (levels.size() < 2)
      levels.clear();
    return levels;
  }

  /// Every level, when some differ in their condition, in the order in which they were shown first.
  std::vector<StudyResult::ConditionLevel> condition_levels(ThreadPool& pool) const {
    std::vector<StudyResult::ConditionLevel> levels;
    if (!protocol.has_conditions())
      return levels;
    std::vector<bool> taken(protocol.levels.size(), false);
    for (const TableTrial& trial : protocol.trials) {
      const auto l = static_cast<std::size_t>(trial.level);
      if (trial.level < 0 || taken[l])
        continue;
      taken[l] = true;
      const ConditionRates rates = condition_rates(evoked[l], pool);
      const Selectivity s = selectivity(rates, pool);
      levels.push_back(
          {protocol.levels[l], evoked[l].present_trials(), mean_of_shown(rates), s.maximum_Hz, s.osi, s.dsi});
    }
    return levels;
  }

  std::vector<ContrastFit> contrast_fits(ThreadPool& pool, Task* task) const {
    std::vector<ContrastFit> fits;
    std::vector<const TrialCounts*> levels;
    std::vector<double> contrasts;
    for (const std::size_t l : contrast_series()) {
      levels.push_back(&evoked[l]);
      contrasts.push_back(protocol.levels[l].contrast);
    }
    if (contrasts.size() < fewest_contrasts_to_fit)
      return fits;
    fits.resize(neurons.size());
    pool.for_blocks(neurons.size(), 64, [&](std::size_t begin, std::size_t end) {
      if (task == nullptr || !task->cancel_asked())
        for (std::size_t i = begin; i < end; ++i)
          fits[i] = contrast_fit_of(levels, contrasts, static_cast<std::uint32_t>(i));
    });
    return fits;
  }

  std::vector<StudyResult::TypeCorrelations> correlations() const {
    std::vector<StudyResult::TypeCorrelations> all;
    for (const std::string& type : cell_types(neurons, true))
      all.push_back({type, pair_correlations(main_counts(), neurons_of_type(neurons, type, true, core),
                                             static_cast<std::size_t>(std::max(0, options.correlation_pairs)),
                                             options.fano.seed)});
    return all;
  }

  StudyResult::Trials trials() const {
    StudyResult::Trials trials{.shown = shown_trials,
                               .silent = silent_trials,
                               .main = main_counts().present_trials(),
                               .with_gray = gray.present_trials(),
                               .blank = blank.present_trials(),
                               .fewest = 0};
    for (int k = 0; k < main_counts().conditions(); ++k)
      if (const int present = main_counts().present_trials(k); present > 0)
        trials.fewest = trials.fewest == 0 ? present : std::min(trials.fewest, present);
    return trials;
  }

  const TrialCounts& main_counts() const { return evoked[static_cast<std::size_t>(level)]; }
};

TuningStudy::TuningStudy(StudyNeurons neurons, TrialTable protocol, StudyOptions options)
    : d_(std::make_unique<Private>(std::move(neurons), std::move(protocol), options)) {}
TuningStudy::~TuningStudy() = default;

const TrialTable& TuningStudy::protocol() const {
  return d_->protocol;
}

void TuningStudy::add(std::size_t trial, const TrialSpikes& since_onset) {
  const TableTrial& shown = d_->protocol.trials.at(trial);
  const std::uint32_t n = d_->neurons.size();
  ++d_->shown_trials;
  d_->silent_trials += since_onset.size() == 0 ? 1 : 0;
  const SpikeWindow evoked{0.0, shown.stop_ms - shown.start_ms, d_->options.edges};
  const std::vector<std::uint32_t> counts = spike_counts(since_onset, evoked, n);
  if (shown.direction < 0) {
    d_->blank.set(0, shown.repeat, counts, evoked.seconds());
    return;
  }
  const int direction = d_->direction_of(shown);
  d_->evoked[static_cast<std::size_t>(shown.level)].set(direction, shown.repeat, counts, evoked.seconds());
  if (shown.level != d_->level)
    return;
  if (const SpikeWindow gray{shown.gray_from_ms - shown.start_ms, 0.0, d_->options.edges}; !gray.empty())
    d_->gray.set(direction, shown.repeat, spike_counts(since_onset, gray, n), gray.seconds());
  for (TypeAccumulator& type : d_->spectra)
    type.spectrum.add(since_onset);
  for (FanoAccumulator& window : d_->fano)
    window.sampler.add(direction * d_->main_counts().trials() + shown.repeat, since_onset);
  if (direction == 0 && shown.repeat == 0)
    d_->example = since_onset;
}

StudyResult TuningStudy::finish(ThreadPool& pool, Task* task, bool quick) const {
  const TrialCounts& counts = d_->main_counts();
  StudyResult result;
  result.neurons = d_->neurons;
  result.core = d_->core;
  result.options = d_->options;
  result.protocol = d_->protocol;
  result.evoked_ms = d_->evoked_ms;
  result.gray_ms = d_->gray_ms;
  result.contrast = d_->main().contrast;
  result.spatial_frequency = d_->main().spatial_frequency;
  result.temporal_frequency = d_->main().temporal_frequency;
  result.condition = d_->main().condition;
  report(task, 0.05, "rates and selectivity");
  result.rates = condition_rates(counts, pool);
  result.selectivity = selectivity(result.rates, pool);
  result.gray_rates = condition_rates(d_->gray, pool);
  const TrialCounts& quiet = d_->gray.present_trials() > 0 ? d_->gray : d_->blank;
  result.spontaneous_Hz = trial_mean_rate(quiet);
  result.spontaneous_dispersion = count_dispersion(quiet, pool);
  result.quasi_poisson_p = quasi_poisson_p(counts, quiet, pool);
  report(task, 0.15, "orientation test");
  result.orientation = orientation_test(counts, d_->options.hotelling, pool);
  result.sparsity = lifetime_sparsity(result.rates, pool);
  result.reliability = split_half_reliability(counts, pool);
  result.trial_fano = trial_fano(counts, pool);
  report(task, 0.3, "tuning fits");
  if (d_->options.tuning_fits && !quick && result.rates.conditions() > 1)
    result.fits = fit_double_gaussians(result.rates, pool, task);
  report(task, 0.6, "contrast and frequency response");
  result.contrasts = d_->contrast_levels(pool);
  result.frequencies = d_->frequency_levels(pool);
  result.conditions = d_->condition_levels(pool);
  if (!quick)
    result.contrast_fits = d_->contrast_fits(pool, task);
  report(task, 0.8, "spectra, synchrony and correlations");
  for (const TypeAccumulator& type : d_->spectra)
    result.spectra.push_back({type.cell_type, type.evoked, type.spectrum.result()});
  for (const FanoAccumulator& window : d_->fano)
    result.fano.push_back({window.evoked, window.window_ms, window.sampler.curve()});
  result.correlations = d_->correlations();
  result.example = d_->example;
  result.trials = d_->trials();
  result.warnings = study_warnings(result);
  report(task, 1.0, "done");
  return result;
}

} // namespace striate
