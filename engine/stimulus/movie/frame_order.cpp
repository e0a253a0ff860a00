// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/movie/frame_order.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <compare>
#include <cstdint>
#include <optional>
#include <set>

namespace striate {

namespace {

namespace fs = std::filesystem;

/// A piece of a name: a run of digits or the text between two of them.
struct Piece {
  bool number = false;
  std::string text; ///< digits without leading zeros, or text in small letters
  std::size_t digits = 0;

  std::strong_ordering operator<=>(const Piece& other) const {
    if (number && text.size() != other.text.size())
      return text.size() <=> other.text.size();
    return text <=> other.text;
  }
  bool operator==(const Piece& other) const { return text == other.text; }
  std::optional<std::uint64_t> value() const {
    std::uint64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc{} ? std::optional(value) : std::nullopt;
  }
};

struct Name {
  fs::path file;
  std::vector<Piece> pieces;

  std::string shown() const { return file.filename().string(); }
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Name cut(fs::path file) {
  const std::string stem = file.stem().string();
  Name name{std::move(file), {}};
  for (std::size_t i = 0; i < stem.size();) {
    std::size_t end = i;
    while (end < stem.size() && is_digit(stem[end]) == is_digit(stem[i]))
      ++end;
    Piece piece{is_digit(stem[i]), stem.substr(i, end - i), end - i};
    if (piece.number)
      piece.text.erase(0, std::min(piece.text.find_first_not_of('0'), piece.text.size() - 1));
    else
      std::ranges::transform(piece.text, piece.text.begin(),
                             [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    name.pieces.push_back(std::move(piece));
    i = end;
  }
  return name;
}

bool built_alike(const Name& a, const Name& b) {
  return std::ranges::equal(a.pieces, b.pieces, {}, &Piece::number, &Piece::number);
}

using Names = std::vector<Name>;

/// Whether each name has another piece there.
bool all_differ(const Names& names, std::size_t place) {
  std::set<Piece> seen;
  return std::ranges::all_of(names, [&](const Name& name) { return seen.insert(name.pieces[place]).second; });
}

void sort_by(Names& names, const std::vector<std::size_t>& places) {
  std::ranges::sort(names, [&](const Name& a, const Name& b) {
    for (const std::size_t place : places)
      if (const auto order = a.pieces[place] <=> b.pieces[place]; order != 0)
        return order < 0;
    return a.file < b.file;
  });
}

bool rises(const Names& names, std::size_t place) {
  return std::ranges::is_sorted(names, {}, [&](const Name& name) -> const Piece& { return name.pieces[place]; });
}

/// The step between the numbers of neighbours, where it is a number that can be counted.
std::optional<std::uint64_t> step(const Name& before, const Name& after, std::size_t place) {
  const auto from = before.pieces[place].value(), to = after.pieces[place].value();
  return from && to && *to > *from ? std::optional(*to - *from) : std::nullopt;
}

struct Steps {
  std::uint64_t least = 0, greatest = 0;
  std::size_t first_large = 0; ///< index of the name after the first step larger than the least
  bool multiples = true;       ///< all steps are whole multiples of the least
  std::size_t count = 0;
};

/// Steps of the numbers at a place from name to name; where `outer` differs, a new count begins.
Steps steps_of(const Names& names, std::size_t place, const std::vector<std::size_t>& outer) {
  Steps steps;
  const auto counted = [&](std::size_t i) -> std::optional<std::uint64_t> {
    for (const std::size_t other : outer)
      if (names[i].pieces[other] != names[i - 1].pieces[other])
        return std::nullopt;
    return step(names[i - 1], names[i], place);
  };
  for (std::size_t i = 1; i < names.size(); ++i)
    if (const auto s = counted(i)) {
      steps.least = steps.count == 0 ? *s : std::min(steps.least, *s);
      steps.greatest = std::max(steps.greatest, *s);
      ++steps.count;
    }
  for (std::size_t i = names.size(); i-- > 1;)
    if (const auto s = counted(i); s && *s > steps.least) {
      steps.first_large = i;
      steps.multiples = steps.multiples && *s % steps.least == 0;
    }
  return steps;
}

bool counts_without_gap(const Names& names, std::size_t place) {
  const Steps steps = steps_of(names, place, {});
  return steps.count + 1 == names.size() && steps.greatest == 1;
}

/// Refuses a left out number; what else the steps are is said.
std::string checked_steps(const Names& names, std::size_t place, const std::vector<std::size_t>& outer) {
  const Steps steps = steps_of(names, place, outer);
  if (steps.count == 0 || steps.greatest == 1)
    return "";
  const bool gap = steps.least < steps.greatest ? steps.multiples : steps.count == 1;
  if (gap) {
    const std::size_t after = steps.least < steps.greatest ? steps.first_large : names.size() - 1;
    const std::uint64_t missing = *names[after - 1].pieces[place].value() + (steps.count == 1 ? 1 : steps.least);
    throw Error(fmt::format(
        "Between {} and {} the picture with number {} is missing; add it, or number the pictures consecutively.",
        names[after - 1].file.string(), names[after].shown(), missing));
  }
  return steps.least == steps.greatest ? fmt::format("; the numbers rise in steps of {}", steps.least)
                                       : "; the numbers rise in unequal steps, each picture is shown equally long";
}

[[noreturn]] void refuse(const Name& a, const Name& b, const std::string& why) {
  throw Error(fmt::format(
      "The order of {} and {} is ambiguous: {}; number the pictures 1, 2, 3 ... at one place of their names.",
      a.file.string(), b.shown(), why));
}

/// "x_-5" beside "x_5", "0.5" beside "0.25": signs and fractions that counting would turn round.
void refuse_signs_and_fractions(Names& names, const std::vector<std::size_t>& places) {
  const auto without_sign = [](std::string text) {
    if (text.ends_with('-') || text.ends_with('+'))
      text.pop_back();
    return text;
  };
  for (const std::size_t place : places) {
    sort_by(names, {place});
    if (counts_without_gap(names, place))
      return;
    for (const Name& name : names) {
      const Piece &own = name.pieces[place], &first = names.front().pieces[place];
      if (!own.number && own.text != first.text && place + 1 < name.pieces.size() &&
          without_sign(own.text) == without_sign(first.text))
        refuse(names.front(), name, "one number is signed and the other not");
      const bool fraction = own.number && place >= 2 && name.pieces[place - 1].text == ".";
      if (fraction && own.digits != first.digits)
        refuse(names.front(), name, "their numbers may be fractions with different numbers of digits");
    }
  }
}

/// The one place that gives the order although others change as well, if there is one.
std::optional<std::size_t> leading_place(Names& names, const std::vector<std::size_t>& changing,
                                         const std::vector<std::size_t>& numbers) {
  const auto stands_in_groups = [&](std::size_t place) { // left_9, left_10, right_1
    return std::ranges::any_of(changing, [&](std::size_t other) {
      return other < place && !names.front().pieces[other].number && !all_differ(names, other);
    });
  };
  std::vector<std::size_t> counting;
  for (const std::size_t place : numbers) {
    sort_by(names, {place});
    if (all_differ(names, place) && counts_without_gap(names, place))
      counting.push_back(place);
  }
  if (counting.size() == 1)
    return counting.front();
  for (const std::size_t place : numbers) { // or one with which all other numbers rise
    if (!all_differ(names, place) || stands_in_groups(place))
      continue;
    sort_by(names, {place});
    if (std::ranges::all_of(numbers, [&](std::size_t other) { return rises(names, other); }))
      return place;
  }
  return std::nullopt;
}

std::string from_to(const Names& names) {
  return names.size() > 1 ? fmt::format(", from {} to {}", names.front().shown(), names.back().shown()) : "";
}

} // namespace

OrderedFrames in_frame_order(std::vector<fs::path> files) {
  std::ranges::sort(files);
  Names names;
  for (fs::path& file : files)
    names.push_back(cut(std::move(file)));
  OrderedFrames ordered;
  const auto take = [&](const std::string& remark) {
    for (Name& name : names)
      ordered.files.push_back(std::move(name.file));
    ordered.remark = remark;
    return ordered;
  };
  if (names.size() < 2)
    return take("");
  std::vector<std::size_t> changing, numbers;
  for (const Name& name : names)
    if (!built_alike(names.front(), name))
      refuse(names.front(), name, "their names have different patterns");
  for (std::size_t place = 0; place < names.front().pieces.size(); ++place)
    if (std::ranges::any_of(names,
                            [&](const Name& name) { return name.pieces[place] != names.front().pieces[place]; })) {
      changing.push_back(place);
      if (names.front().pieces[place].number)
        numbers.push_back(place);
    }
  sort_by(names, changing);
  for (std::size_t i = 1; i < names.size(); ++i)
    if (names[i].pieces == names[i - 1].pieces)
      refuse(names[i - 1], names[i], "both have the same number");
  if (numbers.empty())
    return take("in alphabetical order of their names" + from_to(names));
  refuse_signs_and_fractions(names, changing);
  if (numbers.size() == 1 && changing.size() == 1) {
    const std::string steps = checked_steps(names, numbers.front(), {});
    return take("in order of the number in their names" + from_to(names) + steps);
  }
  if (const auto leading = leading_place(names, changing, numbers)) {
    sort_by(names, {*leading});
    const bool together = std::ranges::all_of(numbers, [&](std::size_t other) { return rises(names, other); });
    // A count beside a time of day has no gap in the count.
    const bool counted = std::ranges::any_of(numbers, [&](std::size_t p) { return counts_without_gap(names, p); });
    const std::string steps = counted ? "" : checked_steps(names, *leading, {});
    return take(
        (together ? "in order of the numbers in their names" : "in order of the consecutive number in their names") +
        from_to(names) + steps);
  }
  if (numbers.size() > 1 && all_differ(names, numbers.front())) { // nothing is left for the other numbers to say
    sort_by(names, {numbers.front()});
    const auto turn = std::ranges::adjacent_find(names, [&](const Name& a, const Name& b) {
      return std::ranges::any_of(numbers, [&](std::size_t other) { return b.pieces[other] < a.pieces[other]; });
    });
    refuse(*turn, *std::next(turn), "two numbers in their names change but do not increase together");
  }
  sort_by(names, changing);
  const std::size_t inner = changing.back();
  const std::string steps = names.front().pieces[inner].number
                                ? checked_steps(names, inner, {changing.begin(), std::prev(changing.end())})
                                : "";
  return take("in order of the first changing part of their names, then of the next" + from_to(names) + steps);
}

} // namespace striate
