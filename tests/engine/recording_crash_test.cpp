// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/core/random.h"
#include "engine/recording/recorder.h"
#include "engine/recording/stream_file.h"
#include "recording_support.h"

#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>

using namespace striate;
using namespace striate::test;

namespace {

/// Length of the unbroken run of steps from 0 whose spikes are all there; -1 when something else is in the file.
std::int64_t complete_steps(const SpikeFile& file, std::uint32_t spikes_per_step) {
  std::size_t at = 0;
  for (std::int64_t ms = 0;; ++ms) {
    const auto ids = pattern(ms, spikes_per_step);
    for (const std::uint32_t id : ids) {
      if (at == file.node_id.size())
        return ms;
      if (file.node_id[at] != id || file.time_ms[at] != static_cast<double>(ms + 1))
        return -1;
      ++at;
    }
  }
}

} // namespace

TEST_CASE("a recording that is killed is readable up to its last flush") {
  for (int round = 0; round < 6; ++round) {
    const TemporaryFolder folder;
    const auto path = folder / "spikes.h5";
    int progress[2];
    REQUIRE(pipe(progress) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) { // one step a wall millisecond or so, reported as it is pushed, until killed
      SpikeRecorder recorder({.file = path, .settings_json = "{\"a\": 1}", .neuron_count = 4000});
      for (std::int64_t ms = 0;; ++ms) {
        recorder.push(ms, pattern(ms, 60));
        if (ms % 97 == 0)
          recorder.set_settings("{\"a\": 1}");
        if (write(progress[1], &ms, sizeof ms) < 0)
          _exit(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    }
    close(progress[1]);
    // Steps pushed a second before the kill must be in the file: 250 ms are promised, the rest is for a busy machine.
    std::int64_t ms = 0, old = 0, now = 0;
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    const auto life = std::chrono::milliseconds(1500 + 37 * round);
    while (Clock::now() - begin < life && read(progress[0], &ms, sizeof ms) == sizeof ms) {
      if (Clock::now() - begin < life - std::chrono::milliseconds(1000))
        old = ms;
      now = ms;
    }
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    close(progress[0]);
    CHECK(WIFSIGNALED(status));
    const SpikeFile file = read_spikes(path);
    const std::int64_t steps = complete_steps(file, 60);
    CAPTURE(now);
    CHECK(steps >= old);
    CHECK(file.settings_json == "{\"a\": 1}");
  }
}

TEST_CASE("what was flushed stays readable whatever is written after it") {
  // The file as it is on the disk at every moment, without HDF5's own closing writes: what kill -9 would leave.
  const TemporaryFolder folder;
  const auto path = folder / "stream.h5", copy = folder / "copy.h5";
  StreamFile stream(path, "{}", false);
  StreamFile::Column column;
  column.chunk_rows = 500;
  column.deflate = 1;
  column.name = "/spikes/v1/timestamps";
  column.file_type = column.memory_type = H5T_NATIVE_DOUBLE;
  const auto times = stream.add_column(column);
  column.name = "/spikes/v1/node_ids";
  column.file_type = column.memory_type = H5T_NATIVE_UINT64;
  const auto ids = stream.add_column(column);
  stream.flush();
  RandomSequence random(7, Stream::analysis_sample, 0);
  std::uint64_t rows = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<double> time_ms;
    std::vector<std::uint64_t> node_id;
    for (auto count = static_cast<std::uint64_t>(random.uniform() * 300.0); count > 0; --count, ++rows) {
      time_ms.push_back(static_cast<double>(rows / 60 + 1));
      node_id.push_back(philox(3, Stream::analysis_sample, static_cast<std::uint32_t>(rows), 0, 0).x0 % 60'000);
    }
    stream.append(times, std::span<const double>(time_ms));
    stream.append(ids, std::span<const std::uint64_t>(node_id));
    if (round % 3 == 0)
      stream.flush();
    if (stream.flushed_rows(ids) == 0)
      continue;
    std::filesystem::copy_file(path, copy, std::filesystem::copy_options::overwrite_existing);
    const SpikeFile file = read_spikes(copy);
    CAPTURE(round);
    REQUIRE(file.node_id.size() >= stream.flushed_rows(ids));
    for (std::uint64_t row = 0; row < stream.flushed_rows(ids); ++row) {
      REQUIRE(file.node_id[row] ==
              philox(3, Stream::analysis_sample, static_cast<std::uint32_t>(row), 0, 0).x0 % 60'000);
      REQUIRE(file.time_ms[row] == static_cast<double>(row / 60 + 1));
    }
  }
}

TEST_CASE("a full disk ends the recording with a reason and leaves a readable file") {
  for (const rlim_t limit : {300'000u, 450'000u, 777'777u, 1'000'000u}) {
    CAPTURE(limit);
    const TemporaryFolder folder;
    const auto path = folder / "spikes.h5", report = folder / "report.txt";
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) { // the file may not grow beyond the limit: write() fails as on a full disk
      std::signal(SIGXFSZ, SIG_IGN);
      SpikeRecorder recorder({.file = path, .settings_json = "{}", .neuron_count = 1000});
      std::ofstream out(report);
      const rlimit bound{limit, limit};
      setrlimit(RLIMIT_FSIZE, &bound);
      for (std::int64_t ms = 0; ms < 100'000 && recorder.failure().empty(); ++ms) {
        std::vector<std::uint32_t> ids = pattern(ms, 300);
        recorder.push(ms, ids);
        if (ms % 20 == 19)
          std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      out << recorder.spikes() << ' ' << recorder.failure();
      bool threw = false;
      try {
        recorder.close();
      } catch (const Error&) {
        threw = true;
      }
      out.close();
      _exit(threw ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    std::uint64_t safe = 0;
    std::string why;
    std::ifstream in(report);
    in >> safe;
    std::getline(in, why);
    CHECK(why.find(path.string()) != std::string::npos);
    CHECK(why.find("File too large") != std::string::npos);
    const SpikeFile file = read_spikes(path);
    CHECK(file.node_id.size() == safe);
    CHECK(complete_steps(file, 300) >= 0);
    CHECK(complete_steps(file, 300) == static_cast<std::int64_t>(safe / 300));
  }
}

namespace {

/// Opens the file as any program does, with HDF5's usual settings, and reads a whole column; -1: not readable, -2: a
/// row that is not its number + 1.
long long rows_in(const std::filesystem::path& path, const char* name) {
  const hdf5::Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  const hdf5::Id dataset(H5Dopen2(file, name, H5P_DEFAULT), H5Dclose);
  const hdf5::Id space(H5Dget_space(dataset), H5Sclose);
  if (!space.valid())
    return -1;
  std::vector<double> rows(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  if (!rows.empty() && H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, rows.data()) < 0)
    return -1;
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (rows[row] != static_cast<double>(row + 1))
      return -2;
  return static_cast<long long>(rows.size());
}

constexpr const char* growing[] = {"/a/plain", "/a/packed"};

/// Polls until `done` appears. 0: every look found complete rows, never fewer than before.
int watch_file(const std::filesystem::path& path, const std::filesystem::path& done) {
  const hdf5::QuietErrors quiet;
  long long before[2] = {0, 0};
  int looks = 0;
  for (bool last = false; !last;) {
    last = std::filesystem::exists(done);
    for (int k = 0; k < 2; ++k) {
      const long long now = rows_in(path, growing[k]);
      if (now < 0 || now < before[k])
        return now == -1 ? 11 : now == -2 ? 12 : 13;
      before[k] = now;
    }
    ++looks;
  }
  return looks < 20 ? 14 : before[0] == before[1] && before[0] > 0 ? 0 : 15;
}

} // namespace

TEST_CASE("other programs read a file while it is written, and always find complete rows") {
  const TemporaryFolder folder;
  const auto path = folder / "growing.h5", done = folder / "done";
  const auto ready = folder / "ready";
  const pid_t child = fork(); // before this process opens the file: HDF5 knows nothing of the writer there
  REQUIRE(child >= 0);
  if (child == 0) {
    while (!std::filesystem::exists(ready))
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    _exit(watch_file(path, done));
  }
  StreamFile file(path, "{}", false);
  StreamFile::Column column;
  column.file_type = column.memory_type = H5T_NATIVE_DOUBLE;
  column.chunk_rows = 16; // many nodes of the index come to be
  column.name = growing[0];
  const std::size_t plain = file.add_column(column);
  column.name = growing[1];
  column.deflate = 3;
  const std::size_t packed = file.add_column(column);
  file.flush();
  std::ofstream(ready) << "ready";
  std::vector<double> rows;
  double next = 1.0;
  for (int flush = 0; flush < 200; ++flush) {
    rows.assign(static_cast<std::size_t>(1 + flush * 7 % 90), 0.0);
    for (double& row : rows)
      row = next++;
    file.append<double>(plain, rows);
    file.append<double>(packed, rows);
    file.flush();
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  file.close();
  std::ofstream(done) << "done";
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(rows_in(path, growing[0]) == static_cast<long long>(next) - 1);
  CHECK(rows_in(path, growing[1]) == static_cast<long long>(next) - 1);
}
