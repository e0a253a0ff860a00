// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/recording_thread.h"

#include "engine/core/errors.h"
#include "engine/core/text_file.h"
#include "engine/recording/stream_file.h"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <future>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace striate {
namespace {

constexpr std::chrono::milliseconds write_interval{150};          // leaves 100 ms for writing until the promised 250
constexpr std::size_t queue_limit_bytes = std::size_t{128} << 20; // and as much again is being written
constexpr std::size_t hurry_bytes = queue_limit_bytes / 8;        // so much is written before the interval is over

/// Steps on their way to the writer.
struct Queue {
  struct Entry {
    std::uint32_t file = 0;
    int channel = 0;
    std::int64_t ms = 0;
    std::size_t count = 0;
  };
  std::vector<Entry> entries;
  std::vector<std::uint32_t> words;

  std::size_t bytes() const { return entries.size() * sizeof(Entry) + words.size() * sizeof(std::uint32_t); }
  void clear() {
    entries.clear();
    words.clear();
  }
};

} // namespace

class RecordingThread::Impl {
public:
  Impl(Options options, std::vector<Open> files)
      : options_(std::move(options)), open_(std::move(files)), written_(open_.size(), 0) {
    std::promise<void> created;
    std::future<void> ready = created.get_future();
    thread_ = std::thread([this, &created] { write_all(created); });
    try {
      ready.get();
    } catch (...) {
      thread_.join();
      throw;
    }
  }

  ~Impl() { finish(); }

  void push(std::size_t file, int channel, std::int64_t ms, const void* words, std::size_t count) {
    std::unique_lock lock(mutex_);
    if (closing_ || !failure_.empty())
      return;
    if (ms < last_ms_) {
      failure_ = fmt::format("The recording {} ended at {} ms because the model time was reset to {} ms; start a new "
                             "recording for the new run.",
                             options_.name.string(), last_ms_ + 1, ms);
      return;
    }
    const std::size_t more = count * sizeof(std::uint32_t);
    if (queue_.bytes() + more > queue_limit_bytes && !make_room(lock, more))
      return;
    last_ms_ = ms;
    queue_.entries.push_back({static_cast<std::uint32_t>(file), channel, ms, count});
    const std::size_t at = queue_.words.size();
    queue_.words.resize(at + count);
    if (count > 0)
      std::memcpy(queue_.words.data() + at, words, more);
    if (queue_.bytes() > hurry_bytes)
      wake_.notify_one();
  }

  void set_settings(std::string settings_json) {
    const std::lock_guard lock(mutex_);
    if (!closing_ && failure_.empty())
      new_settings_ = std::move(settings_json);
  }

  /// Ends the writer and waits for it.
  void finish() {
    if (!thread_.joinable())
      return;
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  std::string failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

  std::uint64_t written(std::size_t file) const {
    const std::lock_guard lock(mutex_);
    return written_[file];
  }

private:
  /// The queue is full: waits until it is not, or gives the recording up. False when there is no room for ever.
  bool make_room(std::unique_lock<std::mutex>& lock, std::size_t more) {
    if (options_.wait_for_disk) {
      room_.wait(lock, [&] {
        return !failure_.empty() || queue_.entries.empty() || queue_.bytes() + more <= queue_limit_bytes;
      });
      return failure_.empty();
    }
    failure_ = fmt::format("The recording {} ended at {} ms because the disk is too slow: {} MB are waiting to be "
                           "written. Choose a faster disk or record less.",
                           options_.name.string(), last_ms_ + 1, queue_limit_bytes >> 20);
    return false;
  }

  void write_all(std::promise<void>& created) {
    const hdf5::QuietErrors quiet;
    try {
      for (const Open& open : open_) {
        files_.push_back(open());
        files_.back()->stream().flush();
      }
      if (!options_.settings_file.empty())
        write_text_file(options_.settings_file, options_.settings_json);
      created.set_value();
    } catch (...) {
      files_.clear();
      created.set_exception(std::current_exception());
      return;
    }
    std::string why;
    try {
      while (wait_and_take()) {
        write_batch();
        flush();
      }
      write_batch();
      for (busy_ = 0; busy_ < files_.size(); ++busy_)
        close_file(*files_[busy_]);
      flushed_all();
    } catch (const Error& error) {
      why = error.what();
    } catch (const std::bad_alloc&) {
      why = fmt::format("The recording {} ended because memory ran out.", options_.name.string());
    }
    if (!why.empty())
      give_up(why);
    files_.clear();
  }

  /// Moves what waits to batch_; false when this is the last of it.
  bool wait_and_take() {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, write_interval, [this] { return closing_ || queue_.bytes() > hurry_bytes; });
    batch_.clear();
    std::swap(batch_, queue_);
    batch_settings_ = std::exchange(new_settings_, std::nullopt);
    room_.notify_one();
    return !closing_;
  }

