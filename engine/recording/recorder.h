// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// Writes spikes to a SONATA file (`/spikes/v1/timestamps` in ms, `/spikes/v1/node_ids`;
/// docs/model/files.md#spikes-rates-and-values) with the settings as JSON in the root attribute `striate_settings` and
/// in `settings.json` beside the file. All HDF5 calls run on the recorder's own thread; push() only copies. The file is
/// flushed at least every 250 ms of wall time and is readable up to the last flush after kill -9. When the disk is
/// full, the file fails or the disk falls 128 MB behind, recording stops, what was flushed stays readable, failure()
/// says why, and push() does nothing more. Thread rule: one thread pushes and closes; failure() and spikes() may be
/// asked from any thread.
class SpikeRecorder {
public:
  struct Options {
    std::filesystem::path file;  ///< spikes.h5; its folder must exist
    std::string settings_json;   ///< embedded
    bool settings_beside = true; ///< also settings.json in the folder of the file
    std::uint32_t neuron_count = 0;
    std::vector<std::uint64_t> node_ids = {}; ///< of every neuron; empty = the indices themselves
    bool overwrite = false;                   ///< false: an existing file is an Error
    int compression = 0;                      ///< gzip level up to 9; 0 = none
  };

  /// Creates the file. Throws Error naming the path and the remedy when it cannot.
  explicit SpikeRecorder(const Options& options);
  ~SpikeRecorder(); ///< closes
  SpikeRecorder(const SpikeRecorder&) = delete;
  SpikeRecorder& operator=(const SpikeRecorder&) = delete;

  /// Spikes of step `ms` >= 0: they are stamped ms + 1, the end of the step, so that times are > 0. Steps come in
  /// ascending order; one that goes back (a reset) stops the recording. Never waits for the disk.
  /// sub_steps: when the millisecond has several equal steps, where the spikes of each end in `ids`; every spike is
  /// then stamped at the end of its own.
  void push(std::int64_t ms, std::span<const std::uint32_t> ids, std::span<const std::uint32_t> sub_steps = {});
  /// Replaces the settings in the file and beside it: edits made while recording belong to the run. Same thread as
  /// push.
  void set_settings(std::string settings_json);
  /// Writes what is left and closes; throws Error when the file is incomplete.
  void close();

  std::string failure() const;  ///< empty while all is well
  std::uint64_t spikes() const; ///< accepted so far; after a failure those that are safe in the file
  const std::filesystem::path& file() const;

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// Spikes read from a file.
struct SpikeFile {
  std::string population;
  std::vector<double> time_ms;
  std::vector<std::uint64_t> node_id;
  std::string settings_json;    ///< empty when the file is not ours
  bool counts_from_one = false; ///< written by NEST, which has no node 0
};

/// The population v1, or the only one. Throws Error naming file and dataset when the file is damaged or not a spike
/// file, or holds several others.
SpikeFile read_spikes(const std::filesystem::path& file);

} // namespace striate
