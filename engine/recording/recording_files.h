// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/recording/recording_thread.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace striate {

/// The kinds of file a recording can hold, to be opened by a RecordingThread. What is pushed are indices into the
/// network; what is written are node ids, those of the files a network came from (neuron_id).
/// Spikes and values of step `ms` belong to the interval (ms, ms + 1] and carry the time ms + 1, so that times are > 0.

struct FileOptions {
  std::filesystem::path file;
  std::string settings_json; ///< embedded as the root attribute striate_settings
  bool overwrite = false;    ///< false: an existing file is an Error
  int compression = 0;       ///< gzip level up to 9; 0 = none, which every reader of SONATA files takes
};

/// SONATA spikes (`/spikes/<population>/timestamps` in ms, `/spikes/<population>/node_ids`;
/// docs/model/files.md#spikes-rates-and-values). Channel 0: ids that fired in the millisecond; sub_step_channel(k, n):
/// in the k-th of its n equal steps, stamped with the end of that step. `expected`: spikes in some 250 ms, for the size
/// of the chunks. node_ids: of every index; empty = the indices themselves.
constexpr int sub_step_channel(int k, int steps) {
  return steps * 4096 + k;
}
RecordingThread::Open spike_file(const FileOptions& options, const std::string& population, std::uint32_t expected,
                                 const std::vector<std::uint64_t>& node_ids = {});
/// Pushes the spikes of one millisecond to a spike file; sub_steps: where those of each of its equal steps end in
/// `ids`.
void push_spikes(RecordingThread& thread, std::size_t file, std::int64_t ms, std::span<const std::uint32_t> ids,
                 std::span<const std::uint32_t> sub_steps);

/// LGN rates (`/firing_rates/lgn/{times, node_id, firing_rates_Hz}`, [time, unit];
/// docs/model/files.md#spikes-rates-and-values). Channel 0: the rates of all units.
RecordingThread::Open rate_file(const FileOptions& options, std::uint32_t units);

/// SONATA report (`/report/<population>/{data, mapping}`; docs/model/files.md#spikes-rates-and-values): one value per
/// point neuron and interval. Channel 0: the values at the end of an interval.
struct ReportOptions : FileOptions {
  std::string population = "v1";
  std::string variable; ///< "v"
  std::string units;    ///< "mV"
  std::vector<std::uint64_t> node_ids;
  double start_ms = 0.0; ///< time of the first value
  double step_ms = 1.0;
  std::vector<std::pair<std::string, std::string>> notes; ///< more attributes of `data`
};
RecordingThread::Open report_file(const ReportOptions& options);

/// The reference's simulation_data.hdf5 (group Data; docs/model/files.md#the-references-file-of-a-trial) for one trial:
/// z [1, ms, neurons] and z_lgn [1, ms, units] uint8; v, input_current, recurrent_current, bottom_up_current [1, ms,
/// core] float16 or float32; beside it time_ms, v1/*, stimulus/*. Compressed at level 1 at least. Channels as in
/// `SimulationChannel`.
struct SimulationChannel {
  enum : int {
    spikes,          ///< ids that fired; the first channel of every step
    lgn_spikes,      ///< LGN units that fired
    v,               ///< of the core, rest 0 and threshold 1
    input_pA,        ///< recurrent + LGN + background
    recurrent_pA,    ///<
    lgn_pA,          ///<
    stimulus_change, ///< direction, spatial and temporal frequency, contrast from this step on
  };
};
struct SimulationFileOptions : FileOptions {
  std::uint32_t neurons = 0, lgn_units = 0;
  std::vector<std::uint64_t> node_ids;                    ///< of every neuron; empty = the indices
  std::vector<std::uint64_t> core;                        ///< indices
  std::vector<double> core_E_L_mV, core_V_th_mV;          ///< of the core's neurons: V = E_L + v (V_th - E_L)
  std::vector<std::string> population_names;              ///< of every neuron
  std::vector<std::pair<std::string, double>> numbers;    ///< attributes of Data
  std::vector<std::pair<std::string, std::string>> texts; ///< attributes of Data
  bool float32 = false;
};
RecordingThread::Open simulation_file(const SimulationFileOptions& options);

} // namespace striate
