#include "engine/recording/recorder.h"

#include "engine/core/errors.h"
#include "engine/recording/spike_writer.h"
#include "engine/recording/text_file.h"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace striate {
namespace {

constexpr std::chrono::milliseconds write_interval{150}; // leaves 100 ms for writing until the promised 250
constexpr std::size_t queue_limit_bytes = std::size_t{256} << 20;

/// Steps on their way to the writer.
struct Queue {
  struct Step {
    double end_ms = 0.0; ///< what its spikes are stamped
    std::size_t count = 0;
  };
  std::vector<Step> steps;
  std::vector<std::uint32_t> ids;

  std::size_t bytes() const { return steps.size() * sizeof(Step) + ids.size() * sizeof(std::uint32_t); }
  void clear() {
    steps.clear();
    ids.clear();
  }
};

} // namespace

class SpikeRecorder::Impl {
public:
  explicit Impl(const Options& options) : options_(options) {
    std::error_code ignored;
    if (!options.overwrite && std::filesystem::exists(options.file, ignored))
      throw Error(fmt::format("{} exists already; choose another name or folder, or allow it to be replaced.",
                              options.file.string()));
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

  void push(std::int64_t ms, std::span<const std::uint32_t> ids, std::span<const std::uint32_t> sub_steps) {
    const std::lock_guard lock(mutex_);
    if (closing_ || !failure_.empty())
      return;
    if (ms <= last_ms_) {
      failure_ = fmt::format("The recording {} ended at {} ms because the model time went back to {} ms; start another "
                             "recording for the new run.",
                             options_.file.string(), last_ms_ + 1, ms);
      return;
    }
    if (queue_.bytes() + ids.size_bytes() > queue_limit_bytes) {
      failure_ = fmt::format("The recording {} ended at {} ms because the disk is too slow: {} MB wait to be written. "
                             "Choose a faster disk.",
                             options_.file.string(), last_ms_ + 1, queue_limit_bytes >> 20);
      return;
    }
    last_ms_ = ms;
    accepted_ += ids.size();
    if (sub_steps.size() <= 1) {
      queue_.steps.push_back({static_cast<double>(ms + 1), ids.size()});
    } else {
      const auto steps = static_cast<std::int64_t>(sub_steps.size());
      std::uint32_t begin = 0;
      for (std::int64_t k = 0; k < steps; ++k) {
        const std::uint32_t end = sub_steps[static_cast<std::size_t>(k)];
        // One division of whole numbers: the double nearest to the decimal fraction.
        if (end != begin)
          queue_.steps.push_back({static_cast<double>(ms * steps + k + 1) / static_cast<double>(steps), end - begin});
        begin = end;
      }
    }
    queue_.ids.insert(queue_.ids.end(), ids.begin(), ids.end());
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

  std::uint64_t spikes() const {
    const std::lock_guard lock(mutex_);
    return broken_ ? safe_ : accepted_;
  }

  const std::filesystem::path& file() const { return options_.file; }

private:
  void write_all(std::promise<void>& created) {
    const hdf5::QuietErrors quiet;
    std::unique_ptr<SpikeWriter> writer;
    try {
      writer = std::make_unique<SpikeWriter>(options_.file, options_.settings_json, options_.neuron_count,
                                             options_.overwrite);
      write_text_file(settings_file(), options_.settings_json);
      created.set_value();
    } catch (...) {
      created.set_exception(std::current_exception());
      return;
    }
    try {
      while (wait_and_take()) {
        write_batch(*writer);
        writer->flush();
      }
      write_batch(*writer);
      writer->close();
    } catch (const Error& error) {
      writer->abandon();
      stop_broken(error.what(), writer->flushed_spikes());
    } catch (const std::bad_alloc&) {
      writer->abandon();
      stop_broken(fmt::format("The recording {} ended because memory ran out.", options_.file.string()),
                  writer->flushed_spikes());
    }
  }

  /// Moves what waits to batch_; false when this is the last of it.
  bool wait_and_take() {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, write_interval, [this] { return closing_; });
    batch_.clear();
    std::swap(batch_, queue_);
    batch_settings_ = std::exchange(new_settings_, std::nullopt);
    return !closing_;
  }

  std::filesystem::path settings_file() const { return options_.file.parent_path() / "settings.json"; }

  void write_batch(SpikeWriter& writer) {
    if (batch_settings_) {
      writer.set_settings(*batch_settings_);
      write_text_file(settings_file(), *batch_settings_);
    }
    std::span<const std::uint32_t> ids(batch_.ids);
    for (const Queue::Step& step : batch_.steps) {
      writer.append(step.end_ms, ids.first(step.count));
      ids = ids.subspan(step.count);
    }
  }

  void stop_broken(const std::string& why, std::uint64_t safe) {
    const std::lock_guard lock(mutex_);
    failure_ = why;
    broken_ = true;
    safe_ = safe;
    queue_ = {};
  }

  Options options_;
  mutable std::mutex mutex_; ///< guards everything down to wake_
  Queue queue_;
  std::optional<std::string> new_settings_;
  std::int64_t last_ms_ = -1;
  std::uint64_t accepted_ = 0;
  std::uint64_t safe_ = 0;
  bool broken_ = false; ///< the file failed: what was not flushed is lost
  bool closing_ = false;
  std::string failure_;
  std::condition_variable wake_;
  Queue batch_; ///< of the writer thread
  std::optional<std::string> batch_settings_;
  std::thread thread_;
};

SpikeRecorder::SpikeRecorder(const Options& options) : impl_(std::make_unique<Impl>(options)) {}
SpikeRecorder::~SpikeRecorder() = default;

void SpikeRecorder::push(std::int64_t ms, std::span<const std::uint32_t> ids,
                         std::span<const std::uint32_t> sub_steps) {
  impl_->push(ms, ids, sub_steps);
}

void SpikeRecorder::set_settings(std::string settings_json) {
  impl_->set_settings(std::move(settings_json));
}

void SpikeRecorder::close() {
  impl_->finish();
  if (const std::string why = impl_->failure(); !why.empty())
    throw Error(why);
}

std::string SpikeRecorder::failure() const {
  return impl_->failure();
}
std::uint64_t SpikeRecorder::spikes() const {
  return impl_->spikes();
}
const std::filesystem::path& SpikeRecorder::file() const {
  return impl_->file();
}

} // namespace striate
