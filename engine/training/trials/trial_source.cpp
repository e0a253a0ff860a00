// SPDX-License-Identifier: Apache-2.0
#include "engine/training/trials/trial_source.h"

#include "engine/core/errors.h"
#include "engine/core/random.h"
#include "engine/simulation/background_counts.h"
#include "engine/stimulus/moving.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

TrialSource::TrialSource(const Network& network, const Settings& settings)
    : settings_(settings), background_sources_(network.background.source_count),
      gray_lgn_(network.lgn_units, settings.geometry),
      footage_(network.lgn_units.field_width_deg, network.lgn_units.field_height_deg) {
  if (settings.steps <= 0 || settings.gray_before_ms < 0 || settings.gray_after_ms < 0 ||
      settings.gray_before_ms + settings.gray_after_ms >= settings.steps)
    throw Error(fmt::format("A trial of {} ms with {} ms of gray before and {} ms after shows no grating; make the "
                            "trial longer or the gray shorter.",
                            settings.steps, settings.gray_before_ms, settings.gray_after_ms),
                Error::Kind::usage);
  Lgn lgn = gray_lgn_;
  const auto rates = lgn.step();
  gray_rates_Hz_.assign(rates.begin(), rates.end());
  // A movie that cannot be read should say so now and not in the middle of the run.
  for (const auto* pieces : {&settings_.training, &settings_.validation})
    if (*pieces)
      for (const Stimulus& stimulus : (*pieces)->stimuli())
        footage_.of(stimulus);
}

ShownTrial TrialSource::grating(std::uint32_t number) const {
  RandomSequence random(settings_.seed, Stream::stimulus, number);
  const double direction_deg = 360.0 * random.uniform();
  return show_grating(number, direction_deg, 360.0 * random.uniform());
}

ShownTrial TrialSource::grating(std::uint32_t number, double direction_deg) const {
  RandomSequence random(settings_.seed, Stream::stimulus, number);
  random.uniform();
  return show_grating(number, direction_deg, 360.0 * random.uniform());
}

ShownTrial TrialSource::training_piece(std::uint32_t number) const {
  return show(number, settings_.training.value().draw(settings_.seed, number));
}

ShownTrial TrialSource::validation_piece(std::uint32_t number, int k, int n) const {
  return show(number, settings_.validation.value().spread(settings_.seed, number, k, n));
}

ShownTrial TrialSource::show_grating(std::uint32_t number, double direction_deg, double phase_deg) const {
  Stimulus stimulus;
  stimulus.direction_deg = direction_deg;
  stimulus.phase_deg = phase_deg;
  stimulus.spatial_frequency_cpd = settings_.spatial_frequency_cpd;
  stimulus.temporal_frequency_Hz = settings_.temporal_frequency_Hz;
  stimulus.contrast = settings_.contrast;
  return show(number, {.stimulus = stimulus, .direction_deg = direction_deg});
}

std::shared_ptr<const Footage> TrialSource::footage_of(const Stimulus& stimulus) const {
  const std::lock_guard lock(footage_mutex_);
  return footage_.of(stimulus);
}

ShownTrial TrialSource::show(std::uint32_t number, const ProtocolWindow& window) const {
  ShownTrial shown{{}, window.direction_deg};
  const std::shared_ptr<const Footage> footage = footage_of(window.stimulus);
  Lgn lgn = gray_lgn_;
  shown.trial.lgn.resize(static_cast<std::size_t>(settings_.steps));
  // As in a live run: with BMTK's geometry a moving grating comes one frame after its clock's origin.
  const int late = settings_.geometry == LgnGeometry::bmtk && moves(window.stimulus) ? 1 : 0;
  for (int step = 0; step < settings_.steps; ++step) {
    if (step == settings_.gray_before_ms + late)
      lgn.show(start_scene(window.stimulus, footage, lgn.now() - window.offset_ms - late));
    if (step == settings_.steps - settings_.gray_after_ms + late)
      lgn.show(Scene{});
    sample_lgn_spikes(lgn.step(), settings_.seed, number, step, shown.trial.lgn[static_cast<std::size_t>(step)]);
  }
  draw_background(number, shown.trial);
  return shown;
}

ShownTrial TrialSource::gray(std::uint32_t number) const {
  ShownTrial shown;
  shown.trial.lgn.resize(static_cast<std::size_t>(settings_.steps));
  for (int step = 0; step < settings_.steps; ++step)
    sample_lgn_spikes(gray_rates_Hz_, settings_.seed, number, step, shown.trial.lgn[static_cast<std::size_t>(step)]);
  draw_background(number, shown.trial);
  return shown;
}

void TrialSource::draw_background(std::uint32_t number, Trial& trial) const {
  BackgroundCounts counts(settings_.seed, number, background_sources_, settings_.background_rate_Hz);
  trial.background.reserve(static_cast<std::size_t>(settings_.steps) * background_sources_);
  for (int step = 0; step < settings_.steps; ++step) {
    const auto drawn = counts.draw(step);
    trial.background.insert(trial.background.end(), drawn.begin(), drawn.end());
  }
}

std::shared_ptr<const SimulatorState> zero_state(const Network& network) {
  const std::size_t n = network.neurons.size();
  auto state = std::make_shared<SimulatorState>();
  state->v.resize(n);
  state->asc.resize(2 * n);
  state->psc.resize(4 * n);
  state->psc_rise.resize(4 * n);
  state->refractory.resize(n);
  state->spikes.resize(static_cast<std::size_t>(std::max(1, network.recurrent.max_delay())));
  return state;
}

} // namespace striate
