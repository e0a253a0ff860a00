// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/half_float.h"
#include "engine/recording/recording_files.h"
#include "engine/recording/stream_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <ctime>
#include <numeric>

namespace striate {
namespace {

/// IEEE 754 half precision, which HDF5 has no name for.
hdf5::Id half_type() {
  hdf5::Id type(H5Tcopy(H5T_IEEE_F32LE), H5Tclose);
  H5Tset_fields(type, 15, 10, 5, 0, 10);
  H5Tset_size(type, 2);
  H5Tset_ebias(type, 15);
  return type;
}

constexpr std::array core_names = {"v", "input_current", "recurrent_current", "bottom_up_current"};
constexpr std::array stimulus_names = {"direction_deg", "spatial_frequency_cpd", "temporal_frequency_Hz", "contrast"};

class SimulationFileWriter : public RecordingFile {
public:
  explicit SimulationFileWriter(const SimulationFileOptions& options)
      : stream_(options.file, options.settings_json, options.overwrite), float32_(options.float32),
        deflate_(std::max(1, options.compression)), spikes_(options.neurons),
        lgn_spikes_(std::max(1u, options.lgn_units)) {
    add_data_columns(options);
    add_times_and_stimulus();
    write_facts(options);
  }

  void write(int channel, std::int64_t ms, std::span<const std::uint32_t> words) override {
    switch (channel) {
    case SimulationChannel::spikes: {
      append_flags(z_column_, spikes_, words);
      const double time = static_cast<double>(ms) + 1.0;
      stream_.append(time_column_, std::span(&time, 1));
      break;
    }
    case SimulationChannel::lgn_spikes:
      append_flags(lgn_column_, lgn_spikes_, words);
      break;
    case SimulationChannel::stimulus_change: {
      const double time = static_cast<double>(ms);
      stream_.append(stimulus_time_column_, std::span(&time, 1));
      for (std::size_t i = 0; i < words.size(); ++i)
        stream_.append(stimulus_column_ + i, words.subspan(i, 1));
      break;
    }
    default:
      append_core(core_column_ + static_cast<std::size_t>(channel - SimulationChannel::v), words);
    }
  }
  StreamFile& stream() override { return stream_; }

private:
  std::size_t add(const std::string& name, hid_t file_type, hid_t memory_type, hsize_t width) {
    StreamFile::Column column;
    column.name = name;
    column.file_type = file_type;
    column.memory_type = memory_type;
    column.row = {width};
    column.chunk_rows = std::clamp<hsize_t>((hsize_t{1} << 20) / width, 1, 256);
    column.chunk_columns = 16384;
    column.deflate = deflate_;
    column.trial_dimension = true;
    return stream_.add_column(column);
  }

  void add_data_columns(const SimulationFileOptions& options) {
    z_column_ = add("/Data/z", H5T_STD_U8LE, H5T_NATIVE_UINT8, std::max(1u, options.neurons));
    lgn_column_ = add("/Data/z_lgn", H5T_STD_U8LE, H5T_NATIVE_UINT8, lgn_spikes_.size());
    half_ = half_type();
    for (const char* name : core_names) {
      const std::string full = std::string("/Data/") + name;
      const hid_t file_type = float32_ ? H5T_IEEE_F32LE : static_cast<hid_t>(half_);
      const std::size_t column =
          add(full, file_type, float32_ ? H5T_NATIVE_FLOAT : static_cast<hid_t>(half_), options.core.size());
      if (name == core_names.front())
        core_column_ = column;
      stream_.write_text_attribute(full, "units", name == core_names.front() ? "1 (rest 0, threshold 1)" : "pA");
    }
  }

  void add_times_and_stimulus() {
    StreamFile::Column time;
    time.name = "/time_ms";
    time.file_type = H5T_IEEE_F64LE;
    time.memory_type = H5T_NATIVE_DOUBLE;
    time.chunk_rows = 1024;
    time_column_ = stream_.add_column(time);
    time.name = "/stimulus/from_ms";
    stimulus_time_column_ = stream_.add_column(time);
    time.file_type = H5T_IEEE_F32LE;
    time.memory_type = H5T_NATIVE_FLOAT;
    for (const char* name : stimulus_names) {
      time.name = std::string("/stimulus/") + name;
      const std::size_t column = stream_.add_column(time);
      if (name == stimulus_names.front())
        stimulus_column_ = column;
    }
  }

  void write_facts(const SimulationFileOptions& options) {
    std::vector<std::uint64_t> ids = options.node_ids;
    if (ids.empty()) {
      ids.resize(options.neurons);
      std::iota(ids.begin(), ids.end(), std::uint64_t{0});
    }
    std::vector<std::uint64_t> core;
    for (const std::uint64_t index : options.core)
      core.push_back(ids[index]);
    stream_.write_small("/v1/node_id", H5T_STD_U64LE, H5T_NATIVE_UINT64, ids.data(), ids.size());
    stream_.write_small("/v1/core_node_id", H5T_STD_U64LE, H5T_NATIVE_UINT64, core.data(), core.size());
    stream_.write_small("/v1/core_E_L_mV", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, options.core_E_L_mV.data(),
                        options.core_E_L_mV.size());
    stream_.write_small("/v1/core_V_th_mV", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, options.core_V_th_mV.data(),
                        options.core_V_th_mV.size());
    stream_.write_texts("/v1/pop_name", options.population_names);
    const hdf5::Id group =
        hdf5::checked(H5Gopen2(stream_.root(), "/Data", H5P_DEFAULT), H5Gclose, options.file, "/Data");
    for (const auto& [name, value] : options.numbers)
      hdf5::write_number(group, name.c_str(), value, options.file);
    for (const auto& [name, value] : options.texts)
      hdf5::write_text(group, name.c_str(), value, options.file);
    hdf5::write_number(group, "Date", static_cast<double>(std::time(nullptr)), options.file);
  }

  /// One row of 0 and 1.
  void append_flags(std::size_t column, std::vector<std::uint8_t>& flags, std::span<const std::uint32_t> ids) {
    for (const std::uint32_t id : ids)
      flags[id] = 1;
    stream_.append<std::uint8_t>(column, flags);
    for (const std::uint32_t id : ids)
      flags[id] = 0;
  }

  void append_core(std::size_t column, std::span<const std::uint32_t> words) {
    if (float32_) {
      stream_.append(column, words);
      return;
    }
    halves_.resize(words.size());
    std::transform(words.begin(), words.end(), halves_.begin(),
                   [](std::uint32_t word) { return half_bits(std::bit_cast<float>(word)); });
    stream_.append<std::uint16_t>(column, halves_);
  }

  StreamFile stream_;
  hdf5::Id half_;
  bool float32_;
  int deflate_;
  std::vector<std::uint8_t> spikes_, lgn_spikes_; ///< all 0 between calls
  std::vector<std::uint16_t> halves_;
  std::size_t z_column_ = 0, lgn_column_ = 0, core_column_ = 0, time_column_ = 0, stimulus_time_column_ = 0,
              stimulus_column_ = 0;
};

} // namespace

RecordingThread::Open simulation_file(const SimulationFileOptions& options) {
  return [=] { return std::make_unique<SimulationFileWriter>(options); };
}

} // namespace striate
