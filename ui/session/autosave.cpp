// SPDX-License-Identifier: Apache-2.0
#include "ui/session/autosave.h"

#include "engine/core/errors.h"
#include "engine/core/resources.h"

#include <QCoreApplication>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace striate {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view prefix = "autosave-";

fs::path file_of(long long process) {
  return user_config_directory() / fmt::format("{}{}.striate", prefix, process);
}

/// The process that wrote the copy; 0 when the name is another one's.
long long process_of(const fs::path& file) {
  const std::string name = file.stem().string();
  long long process = 0;
  if (file.extension() != ".striate" || !name.starts_with(prefix))
    return 0;
  std::from_chars(name.data() + prefix.size(), name.data() + name.size(), process);
  return process;
}

bool runs(long long process) {
  return fs::exists(fs::path("/proc") / std::to_string(process));
}

} // namespace

Autosave::Autosave(std::function<SessionDocument()> current, QObject* parent)
    : QObject(parent), current_(std::move(current)), file_(file_of(QCoreApplication::applicationPid())) {
  connect(&regular_, &QTimer::timeout, this, &Autosave::save);
  connect(&after_edit_, &QTimer::timeout, this, &Autosave::save);
  after_edit_.setSingleShot(true);
  regular_.start(30s);
}

void Autosave::soon() {
  if (!after_edit_.isActive())
    after_edit_.start(1s);
}

bool Autosave::save() {
  try {
    save_session(file_, current_());
    if (failed_)
      emit kept();
    failed_ = false;
    return true;
  } catch (const Error& failure) {
    if (!failed_) // once is enough: it would come every 30 s
      emit failed(QString::fromUtf8(failure.what()));
    failed_ = true;
    return false;
  }
}

void Autosave::remove() {
  regular_.stop();
  after_edit_.stop();
  std::error_code ignored;
  fs::remove(file_, ignored);
}

fs::path Autosave::session_of(const fs::path& copy) {
  try {
    return load_session(copy).copy_of;
  } catch (const std::exception&) {
    return {}; // restoring it tells why
  }
}

std::vector<fs::path> Autosave::left_behind() {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(user_config_directory(), failure))
    if (const long long process = process_of(entry.path()); process > 0 && !runs(process))
      files.push_back(entry.path());
  std::ranges::sort(files, std::ranges::greater{}, [](const fs::path& file) {
    std::error_code ignored;
    return fs::last_write_time(file, ignored);
  });
  return files;
}

} // namespace striate
