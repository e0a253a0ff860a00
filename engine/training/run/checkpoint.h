// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/run/history.h"
#include "engine/training/run/trained_weights.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace striate {

/// Where a run stands, apart from its weights; between two updates.
struct TrainingState {
  std::int64_t update = 0;           ///< updates done
  std::vector<double> average_rate;  ///< [N] slow mean of evoked rates, spikes/ms; see SelectivityLoss
  double rate_factor = 1.0;          ///< on the learning rate: halved whenever the run went back
  int times_back = 0;                ///< how often it went back
  std::int64_t gray_round = -1;      ///< round whose initial states these are; -1: none yet
  std::vector<SimulatorState> grays; ///< initial states of the trials of that round
  double best_loss = std::numeric_limits<double>::infinity(); ///< of a validation
  int best_epoch = 0;
  TrainingHistory history;
};

/// A checkpoint as it is in a file, HDF5 (format "striate-training", version 1): TrainingState, weights, moments, the
/// parameters and the digest of the network it belongs to.
struct CheckpointKey {
  std::string parameters; ///< JSON of the ParameterSet
  std::string network_name, network_digest;
};

/// Whole or not at all, on the disk when it returns (core/replace_file.h). Throws Error naming the file.
void write_checkpoint(const std::filesystem::path& file, const CheckpointKey& key, const TrainingState& state,
                      const TrainedWeights& weights);

/// Of which run and network a checkpoint is. Throws Error naming the file: missing, cut off, damaged, no checkpoint,
/// from a newer Striate.
CheckpointKey read_checkpoint_key(const std::filesystem::path& file);
/// The parameters of its run. Throws Error as above.
ParameterSet checkpoint_parameters(const std::filesystem::path& file);

/// Takes the weights over and returns the state. Throws Error as above, and for a checkpoint of another network (by its
/// digest) or of other weights; the weights are as before then.
TrainingState read_checkpoint(const std::filesystem::path& file, const CheckpointKey& key, std::size_t neurons,
                              TrainedWeights& weights, ThreadPool& pool);

} // namespace striate
