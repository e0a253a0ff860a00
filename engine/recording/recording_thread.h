// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace striate {

class StreamFile;

/// One file of a recording; made, written and closed on the recording's thread. All throw Error.
class RecordingFile {
public:
  RecordingFile() = default;
  virtual ~RecordingFile() = default;
  RecordingFile(const RecordingFile&) = delete;
  RecordingFile& operator=(const RecordingFile&) = delete;

  /// What happened in step `ms`; `channel` and the meaning of `words` (ids, or the bits of floats) are the file's own.
  virtual void write(int channel, std::int64_t ms, std::span<const std::uint32_t> words) = 0;
  /// Called before every flush.
  virtual void before_flush() {}
  virtual StreamFile& stream() = 0;
};

/// The thread of a recording: all HDF5 calls of all its files are on it, push() only copies. Files are flushed at least
/// every 250 ms of wall time and are readable up to the last flush after kill -9. When the disk is full or a file
/// fails, the whole recording stops: what was flushed stays readable, failure() says why, and push() does nothing more.
/// When the disk falls 128 MB behind, push() waits for it or the recording stops, as asked.
/// Thread rule: one thread pushes and closes; failure() and written() may be asked from any thread.
class RecordingThread {
public:
  using Open = std::function<std::unique_ptr<RecordingFile>()>;
  struct Options {
    std::filesystem::path name;          ///< what messages call the recording: its file or folder
    std::filesystem::path settings_file; ///< written beside the files; replaced by set_settings; empty: none
    std::string settings_json;
    bool wait_for_disk = false;
  };

  /// Opens the files; throws the Error of the first that cannot be.
  RecordingThread(const Options& options, const std::vector<Open>& files);
  ~RecordingThread(); ///< closes
  RecordingThread(const RecordingThread&) = delete;
  RecordingThread& operator=(const RecordingThread&) = delete;

  /// For one step a file gets its channels in any order; a step before the latest one (a reset) stops the recording.
  void push(std::size_t file, int channel, std::int64_t ms, std::span<const std::uint32_t> words);
  void push(std::size_t file, int channel, std::int64_t ms, std::span<const float> values);
  /// Replaces the settings in every file and beside them: edits made while recording belong to the run.
  void set_settings(std::string settings_json);
  /// Writes what is left and closes; throws Error when the recording is incomplete.
  void close();

  std::string failure() const; ///< empty while all is well
  /// Rows of the file's first column that are safe on the disk: as of the last flush.
  std::uint64_t written(std::size_t file) const;

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace striate
