// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/array_reader.h"

#include "engine/core/number_text.h"

namespace striate {

void ArrayReader::check_format(const std::string& format, int newest) const {
  if (text("format") != format)
    throw Error(fmt::format("{} is not {}: its format is \"{}\".", name_, what_, text("format")));
  const std::string& written = text("version");
  const int version = parse_whole<int>(written).value_or(0);
  if (version < 1)
    throw Error(fmt::format("{}: its version \"{}\" is damaged; use another copy.", name_, written));
  if (version > newest)
    throw Error(fmt::format("{} was written by a newer Striate ({} of version {}, this one reads up to {}); update "
                            "Striate to open it.",
                            name_, what_, version, newest));
}

const std::string& ArrayReader::text(const std::string& key) const {
  const auto found = content_.texts.find(key);
  if (found == content_.texts.end())
    throw Error(fmt::format("{} is not {}: \"{}\" is missing.", name_, what_, key));
  return found->second;
}

std::vector<std::vector<std::uint32_t>> ArrayReader::take_lists(const std::string& prefix) {
  const auto ids = take<std::uint32_t>(prefix + "/id");
  const auto begin = take<std::uint64_t>(prefix + "/begin");
  std::vector<std::vector<std::uint32_t>> lists;
  for (std::size_t k = 0; k + 1 < begin.size(); ++k) {
    if (begin[k] > begin[k + 1] || begin[k + 1] > ids.size())
      throw Error(fmt::format("{}: \"{}/begin\" is damaged; use another copy.", name_, prefix));
    lists.emplace_back(ids.begin() + static_cast<std::ptrdiff_t>(begin[k]),
                       ids.begin() + static_cast<std::ptrdiff_t>(begin[k + 1]));
  }
  return lists;
}

void put_lists(ArrayFile& file, const std::string& prefix, const std::vector<std::vector<std::uint32_t>>& lists) {
  std::vector<std::uint32_t> ids;
  std::vector<std::uint64_t> begin{0};
  for (const auto& list : lists) {
    ids.insert(ids.end(), list.begin(), list.end());
    begin.push_back(ids.size());
  }
  file.arrays[prefix + "/id"] = std::move(ids);
  file.arrays[prefix + "/begin"] = std::move(begin);
}

} // namespace striate
