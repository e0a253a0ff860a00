// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/recording/recording_files.h"
#include "engine/recording/stream_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace striate {
namespace {

class SpikeFileWriter : public RecordingFile {
public:
  SpikeFileWriter(const FileOptions& options, const std::string& population, std::uint32_t expected,
                  const std::vector<std::uint64_t>& node_ids)
      : stream_(options.file, options.settings_json, options.overwrite), node_ids_(node_ids) {
    const std::string group = "/spikes/" + population;
    StreamFile::Column column;
    // About a quarter of a second: most flushes write full chunks, little is written twice.
    column.chunk_rows = std::bit_floor(std::clamp<std::uint32_t>(expected, 4096, 65536));
    column.deflate = options.compression;
    column.name = group + "/timestamps";
    column.file_type = H5T_IEEE_F64LE;
    column.memory_type = H5T_NATIVE_DOUBLE;
    times_column_ = stream_.add_column(column);
    column.name = group + "/node_ids";
    column.file_type = H5T_STD_U64LE;
    column.memory_type = H5T_NATIVE_UINT64;
    ids_column_ = stream_.add_column(column);
    write_sorting(group);
    stream_.write_text_attribute(group + "/timestamps", "units", "ms");
  }

  void write(int channel, std::int64_t ms, std::span<const std::uint32_t> words) override {
    const std::int64_t steps = channel == 0 ? 1 : channel / sub_step_channel(0, 1);
    const std::int64_t step = channel == 0 ? 0 : channel % sub_step_channel(0, 1);
    // One division of whole numbers: the double nearest to the decimal fraction.
    const double time_ms = static_cast<double>(ms * steps + step + 1) / static_cast<double>(steps);
    times_.assign(words.size(), time_ms);
    ids_.assign(words.begin(), words.end());
    if (!node_ids_.empty())
      for (std::uint64_t& id : ids_)
        id = node_ids_[id];
    stream_.append<double>(times_column_, times_);
    stream_.append<std::uint64_t>(ids_column_, ids_);
  }
  StreamFile& stream() override { return stream_; }

private:
  /// The enumeration of SONATA; readers that take its whole numbers want all three names.
  void write_sorting(const std::string& group) {
    const hdf5::Id type(H5Tenum_create(H5T_STD_U8LE), H5Tclose);
    std::uint8_t value = 0;
    for (const char* name : {"none", "by_id", "by_time"}) {
      H5Tenum_insert(type, name, &value);
      ++value;
    }
    const std::uint8_t by_time = 2;
    const hdf5::Id space(H5Screate(H5S_SCALAR), H5Sclose);
    const hdf5::Id object =
        hdf5::checked(H5Oopen(stream_.root(), group.c_str(), H5P_DEFAULT), H5Oclose, stream_.path(), group);
    const hdf5::Id attribute = hdf5::checked(H5Acreate2(object, "sorting", type, space, H5P_DEFAULT, H5P_DEFAULT),
                                             H5Aclose, stream_.path(), "The attribute sorting");
    if (H5Awrite(attribute, type, &by_time) < 0)
      throw Error(fmt::format("The attribute sorting of {} could not be written: {}.", stream_.path().string(),
                              hdf5::last_reason()));
  }

  StreamFile stream_;
  std::size_t times_column_ = 0, ids_column_ = 0;
  std::vector<double> times_;
  std::vector<std::uint64_t> ids_, node_ids_;
};

} // namespace

RecordingThread::Open spike_file(const FileOptions& options, const std::string& population, std::uint32_t expected,
                                 const std::vector<std::uint64_t>& node_ids) {
  return [=] { return std::make_unique<SpikeFileWriter>(options, population, expected, node_ids); };
}

void push_spikes(RecordingThread& thread, std::size_t file, std::int64_t ms, std::span<const std::uint32_t> ids,
                 std::span<const std::uint32_t> sub_steps) {
  const auto steps = static_cast<int>(sub_steps.size());
  if (steps <= 1) {
    thread.push(file, 0, ms, ids);
    return;
  }
  std::uint32_t begin = 0;
  for (int k = 0; k < steps; ++k) {
    const std::uint32_t end = sub_steps[static_cast<std::size_t>(k)];
    if (end != begin)
      thread.push(file, sub_step_channel(k, steps), ms, ids.subspan(begin, end - begin));
    begin = end;
  }
}

} // namespace striate
