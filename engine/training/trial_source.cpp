#include "engine/training/trial_source.h"

#include "engine/core/errors.h"
#include "engine/core/random.h"
#include "engine/simulation/background_counts.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

TrialSource::TrialSource(const Network& network, const Settings& settings)
    : settings_(settings), background_sources_(network.background.source_count),
      gray_lgn_(network.lgn_units, settings.geometry) {
  if (settings.steps <= 0 || settings.gray_before_ms < 0 || settings.gray_after_ms < 0 ||
      settings.gray_before_ms + settings.gray_after_ms >= settings.steps)
    throw Error(fmt::format("A trial of {} ms with {} ms of gray before and {} ms after shows no grating; make the "
                            "trial longer or the gray shorter.",
                            settings.steps, settings.gray_before_ms, settings.gray_after_ms),
                Error::Kind::usage);
  Lgn lgn = gray_lgn_;
  const auto rates = lgn.step();
  gray_rates_Hz_.assign(rates.begin(), rates.end());
}

ShownTrial TrialSource::grating(std::uint32_t number) const {
  RandomSequence random(settings_.seed, Stream::stimulus, number);
  const double direction_deg = 360.0 * random.uniform();
  return show(number, direction_deg, 360.0 * random.uniform());
}

ShownTrial TrialSource::grating(std::uint32_t number, double direction_deg) const {
  RandomSequence random(settings_.seed, Stream::stimulus, number);
  random.uniform();
  return show(number, direction_deg, 360.0 * random.uniform());
}

ShownTrial TrialSource::show(std::uint32_t number, double direction_deg, double phase_deg) const {
  Stimulus stimulus;
  stimulus.direction_deg = direction_deg;
  stimulus.phase_deg = phase_deg;
  stimulus.spatial_frequency_cpd = settings_.spatial_frequency_cpd;
  stimulus.temporal_frequency_Hz = settings_.temporal_frequency_Hz;
  stimulus.contrast = settings_.contrast;
  Stimulus gray;
  gray.kind = StimulusKind::gray;

  ShownTrial shown{{}, direction_deg};
  Lgn lgn = gray_lgn_;
  shown.trial.lgn.resize(static_cast<std::size_t>(settings_.steps));
  for (int step = 0; step < settings_.steps; ++step) {
    if (step == settings_.gray_before_ms)
      lgn.show(start_grating(stimulus, lgn.now()));
    if (step == settings_.steps - settings_.gray_after_ms)
      lgn.show(start_grating(gray, lgn.now()));
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
