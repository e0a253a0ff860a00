// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/folder.h"

#include "engine/core/errors.h"
#include "engine/core/text_file.h"

#include <fmt/format.h>

namespace striate {

namespace fs = std::filesystem;

namespace {

constexpr const char* losses_name = "losses.h5";
constexpr const char* losses_format = "striate-losses";
constexpr int losses_version = 1;

} // namespace

TrainingFolder::TrainingFolder(fs::path folder, const fs::path& checkpoint) : folder_(std::move(folder)) {
  std::error_code failure;
  fs::create_directories(folder_, failure);
  if (failure)
    throw Error(fmt::format("The folder {} cannot be created ({}); choose a writable one.", folder_.string(),
                            failure.message()));
  const bool goes_on_here =
      !checkpoint.empty() && fs::equivalent(fs::absolute(checkpoint).parent_path(), folder_, failure);
  if (!goes_on_here && fs::exists(latest()))
    throw Error(fmt::format("{} already holds a training run; resume it (--resume {}) or give another folder.",
                            folder_.string(), latest().string()),
                Error::Kind::usage);
}

bool TrainingFolder::take_best_beside(const fs::path& checkpoint) const {
  const fs::path beside = checkpoint.parent_path() / "best.h5";
  std::error_code failure;
  if (!fs::exists(best(), failure) && fs::exists(beside, failure))
    fs::copy_file(beside, best(), failure);
  return fs::exists(best(), failure);
}

void TrainingFolder::begin_losses(const TrainingHistory& history) {
  std::string text = update_header();
  for (const UpdateRecord& record : history.updates)
    text += update_line(record);
  losses_.close();
  const fs::path file = folder_ / "losses.csv";
  write_text_file(file, text);
  losses_.open(file, std::ios::binary | std::ios::app);
}

void TrainingFolder::add_losses(const UpdateRecord& record) {
  losses_ << update_line(record) << std::flush;
  if (!losses_)
    throw Error(
        fmt::format("{} could not be written; check the free space of its disk.", (folder_ / "losses.csv").string()));
}

void TrainingFolder::write_tables(const TrainingHistory& history) const {
  write_text_file(folder_ / "validation.csv", validation_table(history));
  ArrayFile content;
  content.texts["format"] = losses_format;
  content.texts["version"] = std::to_string(losses_version);
  put_history(content, history);
  write_array_file(folder_ / losses_name, content);
}

TrainingHistory read_losses(const fs::path& folder) {
  const fs::path file = folder / losses_name;
  ArrayReader reader(read_array_file(file), file.string(), "a table of losses");
  reader.check_format(losses_format, losses_version);
  return take_history(reader);
}

bool has_losses(const fs::path& folder) {
  std::error_code failure;
  return fs::exists(folder / losses_name, failure);
}

} // namespace striate
