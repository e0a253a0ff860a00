// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/core/task.h"
#include "engine/hdf5/hdf5_file.h"
#include "engine/recording/array_file.h"
#include "engine/recording/rate_import.h"
#include "engine/recording/recorder.h"
#include "engine/recording/recording_files.h"
#include "tests/fuzz/hdf5_changes.h"
#include "tests/fuzz/promises.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace striate::fuzz {

namespace fs = std::filesystem;

namespace {

constexpr int most_spoilt_places = 5;
constexpr std::uint32_t units = 3;
constexpr const char* recorded_files[] = {"spikes.h5", "rates.h5", "arrays.h5"};

/// One sound file of each kind, and the copy that is spoilt; removed at the end of the program.
class Recordings {
public:
  Recordings() {
    fs::create_directory(folder_ / "sound");
    SpikeRecorder recorder({.file = sound(0), .settings_json = "{}", .settings_beside = false, .neuron_count = 10});
    for (std::int64_t ms = 0; ms < 50; ++ms)
      recorder.push(ms, std::vector<std::uint32_t>{1, 4, 7});
    recorder.close();
    RecordingThread rates({folder_.path(), {}, "{}", true},
                          {rate_file({.file = sound(1), .settings_json = "{}"}, units)});
    for (std::int64_t ms = 0; ms < 50; ++ms)
      rates.push(0, 0, ms, std::vector<float>{1.0f, 2.0f, 3.0f});
    rates.close();
    ArrayFile arrays;
    arrays.texts = {{"format", "any"}, {"version", "1"}};
    arrays.arrays["a/values"] = std::vector<float>(100, 1.0f);
    arrays.arrays["ids"] = std::vector<std::uint64_t>{1, 2, 3};
    write_array_file(sound(2), arrays);
  }
  fs::path spoilt(std::size_t index) const {
    fs::copy_file(sound(index), folder_ / recorded_files[index], fs::copy_options::overwrite_existing);
    return folder_ / recorded_files[index];
  }

private:
  fs::path sound(std::size_t index) const { return folder_ / "sound" / recorded_files[index]; }

  test::TemporaryFolder folder_;
};

void read(std::size_t kind, const fs::path& path) {
  if (kind == 0) {
    const SpikeFile spikes = read_spikes(path);
    promise(spikes.time_ms.size() == spikes.node_id.size());
  } else if (kind == 1) {
    Task task("fuzz");
    const RateSchedule rates(path, units, task);
    for (const std::int64_t ms : {std::int64_t{-1}, std::int64_t{0}, rates.milliseconds()})
      for (const float rate : rates.at_ms(ms))
        promise(rate >= 0.0f);
  } else {
    read_array_file(path);
  }
}

} // namespace

void read_recording(Bytes input) {
  static const Recordings workplace;
  const hdf5::QuietErrors quiet;
  ByteSource bytes(input);
  const std::size_t kind = bytes.choice(std::size(recorded_files));
  const fs::path path = workplace.spoilt(kind);
  for (int i = 0; i < most_spoilt_places && !bytes.empty(); ++i)
    if (bytes.choice(2) == 0)
      change_hdf5(path, bytes);
    else
      change_heap(path, bytes);
  try {
    read(kind, path);
  } catch (const Error& failure) {
    promise(failure.what()[0] != '\0');
  }
}

} // namespace striate::fuzz
