// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/recording_files.h"
#include "engine/recording/stream_file.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace striate {
namespace {

constexpr hsize_t buffered_bytes = hsize_t{8} << 20; ///< of one report: the chunks that are being filled

class ReportFileWriter : public RecordingFile {
public:
  explicit ReportFileWriter(const ReportOptions& options)
      : stream_(options.file, options.settings_json, options.overwrite), group_("/report/" + options.population),
        start_ms_(options.start_ms), step_ms_(options.step_ms) {
    const std::size_t cells = options.node_ids.size();
    StreamFile::Column data;
    data.name = group_ + "/data";
    data.file_type = H5T_IEEE_F32LE;
    data.row = {cells};
    data.chunk_rows = std::clamp<hsize_t>(buffered_bytes / (sizeof(float) * cells), 1, 1024);
    data.chunk_columns = 4096;
    data.deflate = options.compression;
    data.fill = std::numeric_limits<float>::quiet_NaN();
    stream_.add_column(data);
    stream_.write_text_attribute(data.name, "variable", options.variable);
    stream_.write_text_attribute(data.name, "units", options.units);
    for (const auto& [name, text] : options.notes)
      stream_.write_text_attribute(data.name, name.c_str(), text);

    const std::string mapping = group_ + "/mapping";
    const std::vector<std::uint32_t> element(cells, 0); // every cell is one point
    const std::vector<float> position(cells, 0.0f);
    std::vector<std::uint64_t> pointers(cells + 1);
    std::iota(pointers.begin(), pointers.end(), std::uint64_t{0});
    stream_.write_small(mapping + "/node_ids", H5T_STD_U64LE, H5T_NATIVE_UINT64, options.node_ids.data(), cells);
    stream_.write_small(mapping + "/element_ids", H5T_STD_U32LE, H5T_NATIVE_UINT32, element.data(), cells);
    stream_.write_small(mapping + "/element_pos", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, position.data(), cells);
    // Programs write the one name, the written standard has the other.
    for (const char* name : {"/index_pointer", "/index_pointers"})
      stream_.write_small(mapping + name, H5T_STD_U64LE, H5T_NATIVE_UINT64, pointers.data(), cells + 1);
    before_flush();
    stream_.write_text_attribute(mapping + "/time", "units", "ms");
    const hdf5::Id ids = hdf5::checked(H5Dopen2(stream_.root(), (mapping + "/node_ids").c_str(), H5P_DEFAULT), H5Dclose,
                                       options.file, mapping + "/node_ids");
    hdf5::write_numbers(ids, "sorted", {std::ranges::is_sorted(options.node_ids) ? 1u : 0u}, true, options.file);
  }

  void write(int /*channel*/, std::int64_t /*ms*/, std::span<const std::uint32_t> words) override {
    stream_.append(0, words);
  }

  void before_flush() override {
    const std::array<double, 3> time = {start_ms_, start_ms_ + step_ms_ * static_cast<double>(stream_.rows(0)),
                                        step_ms_};
    stream_.write_small(group_ + "/mapping/time", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, time.data(), time.size());
  }
  StreamFile& stream() override { return stream_; }

private:
  StreamFile stream_;
  std::string group_;
  double start_ms_, step_ms_;
};

} // namespace

RecordingThread::Open report_file(const ReportOptions& options) {
  return [=] { return std::make_unique<ReportFileWriter>(options); };
}

} // namespace striate