  void write_batch() {
    if (batch_settings_) {
      if (!options_.settings_file.empty())
        write_text_file(options_.settings_file, *batch_settings_);
      for (busy_ = 0; busy_ < files_.size(); ++busy_)
        files_[busy_]->stream().set_settings(*batch_settings_);
    }
    std::span<const std::uint32_t> words(batch_.words);
    for (const Queue::Entry& entry : batch_.entries) {
      busy_ = entry.file;
      files_[busy_]->write(entry.channel, entry.ms, words.first(entry.count));
      words = words.subspan(entry.count);
    }
    busy_ = nowhere;
  }

  void flush() {
    for (busy_ = 0; busy_ < files_.size(); ++busy_) {
      files_[busy_]->before_flush();
      files_[busy_]->stream().flush();
    }
    busy_ = nowhere;
    flushed_all();
  }

  void flushed_all() {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < files_.size(); ++i)
      written_[i] = files_[i]->stream().flushed_rows(0);
  }

  static void close_file(RecordingFile& file) {
    file.before_flush();
    file.stream().close();
  }

  /// One file failed. It stays as it was at its last flush; the others are closed in order if they still can be.
  void give_up(const std::string& why) {
    std::vector<std::uint64_t> safe;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      RecordingFile& file = *files_[i];
      try {
        if (i == busy_)
          file.stream().abandon();
        else
          close_file(file);
      } catch (const std::exception&) {
        file.stream().abandon(); // the reason is the same as in `why`
      }
      safe.push_back(file.stream().flushed_rows(0));
    }
    const std::lock_guard lock(mutex_);
    if (failure_.empty())
      failure_ = why;
    written_ = safe;
    queue_ = {};
    room_.notify_one();
  }

  static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

  Options options_;
  std::vector<Open> open_;
  mutable std::mutex mutex_; ///< guards everything down to wake_
  Queue queue_;
  std::optional<std::string> new_settings_;
  std::vector<std::uint64_t> written_;
  std::int64_t last_ms_ = -1;
  bool closing_ = false;
  std::string failure_;
  std::condition_variable wake_, room_;
  std::vector<std::unique_ptr<RecordingFile>> files_; ///< this and the rest: of the writer thread
  std::size_t busy_ = nowhere;                        ///< the file that a call into HDF5 is about
  Queue batch_;
  std::optional<std::string> batch_settings_;
  std::thread thread_;
};

RecordingThread::RecordingThread(const Options& options, const std::vector<Open>& files)
    : impl_(std::make_unique<Impl>(options, files)) {}
RecordingThread::~RecordingThread() = default;

void RecordingThread::push(std::size_t file, int channel, std::int64_t ms, std::span<const std::uint32_t> words) {
  impl_->push(file, channel, ms, words.data(), words.size());
}

void RecordingThread::push(std::size_t file, int channel, std::int64_t ms, std::span<const float> values) {
  impl_->push(file, channel, ms, values.data(), values.size());
}

void RecordingThread::set_settings(std::string settings_json) {
  impl_->set_settings(std::move(settings_json));
}

void RecordingThread::close() {
  impl_->finish();
  if (const std::string why = impl_->failure(); !why.empty())
    throw Error(why);
}

std::string RecordingThread::failure() const {
  return impl_->failure();
}
std::uint64_t RecordingThread::written(std::size_t file) const {
  return impl_->written(file);
}

} // namespace striate
