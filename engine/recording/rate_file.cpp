// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/recording_files.h"
#include "engine/recording/stream_file.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace striate {
namespace {

class RateFileWriter : public RecordingFile {
public:
  RateFileWriter(const FileOptions& options, std::uint32_t units)
      : stream_(options.file, options.settings_json, options.overwrite) {
    StreamFile::Column times;
    times.name = "/firing_rates/lgn/times";
    times.file_type = H5T_IEEE_F64LE;
    times.memory_type = H5T_NATIVE_DOUBLE;
    times.chunk_rows = 1024;
    times.deflate = options.compression;
    times_column_ = stream_.add_column(times);
    StreamFile::Column rates;
    rates.name = "/firing_rates/lgn/firing_rates_Hz";
    rates.file_type = H5T_IEEE_F32LE;
    rates.row = {std::max(1u, units)};
    rates.chunk_rows = 64;
    rates.chunk_columns = 4096;
    rates.deflate = options.compression;
    rates.fill = std::numeric_limits<float>::quiet_NaN();
    rates_column_ = stream_.add_column(rates);
    std::vector<std::uint64_t> ids(units);
    std::iota(ids.begin(), ids.end(), std::uint64_t{0});
    stream_.write_small("/firing_rates/lgn/node_id", H5T_STD_U64LE, H5T_NATIVE_UINT64, ids.data(), ids.size());
    stream_.write_text_attribute(times.name, "units", "ms");
    stream_.write_text_attribute(rates.name, "units", "Hz");
  }

  void write(int /*channel*/, std::int64_t ms, std::span<const std::uint32_t> words) override {
    const double time = static_cast<double>(ms) + 1.0;
    stream_.append(times_column_, std::span(&time, 1));
    stream_.append(rates_column_, words);
  }
  StreamFile& stream() override { return stream_; }

private:
  StreamFile stream_;
  std::size_t times_column_ = 0, rates_column_ = 0;
};

} // namespace

RecordingThread::Open rate_file(const FileOptions& options, std::uint32_t units) {
  return [=] { return std::make_unique<RateFileWriter>(options, units); };
}

} // namespace striate
