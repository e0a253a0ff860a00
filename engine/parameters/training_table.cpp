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
           "Epochs of a training run; each ends with a validation on held-out stimuli."),
      on_resume(OnResume::frozen,
                real("steps-per-epoch", group, "Steps per epoch", "", 1.0, 10000.0, 5.0, 0, 25.0,
                     "Training steps per epoch; each has one batch of gratings and one of gray screens.")),
      on_resume(OnResume::frozen, real("train-batch", group, "Batch", "trials", 1.0, 256.0, 1.0, 0, 5.0,
                                       "Trials of each kind, evoked and spontaneous, in a training step.")),
      real("train-duration", group, "Trial", "ms", 10.0, 10000.0, 100.0, 0, 500.0,
           "Duration of a training trial. The synchronization loss excludes its first 200 ms."),
      real("train-gray-before", group, "Gray before", "ms", 0.0, 10000.0, 50.0, 0, 0.0,
           "Gray screen at the start of a training trial, outside the window of rate and selectivity losses."),
      real("train-gray-after", group, "Gray after", "ms", 0.0, 10000.0, 50.0, 0, 0.0,
           "Gray screen at the end of a training trial, outside the window of rate and selectivity losses."),
      on_resume(
          OnResume::frozen,
          choice(
              "train-order", group, "Order", {"sequential", "combined"}, 0,
              "sequential: one update after the gratings and one after the gray screens (as published); combined: one "
              "update for both.")),
      on_resume(OnResume::frozen, choice("gray-state", group, "Initial state", {"epoch", "step"}, 0,
                                         "How often the gray-screen initial state of the trials is recomputed: every "
                                         "epoch (as published) or every step.")),
      on_resume(OnResume::frozen,
                real("validation-batch", group, "Validation trials", "trials", 1.0, 256.0, 1.0, 0, 8.0,
                     "Validation trials of each kind; their directions are equally spaced (with a protocol, rows are "
                     "sampled evenly). Their noise is fixed and never used in training.")),
      text("validation-protocol", group, "Validation protocol",
           "Stimuli of the validation, as for protocol. Empty: with a protocol every fifth of its rows that are not "
           "gray, which training leaves out (all of them when there are fewer than five); without one gratings."),
      real("patience", group, "Patience", "epochs", 1.0, 100000.0, 10.0, 0, 500.0,
           "Early stopping: epochs without improvement of the validation."),
      real("max-time", group, "Time limit", "h", 0.0, 10000.0, 1.0, 3, 0.0,
           "Training stops with a checkpoint after this time; 0 = no limit."),
      real("checkpoint-interval", group, "Checkpoint every", "min", 0.0, 10000.0, 1.0, 1, 10.0,
           "Interval of checkpoints within an epoch; 0 = only after each epoch."),
      real("train-memory", group, "Memory", "MB", 1.0, 1.0e7, 256.0, 0, 2048.0,
           "Memory budget for stored activations. With less, segments of the forward pass are recomputed, with the "
           "same result. A GPU (backend cuda) uses its free memory instead."),
      choice("train-tape", group, "Tape precision", {"single", "half"}, 0,
             "Precision in which a GPU stores membrane potentials for the backward pass; half needs half the memory "
             "and changes gradients by about 1e-5 of the largest."),
  };
}

std::vector<Parameter> optimizer() {
  return {
      on_resume(OnResume::frozen,
                choice("train-recurrent", group, "Recurrent weights", {"synapses", "edge-types", "off"}, 0,
                       "synapses: every recurrent weight; edge-types: one factor for all synapses from a population to "
                       "a cell model; off: fixed.")),
      on_resume(OnResume::frozen,
                flag("train-lgn", group, "LGN weights", false, "Train the weights of the LGN synapses.")),
      on_resume(OnResume::frozen, flag("train-background", group, "Background weights", true,
                                       "Train the weights of the background synapses.")),
      on_resume(
          OnResume::frozen,
          choice("optimizer", group, "Optimizer", {"exp-adam", "adam", "sgd"}, 0,
                 "exp-adam: Adam on the logarithm of the weights, which keeps their signs (as published); adam and sgd "
                 "keep weights on their side of zero.")),
      real("momentum", group, "Momentum", "", 0.0, 0.999, 0.1, 3, 0.0, "Momentum of the optimizer sgd."),
      on_resume(OnResume::new_schedule, real("learning-rate", group, "Learning rate", "", 0.0, 1000.0, 0.001, 5, 0.005,
                                             "Learning rate of the schedule \"constant\".")),
      on_resume(OnResume::new_schedule,
                choice("lr-schedule", group, "Schedule", {"constant", "warmup-cosine"}, 0,
                       "constant: fixed learning rate; warmup-cosine: linear warm-up, then cosine decay, counted in "
                       "updates (two per step when the order is sequential).")),
      on_resume(OnResume::new_schedule, real("lr-warmup-start", group, "Warm-up from", "", 0.0, 1000.0, 0.01, 5, 0.08,
                                             "Initial rate of the warm-up.")),
      on_resume(OnResume::new_schedule, real("lr-warmup-target", group, "Warm-up to", "", 0.0, 1000.0, 0.01, 5, 0.04,
                                             "Rate at the end of the warm-up, where the cosine begins.")),
      on_resume(OnResume::new_schedule, real("lr-warmup-updates", group, "Warm-up", "updates", 0.0, 1.0e6, 10.0, 0,
                                             120.0, "Updates of the warm-up.")),
      on_resume(OnResume::new_schedule, real("lr-cosine-min", group, "Cosine to", "", 0.0, 1000.0, 0.001, 5, 0.001,
                                             "Rate at the end of the cosine.")),
      on_resume(OnResume::new_schedule, real("lr-cosine-updates", group, "Cosine", "updates", 0.0, 1.0e6, 10.0, 0,
                                             880.0, "Updates of the cosine.")),
      real("clip-norm", group, "Gradient norm clipping", "", 0.0, 1.0e9, 1.0, 3, 0.0,
           "Maximum gradient norm over all weights; 0 = off."),
      real("clip-value", group, "Gradient value clipping", "", 0.0, 1.0e9, 1.0, 3, 0.0,
           "Maximum absolute value of a gradient component; 0 = off."),
  };
}

