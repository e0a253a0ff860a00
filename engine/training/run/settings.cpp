// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/settings.h"

#include "engine/core/errors.h"
#include "engine/parameters/meaning.h"
#include "engine/training/trials/training_trials.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>

namespace striate {

namespace {

int whole(const ParameterSet& parameters, std::string_view key) {
  return static_cast<int>(parameters.integer(key));
}

TrialSource::Settings trials_from(const ParameterSet& p) {
  TrialSource::Settings trials;
  trials.seed = static_cast<std::uint64_t>(p.number("seed"));
  trials.steps = whole(p, "train-duration");
  trials.gray_before_ms = whole(p, "train-gray-before");
  trials.gray_after_ms = whole(p, "train-gray-after");
  trials.background_rate_Hz = p.number("background-rate");
  trials.geometry = p.is(choices::Geometry::bmtk) ? LgnGeometry::bmtk : LgnGeometry::tf;
  trials.spatial_frequency_cpd = p.number("spatial-frequency");
  trials.temporal_frequency_Hz = p.number("temporal-frequency");
  trials.contrast = p.number("contrast");
  return trials;
}

/// Rows of the protocols instead of gratings of random direction. Needs a trial that shows something.
void take_protocols(const ParameterSet& p, TrialSource::Settings& trials) {
  const std::string &training = p.text("protocol"), &validation = p.text("validation-protocol");
  using Rows = ProtocolWindows::Rows;
  if (!training.empty()) {
    trials.training.emplace(find_protocol(training), p, trials.shown_ms(),
                            validation.empty() ? Rows::training : Rows::all);
    if (validation.empty())
      trials.validation.emplace(find_protocol(training), p, trials.shown_ms(), Rows::held_out);
  }
  if (!validation.empty())
    trials.validation.emplace(find_protocol(validation), p, trials.shown_ms(), Rows::all);
}

LossSettings losses_from(const ParameterSet& p) {
  LossSettings losses;
  losses.rate_cost = p.number("rate-cost");
  losses.rate_weights =
      p.is(choices::RateWeights::standard) ? RateLoss::Weights::standard : RateLoss::Weights::reference;
  losses.rate_targets = p.text("rate-targets");
  losses.all_neuron_rate = p.flag("all-neuron-rate");
  losses.voltage_cost = p.number("voltage-cost");
  losses.voltage_mode = p.is(choices::VoltagePenalty::range) ? VoltageMode::range : VoltageMode::threshold;
  losses.selectivity.cost = p.number("selectivity-cost");
  const auto method = p.chosen<choices::SelectivityMethod>();
  losses.selectivity.method = method == choices::SelectivityMethod::crowd_spikes ? SelectivityLoss::Method::crowd_spikes
                              : method == choices::SelectivityMethod::crowd_tuning
                                  ? SelectivityLoss::Method::crowd_tuning
                                  : SelectivityLoss::Method::crowd_osi;
  losses.selectivity.subtraction_ratio = p.number("selectivity-subtraction");
  losses.sync_cost = p.number("sync-cost");
  losses.fano_samples = whole(p, "fano-samples");
  losses.weight_distribution_cost = p.number("weight-cost");
  losses.annulus_share = p.number("annulus-share");
  losses.core_radius_um = p.number("loss-core-radius");
  return losses;
}

OptimizerSettings optimizer_from(const ParameterSet& p) {
  OptimizerSettings optimizer;
  const auto kind = p.chosen<choices::OptimizerKind>();
  optimizer.kind = kind == choices::OptimizerKind::adam  ? OptimizerSettings::Kind::adam
                   : kind == choices::OptimizerKind::sgd ? OptimizerSettings::Kind::sgd
                                                         : OptimizerSettings::Kind::exp_adam;
  optimizer.momentum = p.number("momentum");
  optimizer.clip_norm = p.number("clip-norm");
  optimizer.clip_value = p.number("clip-value");
  return optimizer;
}

LearningRate learning_rate_from(const ParameterSet& p) {
  LearningRate rate;
  if (p.is(choices::Schedule::warmup_cosine))
    rate.schedule = LearningRate::Schedule::warmup_cosine;
  rate.constant = p.number("learning-rate");
  rate.warmup_start = p.number("lr-warmup-start");
  rate.warmup_target = p.number("lr-warmup-target");
  rate.warmup_updates = whole(p, "lr-warmup-updates");
  rate.cosine_min = p.number("lr-cosine-min");
  rate.cosine_updates = whole(p, "lr-cosine-updates");
  return rate;
}

BpttOptions bptt_from(const ParameterSet& p) {
  BpttOptions bptt;
  AdjointOptions& adjoint = bptt.adjoint;
  adjoint.hard_reset = p.is(choices::Reset::hard);
  if (p.is(choices::Surrogate::gaussian))
    adjoint.surrogate.shape = Surrogate::Shape::gaussian;
  adjoint.surrogate.damping = p.number("surrogate-damping");
  adjoint.surrogate.width = p.number("surrogate-width");
  adjoint.recurrent_damping = p.number("recurrent-damping");
  adjoint.voltage_damping = p.number("voltage-damping");
  adjoint.train_recurrent = !p.is(choices::TrainRecurrent::off);
  adjoint.train_lgn = p.flag("train-lgn");
  adjoint.train_background = p.flag("train-background");
  bptt.memory_bytes = static_cast<std::size_t>(p.number("train-memory")) * 1'000'000;
  bptt.tape = p.is(choices::Tape::half) ? TapePrecision::half : TapePrecision::single;
  return bptt;
}

void check(const TrainingSettings& settings, const ParameterSet& p) {
  if (!p.is(choices::Dynamics::basis4))
    throw Error("Training supports only the dynamics \"basis4\"; use --dynamics basis4.", Error::Kind::usage);
  for (const char* key : {"perturb", "lgn-spikes", "lgn-rates", "background-spikes"})
    if (!p.text(key).empty())
      throw Error(fmt::format("Training runs have no perturbation and generate all their input; omit --{}.", key),
                  Error::Kind::usage);
  for (const char* key : {"lgn-input", "background-input"})
    if (p.choice(key) != "spikes")
      throw Error(fmt::format("Training runs need spikes as input; omit --{}.", key), Error::Kind::usage);
  const AdjointOptions& adjoint = settings.bptt.adjoint;
  if (!adjoint.train_recurrent && !adjoint.train_lgn && !adjoint.train_background)
    throw Error("There is nothing to train: recurrent, LGN and background weights are all off; switch on train-"
                "recurrent, train-lgn or train-background.",
                Error::Kind::usage);
  const TrialSource::Settings& trials = settings.trials;
  if (trials.gray_before_ms + trials.gray_after_ms >= trials.steps)
    throw Error(fmt::format("A trial of {} ms with {} ms of gray before and {} ms after shows no grating; make the "
                            "trial (train-duration) longer or the gray shorter.",
                            trials.steps, trials.gray_before_ms, trials.gray_after_ms),
                Error::Kind::usage);
  const std::int64_t steps = std::int64_t{settings.epochs} * settings.steps_per_epoch;
  if (steps * settings.batch * 2 > TrainingTrials::most)
    throw Error(
        fmt::format(
            "{} epochs of {} steps with {} trials exceed the {} trials with independent noise; reduce the epochs.",
            settings.epochs, settings.steps_per_epoch, settings.batch, TrainingTrials::most),
        Error::Kind::usage);
}

} // namespace

TrainingSettings training_settings(const ParameterSet& p) {
  TrainingSettings settings;
  settings.epochs = whole(p, "epochs");
  settings.steps_per_epoch = whole(p, "steps-per-epoch");
  settings.batch = whole(p, "train-batch");
  if (p.is(choices::TrainOrder::combined))
    settings.order = TrainingSettings::Order::combined;
  settings.gray_every_step = p.is(choices::GrayState::step);
  const auto recurrent = p.chosen<choices::TrainRecurrent>();
  settings.recurrent = recurrent == choices::TrainRecurrent::off          ? TrainingSettings::Recurrent::off
                       : recurrent == choices::TrainRecurrent::edge_types ? TrainingSettings::Recurrent::edge_types
                                                                          : TrainingSettings::Recurrent::synapses;
  settings.validation_batch = whole(p, "validation-batch");
  settings.patience = whole(p, "patience");
  settings.time_limit_s = p.number("max-time") * 3600.0;
  settings.checkpoint_interval_s = p.number("checkpoint-interval") * 60.0;
  settings.trials = trials_from(p);
  settings.losses = losses_from(p);
  settings.optimizer = optimizer_from(p);
  settings.learning_rate = learning_rate_from(p);
  settings.bptt = bptt_from(p);
  settings.on_gpu = p.is(choices::Backend::cuda);
  if (settings.on_gpu) {
    settings.bptt.memory_bytes = std::numeric_limits<std::size_t>::max(); // its own memory is the limit
    settings.bptt.keeps_gradient = settings.recurrent != TrainingSettings::Recurrent::edge_types;
  }
  const int order = settings.order == TrainingSettings::Order::combined ? 2 : 1;
  settings.bptt.adjoint.expected_trials = settings.batch * order;
  check(settings, p);
  take_protocols(p, settings.trials);
  return settings;
}

std::vector<std::string> changed_for_good(const ParameterSet& before, const ParameterSet& now) {
  return differences_on_resume(OnResume::frozen, before, now);
}

bool rate_changed(const ParameterSet& before, const ParameterSet& now) {
  return !differences_on_resume(OnResume::new_schedule, before, now).empty();
}

} // namespace striate
