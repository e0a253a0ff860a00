// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/row_groups.h"

#include "engine/core/number_text.h"
#include "engine/network/sonata/names/sonata_names.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate::sonata {

namespace {

/// Rows of the group's columns, which must agree. Columns of other shapes are left to those who want to read them.
std::optional<std::uint64_t> common_rows(const Group& group, Problems& problems) {
  std::optional<std::uint64_t> rows;
  std::string first;
  for (const std::string& name : group.children()) {
    if (!group.has_column(name))
      continue;
    const auto shape = hdf5::Dataset::look(group.id, name);
    if (!shape || shape->extent.size() != 1)
      continue;
    const std::uint64_t length = shape->extent.front();
    if (!rows) {
      rows = length;
      first = name;
    } else if (*rows != length) {
      problems.error(group.place(name), fmt::format("has {} rows where {} has {}", length, first, *rows));
      rows = std::min<std::uint64_t>(*rows, length);
    }
  }
  return rows;
}

} // namespace

RowGroups RowGroups::open(const Group& parent, Tools tools) {
  RowGroups groups;
  for (const std::string& name : parent.children())
    if (const auto number = parse_whole<std::uint64_t>(name); number && parent.has_group(name)) {
      Group group = parent.open(name, tools.problems);
      const auto rows = common_rows(group, tools.problems);
      groups.groups_.push_back({*number, std::move(group), rows});
    }
  return groups;
}

std::size_t RowGroups::find(std::uint64_t id) const {
  return static_cast<std::size_t>(std::ranges::find(groups_, id, &One::id) - groups_.begin());
}

bool RowGroups::has(const std::string& column) const {
  return std::ranges::any_of(groups_, [&](const One& one) { return has_column(one.group, column); });
}

bool has_column(const Group& group, const std::string& path) {
  const auto slash = path.find('/');
  if (slash != std::string::npos && !group.has_group(path.substr(0, slash)))
    return false;
  return group.has_column(path);
}

Dataset open_column(const Group& group, const std::string& path, Dataset::Kind kind, Problems& problems) {
  const auto slash = path.find('/');
  if (slash == std::string::npos)
    return Dataset::open(group, path, kind, problems);
  return Dataset::open(group.open(path.substr(0, slash), problems), path.substr(slash + 1), kind, problems);
}

std::vector<std::string> read_words(const Group& group, const std::string& column, Tools tools) {
  if (!group.has_group(library) || !group.open(library, tools.problems).has_column(column))
    return Dataset::open(group, column, Dataset::Kind::text, tools.problems).texts(tools.problems);
  const Dataset codes = Dataset::open(group, column, Dataset::Kind::integer, tools.problems);
  const std::vector<std::string> words =
      Dataset::open(group.open(library, tools.problems), column, Dataset::Kind::text, tools.problems)
          .texts(tools.problems);
  std::vector<std::string> result;
  for (const std::uint64_t code : codes.ids(tools.pool, tools.task, tools.problems)) {
    if (code >= words.size())
      tools.problems.fail(codes.place(result.size()),
                          fmt::format("names entry {} of {}, which has {}", code, library, words.size()));
    result.push_back(words[code]);
  }
  return result;
}

} // namespace striate::sonata
