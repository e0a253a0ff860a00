// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/recording/array_file.h"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace striate {

/// Takes named things out of an array file that was read. Every failure is an Error that names the file, the thing and
/// what to do.
class ArrayReader {
public:
  /// name: the file's; what: "a saved state".
  ArrayReader(ArrayFile content, std::string name, std::string what)
      : content_(std::move(content)), name_(std::move(name)), what_(std::move(what)) {}

  const std::string& name() const { return name_; }
  /// Throws unless the texts "format" and "version" say that this is the format in a version up to `newest`.
  void check_format(const std::string& format, int newest) const;
  const std::string& text(const std::string& key) const;
  bool has(const std::string& key) const { return content_.arrays.contains(key); }

  /// The array, which the reader has no longer then.
  template <typename Value>
  std::vector<Value> take(const std::string& key) {
    const auto found = content_.arrays.find(key);
    if (found == content_.arrays.end() || !std::holds_alternative<std::vector<Value>>(found->second))
      throw Error(fmt::format("{} lacks the array \"{}\" or has it with another type; use another copy.", name_, key));
    return std::move(std::get<std::vector<Value>>(found->second));
  }
  /// An array of known length.
  template <typename Value>
  std::vector<Value> take(const std::string& key, std::size_t count) {
    auto values = take<Value>(key);
    if (values.size() != count)
      throw Error(
          fmt::format("{}: \"{}\" has {} values in place of {}; use another copy.", name_, key, values.size(), count));
    return values;
  }
  template <typename Value>
  Value take_one(const std::string& key) {
    return take<Value>(key, 1).front();
  }
  /// All arrays whose names begin with `prefix`, by what follows it.
  template <typename Value>
  std::map<std::string, std::vector<Value>> take_all(std::string_view prefix) {
    std::map<std::string, std::vector<Value>> all;
    for (const auto& [key, array] : content_.arrays)
      if (key.starts_with(prefix))
        all[key.substr(prefix.size())] = take<Value>(key);
    return all;
  }
  /// What put_lists() wrote.
  std::vector<std::vector<std::uint32_t>> take_lists(const std::string& prefix);

private:
  ArrayFile content_;
  std::string name_, what_;
};

/// Lists of ids one after the other ("<prefix>/id"), and where each begins ("<prefix>/begin").
void put_lists(ArrayFile& file, const std::string& prefix, const std::vector<std::vector<std::uint32_t>>& lists);

} // namespace striate
