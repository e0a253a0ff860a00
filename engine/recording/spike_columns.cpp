// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/spike_columns.h"

#include "engine/core/errors.h"
#include "engine/core/time_unit.h"
#include "engine/hdf5/attribute.h"
#include "engine/hdf5/group.h"
#include "engine/recording/stored_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {
SpikeColumns::SpikeColumns(const SpikeRequest& request, const Task& task) : path_(request.file) {
  const hdf5::QuietErrors quiet;
  file_ = hdf5::open_to_read(path_); // also while a program writes it
  const bool ours = hdf5::has_attribute(file_, "striate_settings");
  if (ours)
    settings_ = hdf5::read_text(file_, "striate_settings", path_);
  open_group(request.population);
  times_ = open_column(times_name_, false);
  find_unit(request.ms_per_unit);
  ids_ = open_column(ids_name_, true);
  size_ = std::min(times_->rows(), ids_->rows());
  if (ours) {
    size_ = std::min({size_, stored_rows(times_->id()), stored_rows(ids_->id())});
    drop_unfinished(task);
    return;
  }
  if (times_->rows() != ids_->rows())
    throw Error(fmt::format("{} of {} has {} entries but {} has {}; the file is damaged.", times_name_, path_.string(),
                            times_->rows(), ids_name_, ids_->rows()));
  require_stored(*times_);
  require_stored(*ids_);
}

void SpikeColumns::open_group(const PopulationChoice& choice) {
  if (!hdf5::has_group(file_, "/spikes"))
    throw Error(fmt::format("{} has no group /spikes; this is not a spike file.", path_.string()));
  std::string group = "/spikes";
  const bool old_layout = hdf5::has_dataset(file_, "/spikes/gids");
  std::vector<std::string> names;
  if (!old_layout) {
    for (const std::string& name : hdf5::children(hdf5::open_group(file_, group, path_, group)))
      if (hdf5::has_group(file_, group + "/" + name))
        names.push_back(name);
    if (names.empty())
      throw Error(fmt::format("/spikes of {} holds no population; this spike file is incomplete.", path_.string()));
  }
  population_ = choose_population(names, choice, fmt::format("/spikes of {}", path_.string()), notes_);
  if (!old_layout)
    group += "/" + population_;
  times_name_ = group + "/timestamps";
  ids_name_ = group + (old_layout ? "/gids" : "/node_ids");
}

hdf5::Dataset SpikeColumns::open_column(const std::string& name, bool whole_numbers) const {
  hdf5::Dataset column = hdf5::Dataset::open(file_, name, path_, name);
  if (column.stored().extent.size() != 1 || !column.stored().is_number())
    throw Error(fmt::format("{} of {} is not a one-dimensional list of numbers.", name, path_.string()));
  if (!whole_numbers || column.stored().kind == hdf5::StoredType::Kind::whole)
    return column;
  // Doubles lose large ids; the first that is none at all is named.
  std::string example;
  std::vector<double> values(static_cast<std::size_t>(std::min<std::uint64_t>({column.rows(), piece})));
  column.read<double>(0, values);
  const auto part =
      std::find_if(values.begin(), values.end(), [](double value) { return std::nearbyint(value) != value; });
  if (part != values.end())
    example = fmt::format(" (row {} is {})", part - values.begin(), *part);
  throw Error(fmt::format("{} of {} holds values that are not whole numbers{}; ids must be integers.", name,
                          path_.string(), example));
}

void SpikeColumns::require_stored(const hdf5::Dataset& column) const {
  if (const std::uint64_t stored = stored_rows(column.id()); stored < size_)
    throw Error(fmt::format("{} of {} claims {} rows but holds {}; the file is incomplete.", column.name(),
                            path_.string(), size_, stored));
}

void SpikeColumns::find_unit(std::optional<double> given) {
  std::string unit;
  for (const char* name : {"units", "unit"})
    if (const auto attribute = hdf5::Attribute::find(times_->id(), name, path_); unit.empty() && attribute)
      unit = attribute->text();
  if (unit.empty()) { // old files: ms
    ms_per_unit_ = given.value_or(1.0);
    return;
  }
  const std::optional<double> known = milliseconds_per(unit);
  if (!known)
    throw Error(
        fmt::format("{} of {} is in \"{}\"; times can be in {}.", times_name_, path_.string(), unit, known_time_units));
  if (given && *given != *known)
    throw Error(fmt::format("{} of {} is in \"{}\" according to the file; do not give another unit.", times_name_,
                            path_.string(), unit),
                Error::Kind::usage);
  ms_per_unit_ = *known;
}

/// A recording that was cut off (power, kill) inside a flush may have one column longer than the other, or times that
/// were never written (0; real ones are > 0).
void SpikeColumns::drop_unfinished(const Task& task) {
  constexpr std::uint64_t look = 65536;
  while (size_ > 0) {
    task.check();
    const std::uint64_t from = size_ - std::min(size_, look);
    read(from, size_ - from);
    const auto last = std::find_if(time_ms.rbegin(), time_ms.rend(), [](double time) { return time > 0.0; });
    size_ = from + static_cast<std::uint64_t>(time_ms.rend() - last);
    if (last != time_ms.rend())
      break;
  }
  rewind();
}

void SpikeColumns::read(std::uint64_t first, std::uint64_t count) {
  first_ = first;
  time_ms.resize(count);
  id.resize(count);
  if (count == 0)
    return;
  times_->read<double>(first, time_ms);
  ids_->read<std::int64_t>(first, id);
  if (ms_per_unit_ != 1.0)
    for (double& time : time_ms)
      time = in_milliseconds(time, ms_per_unit_);
}

bool SpikeColumns::next() {
  const std::uint64_t from = first_ + id.size();
  read(from, std::min<std::uint64_t>(piece, size_ - from));
  return !id.empty();
}

void SpikeColumns::rewind() {
  first_ = 0;
  time_ms.clear();
  id.clear();
}

std::string SpikeColumns::place(std::size_t i, bool of_id) const {
  return fmt::format("{}, row {}, of {}", of_id ? ids_name_ : times_name_, first_ + i, path_.string());
}

double SpikeColumns::fraction() const {
  return static_cast<double>(first_ + id.size()) / static_cast<double>(std::max<std::uint64_t>(1, size_));
}

} // namespace striate
