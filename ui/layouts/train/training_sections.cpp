// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/training_sections.h"

#include "engine/parameters/parameter_set.h"

#include <QObject>

namespace striate {

const std::vector<TrainingSection>& training_sections() {
  static const std::vector<TrainingSection> sections{
      {QObject::tr("Run"),
       {"epochs", "steps-per-epoch", "train-batch", "train-duration", "train-memory", "train-tape"},
       true},
      {QObject::tr("Learning"),
       {"train-recurrent", "train-lgn", "train-background", "lr-schedule", "learning-rate", "lr-warmup-start",
        "lr-warmup-target", "lr-warmup-updates", "lr-cosine-min", "lr-cosine-updates"},
       true},
      {QObject::tr("Costs"), {"rate-cost", "selectivity-cost", "sync-cost", "voltage-cost", "weight-cost"}, true},
      {QObject::tr("Losses"),
       {"rate-targets", "rate-weights", "all-neuron-rate", "selectivity-method", "selectivity-subtraction",
        "voltage-mode", "fano-samples", "annulus-share", "loss-core-radius"}},
      {QObject::tr("Trials"),
       {"train-order", "gray-state", "train-gray-before", "train-gray-after", "protocol", "validation-batch",
        "validation-protocol", "seed"}},
      {QObject::tr("Optimizer"),
       {"optimizer", "momentum", "clip-norm", "clip-value", "surrogate", "surrogate-damping", "surrogate-width",
        "recurrent-damping", "voltage-damping"}},
      {QObject::tr("Stopping and checkpoints"), {"patience", "max-time", "checkpoint-interval"}}};
  return sections;
}

bool matters_in_training(const std::string& key, const ParameterSet& parameters) {
  const bool cosine = parameters.is(choices::Schedule::warmup_cosine);
  if (key == "learning-rate")
    return !cosine;
  if (key.starts_with("lr-") && key != "lr-schedule")
    return cosine;
  if (key == "momentum")
    return parameters.is(choices::OptimizerKind::sgd);
  if (key == "selectivity-subtraction")
    return parameters.is(choices::SelectivityMethod::crowd_spikes);
  return key != "surrogate-width" || parameters.is(choices::Surrogate::gaussian);
}

} // namespace striate
