// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/protocol.h"

#include "engine/core/errors.h"
#include "engine/core/random.h"

#include <fmt/format.h>

#include <string_view>

namespace striate {

namespace {

constexpr std::string_view random_word = "random";

/// FNV-1a: names become counters of the random numbers.
std::uint32_t hash(std::string_view text) {
  std::uint32_t value = 2166136261u;
  for (const char c : text)
    value = (value ^ static_cast<unsigned char>(c)) * 16777619u;
  return value;
}

bool is_random(const std::string& key, const std::string& value) {
  return parameter(key).wraps && value.starts_with(random_word) &&
         (value.size() == random_word.size() || value[random_word.size()] == ':');
}

double drawn_angle(const std::string& key, const std::string& value, std::size_t row, std::uint64_t seed,
                   std::uint32_t trial) {
  // A name draws with a counter of its own instead of trial and row.
  const bool named = value.size() > random_word.size();
  const std::uint32_t a = named ? hash(value) : trial;
  const std::uint32_t b = named ? hash(key) | 0x80000000u : hash(key) & 0x7FFFFFFFu;
  RandomSequence random(named ? seed : seed + 0x9E3779B97F4A7C15ull * (row + 1), Stream::stimulus, a, b);
  return 360.0 * random.uniform();
}

} // namespace

ParameterSet parameters_of(const Protocol& protocol, std::size_t row, const ParameterSet& run, std::uint64_t seed,
                           std::uint32_t trial) {
  ParameterSet parameters = run;
  for (const auto& [key, value] : protocol.rows[row].settings) {
    if (is_random(key, value))
      parameters.set(key, drawn_angle(key, value, row, seed, trial));
    else
      parameters.set_text(key, value);
  }
  return parameters;
}

void check(const Protocol& protocol) {
  if (protocol.rows.empty())
    throw Error(fmt::format("The protocol {} has no rows; give it at least one stimulus.", protocol.name));
  std::int64_t free_from = 0;
  for (std::size_t i = 0; i < protocol.rows.size(); ++i) {
    const ProtocolRow& row = protocol.rows[i];
    const std::string place = fmt::format("{}, row {}", protocol.name, i + 1);
    if (row.start_ms < 0 || row.duration_ms < 1)
      throw Error(fmt::format("{}: starts at {} ms and lasts {} ms; the start must not be negative and the duration at "
                              "least 1 ms.",
                              place, row.start_ms, row.duration_ms));
    if (row.start_ms < free_from)
      throw Error(fmt::format("{}: starts at {} ms, before the previous row ends ({} ms); put rows in time order.",
                              place, row.start_ms, free_from));
    free_from = row.start_ms + row.duration_ms;
    ParameterSet scratch;
    try {
      for (const auto& [key, value] : row.settings) {
        if (!parameter(key).of_stimulus() || !parameter(key).live)
          throw Error(fmt::format("\"{}\" is not a stimulus parameter that can change during a run.", key));
        if (!is_random(key, value))
          scratch.set_text(key, value);
      }
    } catch (const Error& error) {
      throw Error(fmt::format("{}: {}", place, error.what()));
    }
  }
}

Protocol series_protocol(const std::string& key, std::span<const double> values, std::int64_t gray_ms,
                         std::int64_t on_ms) {
  Protocol protocol{key + "-series", {}};
  std::int64_t start = gray_ms;
  for (const double value : values) {
    protocol.rows.push_back({start, on_ms, {{key, fmt::format("{:g}", value)}}});
    start += gray_ms + on_ms;
  }
  check(protocol);
  return protocol;
}

} // namespace striate