std::vector<Parameter> costs() {
  return {
      real("rate-cost", losses, "Rate cost", "", 0.0, 1.0e12, 1000.0, 2, 10000.0,
           "Cost of the distance between the distributions of firing rates, type by type, and those of the "
           "recordings."),
      choice("rate-weights", losses, "Rate weights", {"reference", "standard"}, 0,
             "Asymmetry of the quantile loss. reference: as published, the mirror image of quantile regression; "
             "standard: that of quantile regression."),
      path(text("rate-targets", losses, "Rate targets",
                "Table of rate quantiles by cell type (csv, columns as in resources/reference/"
                "neuropixels_quantiles.csv); empty: the program's, from Neuropixels recordings.")),
      flag("all-neuron-rate", losses, "Rate of all neurons", false,
           "The rate loss counts all neurons in full instead of those in the core only."),
      real("voltage-cost", losses, "Voltage cost", "", 0.0, 1.0e12, 0.5, 3, 1.0,
           "Cost of membrane potentials outside the range of the voltage mode."),
      choice("voltage-mode", losses, "Voltage mode", {"threshold", "range"}, 0,
             "threshold: squared distance from the threshold; range: squared distance from between rest and "
             "threshold."),
      real("selectivity-cost", losses, "OSI/DSI cost", "", 0.0, 1.0e12, 5.0, 2, 20.0,
           "Cost of orientation and direction selectivity that differ from the recordings; under gratings only."),
      choice("selectivity-method", losses, "OSI/DSI method", {"crowd-osi", "crowd-spikes", "crowd-tuning"}, 0,
             "crowd-osi: selectivity of each cell type as a crowd (as published); crowd-spikes: spikes weighed by the "
             "distance between a cell's tuning angle and the direction shown; crowd-tuning: crowd-osi whose gradient "
             "holds the mean of the crowd constant, so that no type becomes selective by falling silent."),
      real("selectivity-subtraction", losses, "Subtraction", "", 0.0, 100.0, 0.1, 3, 0.0,
           "Fraction of the cost of untuned cells that crowd-spikes subtracts."),
      real("sync-cost", losses, "Synchronization cost", "", 0.0, 1.0e12, 0.5, 3, 1.5,
           "Cost of population Fano factors that differ from the recordings."),
      real("fano-samples", losses, "Populations", "", 1.0, 100000.0, 100.0, 0, 500.0,
           "Random populations of excitatory cells in the synchronization loss."),
      real("weight-cost", losses, "Weight cost", "", 0.0, 1.0e12, 1.0, 3, 10.0,
           "Cost of distributions of recurrent weights, by pair of cell types, that drift from the initial ones."),
      real("annulus-share", losses, "Annulus share", "", 0.0, 100.0, 0.05, 3, 0.1,
           "Share of rate and OSI/DSI cost for the neurons outside the core."),
      real("loss-core-radius", losses, "Core radius", "µm", 0.0, 10000.0, 10.0, 1, 200.0,
           "Neurons within this distance of the column's axis form the core in the losses; 0 = all."),
  };
}

std::vector<Parameter> backward() {
  return {
      choice("surrogate", gradient, "Surrogate", {"triangular", "gaussian"}, 0,
             "Surrogate gradient: replaces the derivative of the spike threshold."),
      real("surrogate-damping", gradient, "Surrogate damping", "", 0.0, 10.0, 0.05, 3, 0.1,
           "Height of the surrogate at threshold."),
      real("surrogate-width", gradient, "Surrogate width", "", 0.001, 10.0, 0.05, 3, 0.3,
           "Width of the Gaussian, as a fraction of the distance from rest to threshold."),
      real("recurrent-damping", gradient, "Recurrent gradient damping", "", 0.0, 1.0, 0.05, 3, 0.1,
           "Fraction of the gradient that passes through recurrent synapses."),
      real("voltage-damping", gradient, "Voltage gradient damping", "", 0.0, 1.0, 0.05, 3, 0.5,
           "Fraction of the gradient that passes through the membrane potential in time."),
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
