// SPDX-License-Identifier: Apache-2.0
#include "engine/parameters/table_parts.h"

namespace striate::table {

namespace {

constexpr const char* group = "Training";
constexpr const char* losses = "Training losses";
constexpr const char* gradient = "Training gradient";

std::vector<Parameter> protocol() {
  return {
      real("epochs", group, "Epochs", "", 1.0, 100000.0, 5.0, 0, 75.0,
           "Epochs of a training run; the network is validated on held-out stimuli after each epoch."),
      on_resume(OnResume::frozen,
                real("steps-per-epoch", group, "Steps per epoch", "", 1.0, 10000.0, 5.0, 0, 25.0,
                     "Training steps per epoch; each step shows one batch of gratings and one of gray screens.")),
      on_resume(OnResume::frozen, real("train-batch", group, "Batch", "trials", 1.0, 256.0, 1.0, 0, 5.0,
                                       "Evoked and spontaneous trials, this many of each, in a training step.")),
      real("train-duration", group, "Trial", "ms", 10.0, 10000.0, 100.0, 0, 500.0,
           "Length of a training trial. The synchronization loss excludes the first 200 ms."),
      real("train-gray-before", group, "Gray before", "ms", 0.0, 10000.0, 50.0, 0, 0.0,
           "Gray screen at the start of a training trial, excluded from rate and selectivity losses."),
      real("train-gray-after", group, "Gray after", "ms", 0.0, 10000.0, 50.0, 0, 0.0,
           "Gray screen at the end of a training trial, excluded from rate and selectivity losses."),
      on_resume(
          OnResume::frozen,
          choice(
              "train-order", group, "Order", {"sequential", "combined"}, 0,
              "sequential: one update after the gratings and one after the gray screens (as published); combined: one "
              "update for both.")),
      on_resume(OnResume::frozen, choice("gray-state", group, "Initial state", {"epoch", "step"}, 0,
                                         "How often the gray-screen initial state of all trials is recomputed: every "
                                         "epoch (as published) or every step.")),
      on_resume(OnResume::frozen,
                real("validation-batch", group, "Validation trials", "trials", 1.0, 256.0, 1.0, 0, 8.0,
                     "Evoked and spontaneous validation trials, this many of each; their directions are equally spaced "
                     "(with a protocol, evenly spaced rows), and their noise is fixed and never used in training.")),
      text("validation-protocol", group, "Validation protocol",
           "Validation stimuli, given as for protocol. Empty: with a protocol every fifth non-gray row, excluded from "
           "training (all of them if there are fewer than five); otherwise gratings."),
      real("patience", group, "Patience", "epochs", 1.0, 100000.0, 10.0, 0, 500.0,
           "Early stopping: training ends after this many epochs without a better validation."),
      real("max-time", group, "Time limit", "h", 0.0, 10000.0, 1.0, 3, 0.0,
           "Training stops with a checkpoint after this time; 0 = no limit."),
      real("checkpoint-interval", group, "Checkpoint every", "min", 0.0, 10000.0, 1.0, 1, 10.0,
           "A checkpoint is written after every epoch and at this interval within it; 0 = only after epochs."),
      real("train-memory", group, "Memory", "MB", 1.0, 1.0e7, 256.0, 0, 2048.0,
           "Memory budget for stored activations. With less, the forward pass is recomputed in segments, with the same "
           "result. On a GPU (backend cuda) its free memory is the limit instead."),
      choice("train-tape", group, "Tape precision", {"single", "half"}, 0,
             "Precision of the membrane potentials stored on a GPU for the backward pass; half needs half the memory "
             "and changes gradients by about 1e-5 of the maximum."),
  };
}

std::vector<Parameter> optimizer() {
  return {
      on_resume(OnResume::frozen,
                choice("train-recurrent", group, "Recurrent weights", {"synapses", "edge-types", "off"}, 0,
                       "synapses: train every recurrent weight; edge-types: train one factor per source population and "
                       "target cell model; off: keep them fixed.")),
      on_resume(OnResume::frozen,
                flag("train-lgn", group, "LGN weights", false, "Train the weights of the LGN synapses.")),
      on_resume(OnResume::frozen, flag("train-background", group, "Background weights", true,
                                       "Train the weights of the background synapses.")),
      on_resume(OnResume::frozen,
                choice("optimizer", group, "Optimizer", {"exp-adam", "adam", "sgd"}, 0,
                       "exp-adam: Adam on the logarithm of the weights, which preserves their signs (as published); "
                       "adam and sgd clamp weights at zero so that no sign changes.")),
      real("momentum", group, "Momentum", "", 0.0, 0.999, 0.1, 3, 0.0, "Momentum of the sgd optimizer."),
      on_resume(OnResume::new_schedule, real("learning-rate", group, "Learning rate", "", 0.0, 1000.0, 0.001, 5, 0.005,
                                             "Learning rate of the \"constant\" schedule.")),
      on_resume(OnResume::new_schedule,
                choice("lr-schedule", group, "Schedule", {"constant", "warmup-cosine"}, 0,
                       "constant: fixed learning rate; warmup-cosine: linear warm-up, then half-cosine decay. Counts "
                       "updates: two per step if the order is sequential.")),
      on_resume(OnResume::new_schedule, real("lr-warmup-start", group, "Warm-up from", "", 0.0, 1000.0, 0.01, 5, 0.08,
                                             "Initial learning rate of the warm-up.")),
      on_resume(OnResume::new_schedule,
                real("lr-warmup-target", group, "Warm-up to", "", 0.0, 1000.0, 0.01, 5, 0.04,
                     "Learning rate at the end of the warm-up, where the cosine decay begins.")),
      on_resume(OnResume::new_schedule, real("lr-warmup-updates", group, "Warm-up", "updates", 0.0, 1.0e6, 10.0, 0,
                                             120.0, "Duration of the warm-up.")),
      on_resume(OnResume::new_schedule, real("lr-cosine-min", group, "Cosine to", "", 0.0, 1000.0, 0.001, 5, 0.001,
                                             "Learning rate at the end of the cosine decay.")),
      on_resume(OnResume::new_schedule, real("lr-cosine-updates", group, "Cosine", "updates", 0.0, 1.0e6, 10.0, 0,
                                             880.0, "Duration of the cosine decay.")),
      real("clip-norm", group, "Norm clipping", "", 0.0, 1.0e9, 1.0, 3, 0.0,
           "Gradient norm clipping: maximum norm of the gradient over all weights; 0 = off."),
      real("clip-value", group, "Value clipping", "", 0.0, 1.0e9, 1.0, 3, 0.0,
           "Gradient value clipping: maximum magnitude of each component; 0 = off."),
  };
}

std::vector<Parameter> costs() {
  return {
      real("rate-cost", losses, "Rate cost", "", 0.0, 1.0e12, 1000.0, 2, 10000.0,
           "Cost of the distance between model and recorded distributions of firing rates, per cell type."),
      choice("rate-weights", losses, "Rate weights", {"reference", "standard"}, 0,
             "Asymmetry of the quantile loss. reference: as published, the mirror image of quantile regression; "
             "standard: quantile regression."),
      path(text(
          "rate-targets", losses, "Rate targets",
          "Table of rate quantiles by cell type (csv, columns as in resources/reference/neuropixels_quantiles.csv); "
          "empty: the built-in table from Neuropixels recordings.")),
      flag("all-neuron-rate", losses, "All-neuron rate", false,
           "The rate loss counts all neurons in full, not only those of the core."),
      real("voltage-cost", losses, "Voltage cost", "", 0.0, 1.0e12, 0.5, 3, 1.0,
           "Cost of membrane potentials outside their target range."),
      choice("voltage-mode", losses, "Voltage mode", {"threshold", "range"}, 0,
             "threshold: squared distance from the threshold; range: squared distance outside the range from rest to "
             "threshold."),
      real("selectivity-cost", losses, "OSI/DSI cost", "", 0.0, 1.0e12, 5.0, 2, 20.0,
           "Cost of deviations of orientation and direction selectivity from the recordings; gratings only."),
      choice("selectivity-method", losses, "OSI/DSI method", {"crowd-osi", "crowd-spikes", "crowd-tuning"}, 0,
             "crowd-osi: population selectivity of each cell type (as published); crowd-spikes: spikes weighted by the "
             "difference between tuning angle and stimulus direction; crowd-tuning: crowd-osi with the population mean "
             "held constant in the gradient, so that no type becomes selective by falling silent."),
      real("selectivity-subtraction", losses, "Subtraction", "", 0.0, 100.0, 0.1, 3, 0.0,
           "Share of an untuned population's cost that crowd-spikes subtracts."),
      real("sync-cost", losses, "Synchronization cost", "", 0.0, 1.0e12, 0.5, 3, 1.5,
           "Cost of deviations of population Fano factors from the recordings."),
      real("fano-samples", losses, "Populations", "", 1.0, 100000.0, 100.0, 0, 500.0,
           "Random populations of excitatory cells in the synchronization loss."),
      real("weight-cost", losses, "Weight cost", "", 0.0, 1.0e12, 1.0, 3, 10.0,
           "Cost of drift of the recurrent weight distributions from their initial ones, by pair of cell types."),
      real("annulus-share", losses, "Annulus share", "", 0.0, 100.0, 0.05, 3, 0.1,
           "Weight of rate and OSI/DSI costs for neurons outside the core."),
      real("loss-core-radius", losses, "Core radius", "µm", 0.0, 10000.0, 10.0, 1, 200.0,
           "Neurons within this distance of the column axis are the core of the losses; 0 = all."),
  };
}

std::vector<Parameter> backward() {
  return {
      choice("surrogate", gradient, "Surrogate", {"triangular", "gaussian"}, 0,
             "Surrogate gradient: replaces the derivative of the spike threshold."),
      real("surrogate-damping", gradient, "Surrogate damping", "", 0.0, 10.0, 0.05, 3, 0.1,
           "Height of the surrogate gradient at threshold."),
      real("surrogate-width", gradient, "Surrogate width", "", 0.001, 10.0, 0.05, 3, 0.3,
           "Width of the Gaussian as a fraction of the distance from rest to threshold."),
      real("recurrent-damping", gradient, "Recurrent damping", "", 0.0, 1.0, 0.05, 3, 0.1,
           "Recurrent gradient damping: fraction that passes back from a neuron's spikes through a synapse."),
      real("voltage-damping", gradient, "Voltage damping", "", 0.0, 1.0, 0.05, 3, 0.5,
           "Damping of the voltage gradient: fraction removed from the path through the membrane potential over time."),
  };
}

} // namespace

std::vector<Parameter> training_parameters() {
  std::vector<Parameter> table;
  for (const auto& part : {protocol(), optimizer(), costs(), backward()})
    table.insert(table.end(), part.begin(), part.end());
  return table;
}

} // namespace striate::table
