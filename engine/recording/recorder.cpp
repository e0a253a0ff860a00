// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/recorder.h"

#include "engine/core/errors.h"
#include "engine/recording/recording_files.h"

#include <fmt/format.h>

#include <atomic>
#include <utility>

namespace striate {

class SpikeRecorder::Impl {
public:
  explicit Impl(const Options& options) : file(options.file), thread(thread_options(options), {opener(options)}) {}

  static RecordingThread::Options thread_options(const Options& options) {
    if (std::error_code ignored; !options.overwrite && std::filesystem::exists(options.file, ignored))
      throw Error(fmt::format("{} already exists; choose another name or folder, or allow overwriting.",
                              options.file.string()));
    return {options.file,
            options.settings_beside ? options.file.parent_path() / "settings.json" : std::filesystem::path(),
            options.settings_json, false};
  }

  static RecordingThread::Open opener(const Options& options) {
    return spike_file({options.file, options.settings_json, options.overwrite, options.compression}, "v1",
                      options.neuron_count / 4, options.node_ids);
  }

  std::filesystem::path file;
  std::atomic<std::uint64_t> accepted{0};
  RecordingThread thread;
};

SpikeRecorder::SpikeRecorder(const Options& options) : impl_(std::make_unique<Impl>(options)) {}
SpikeRecorder::~SpikeRecorder() = default;

void SpikeRecorder::push(std::int64_t ms, std::span<const std::uint32_t> ids,
                         std::span<const std::uint32_t> sub_steps) {
  push_spikes(impl_->thread, 0, ms, ids, sub_steps);
  impl_->accepted += ids.size();
}

void SpikeRecorder::set_settings(std::string settings_json) {
  impl_->thread.set_settings(std::move(settings_json));
}

void SpikeRecorder::close() {
  impl_->thread.close();
}

std::string SpikeRecorder::failure() const {
  return impl_->thread.failure();
}
std::uint64_t SpikeRecorder::spikes() const {
  return impl_->thread.failure().empty() ? impl_->accepted.load() : impl_->thread.written(0);
}
const std::filesystem::path& SpikeRecorder::file() const {
  return impl_->file;
}

} // namespace striate
