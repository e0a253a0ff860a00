// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/dataset.h"

namespace striate::sonata {

/// What reading needs besides the files.
struct Tools {
  ThreadPool& pool;
  Task& task;
  Problems& problems;
};

/// The attribute groups "0", "1", ... of a node or edge population. A row of the population names its group and its
/// row there.
class RowGroups {
public:
  /// Opens all groups; columns of one group that differ in length are an error.
  static RowGroups open(const Group& parent, Tools tools);

  struct One {
    std::uint64_t id;
    Group group;
    std::optional<std::uint64_t> rows; ///< unknown for a group without columns
  };
  std::size_t count() const { return groups_.size(); }
  const One& operator[](std::size_t index) const { return groups_[index]; }
  /// Index of a group, or count() for an id that has none.
  std::size_t find(std::uint64_t id) const;

  /// Whether any group has this column (or, with a slash, a column of a subgroup).
  bool has(const std::string& column) const;

private:
  std::vector<One> groups_;
};

/// Values of an enumerated or text column of one group: plain texts, or whole numbers that count in
/// @library/<column>.
std::vector<std::string> read_words(const Group& group, const std::string& column, Tools tools);

/// Opens group "a" of "a/b", or the group itself; the column's own name goes to `name`.
bool has_column(const Group& group, const std::string& path);
Dataset open_column(const Group& group, const std::string& path, Dataset::Kind kind, Problems& problems);

} // namespace striate::sonata
