// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/dataset.h"

#include "engine/hdf5/group.h"
#include "engine/network/sonata/read/chunk_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace striate::sonata {

namespace {

constexpr std::uint64_t slab_rows = 1u << 20;

hdf5::StoredType::Kind wanted_kind(Dataset::Kind kind) {
  switch (kind) {
  case Dataset::Kind::integer:
    return hdf5::StoredType::Kind::whole;
  case Dataset::Kind::real:
    return hdf5::StoredType::Kind::real;
  case Dataset::Kind::text:
    break;
  }
  return hdf5::StoredType::Kind::text;
}

Dataset::Stored stored_as(const hdf5::Dataset& data) {
  using Stored = Dataset::Stored;
  const std::pair<hid_t, Stored> known[] = {
      {H5T_STD_U8LE, Stored::u8},    {H5T_STD_U16LE, Stored::u16}, {H5T_STD_U32LE, Stored::u32},
      {H5T_STD_U64LE, Stored::u64},  {H5T_STD_I8LE, Stored::i8},   {H5T_STD_I16LE, Stored::i16},
      {H5T_STD_I32LE, Stored::i32},  {H5T_STD_I64LE, Stored::i64}, {H5T_IEEE_F32LE, Stored::f32},
      {H5T_IEEE_F64LE, Stored::f64},
  };
  for (const auto& [candidate, stored] : known)
    if (data.stored_as(candidate))
      return stored;
  return Stored::other;
}

} // namespace

bool Group::has(const std::string& child) const {
  return hdf5::has(id, child);
}

bool Group::has_group(const std::string& child) const {
  return hdf5::has_group(id, child);
}

bool Group::has_column(const std::string& child) const {
  return hdf5::has_dataset(id, child);
}

std::vector<std::string> Group::children() const {
  return hdf5::children(id);
}

Group Group::open_file(const std::filesystem::path& file, Problems& problems) {
  return reading({file}, problems, [&] { return Group{hdf5::open_to_read(file), file, ""}; });
}

Group Group::open(const std::string& child, Problems& problems) const {
  const Place at = place(child);
  return reading(at, problems, [&] { return Group{hdf5::open_group(id, child, file, at.object), file, at.object}; });
}

Dataset Dataset::open(const Group& group, const std::string& name, Kind wanted, Problems& problems) {
  Dataset column;
  column.place_ = group.place(name);
  reading(column.place_, problems, [&] {
    column.data_ = hdf5::Dataset::open(group.id, name, group.file, column.place_.object);
    column.data_->require_list(wanted_kind(wanted));
  });
  using Held = hdf5::StoredType::Kind;
  const Held held = column.data_->stored().kind;
  column.kind_ = held == Held::whole ? Kind::integer : held == Held::real ? Kind::real : Kind::text;
  if (column.chunk_rows() > 0)
    column.stored_ = stored_as(*column.data_);
  column.look_at_filters();
  return column;
}

void Dataset::look_at_filters() {
  const auto& filters = data_->filters();
  for (std::size_t i = 0; i < filters.size(); ++i) {
    if (filters[i] == H5Z_FILTER_SHUFFLE && i == 0)
      shuffled_ = true;
    else if (filters[i] == H5Z_FILTER_DEFLATE && i + 1 == filters.size())
      deflated_ = true;
    else
      stored_ = Stored::other;
  }
}

template <typename Value, typename Take>
void Dataset::slabs(ThreadPool& pool, Task& task, Problems& problems, const Take& take) const {
  const bool decoded = ChunkDecoder::knows(*this);
  ChunkDecoder decoder(*this, pool);
  std::uint64_t step = slab_rows;
  if (chunk_rows() > 0)
    step = chunk_rows() > slab_rows ? chunk_rows() : slab_rows / chunk_rows() * chunk_rows();
  std::vector<Value> values;
  for (std::uint64_t first = 0; first < rows(); first += step) {
    task.check();
    values.resize(std::min(step, rows() - first));
    if (!decoded || !decoder.read(first, values, problems))
      reading(place_, problems, [&] { data_->read(first, std::span<Value>(values)); });
    else if constexpr (std::is_same_v<Value, std::uint64_t>)
      if (data_->stored().is_signed)
        check_signs(first, values, problems);
    take(first, std::span<const Value>(values));
  }
}

void Dataset::check_signs(std::uint64_t first, std::span<const std::uint64_t> values, Problems& problems) const {
  const auto negative =
      std::ranges::find_if(values, [](std::uint64_t value) { return static_cast<std::int64_t>(value) < 0; });
  if (negative != values.end())
    problems.fail(place(first + static_cast<std::uint64_t>(negative - values.begin())),
                  fmt::format("{} where a non-negative number is expected", static_cast<std::int64_t>(*negative)));
}

void Dataset::for_slabs(ThreadPool& pool, Task& task, Problems& problems, const TakeIds& take) const {
  slabs<std::uint64_t>(pool, task, problems, take);
}

void Dataset::for_slabs(ThreadPool& pool, Task& task, Problems& problems, const TakeReals& take) const {
  slabs<double>(pool, task, problems, take);
}

std::vector<std::uint64_t> Dataset::ids(ThreadPool& pool, Task& task, Problems& problems) const {
  std::vector<std::uint64_t> all;
  slabs<std::uint64_t>(pool, task, problems, [&](std::uint64_t, std::span<const std::uint64_t> values) {
    all.insert(all.end(), values.begin(), values.end());
  });
  return all;
}

std::vector<double> Dataset::reals(ThreadPool& pool, Task& task, Problems& problems) const {
  std::vector<double> all;
  slabs<double>(pool, task, problems, [&](std::uint64_t, std::span<const double> values) {
    all.insert(all.end(), values.begin(), values.end());
  });
  return all;
}

std::vector<std::string> Dataset::texts(Problems& problems) const {
  return reading(place_, problems, [&] { return data_->texts(); });
}

} // namespace striate::sonata
