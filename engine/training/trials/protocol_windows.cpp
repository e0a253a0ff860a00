// SPDX-License-Identifier: Apache-2.0
#include "engine/training/trials/protocol_windows.h"

#include "engine/core/errors.h"
#include "engine/core/random.h"
#include "engine/stimulus/stimulus_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace striate {

namespace {

constexpr std::size_t held_out_every = 5;

bool has_direction(const ParameterSet& shown) {
  const auto& kinds = parameter("direction").kinds;
  return std::ranges::find(kinds, shown.choice("stimulus")) != kinds.end();
}

/// Rows that show something, in order. Random values do not decide that.
std::vector<std::size_t> seen_rows(const Protocol& protocol, const ParameterSet& run, std::int64_t window_ms) {
  std::vector<std::size_t> seen;
  for (std::size_t row = 0; row < protocol.rows.size(); ++row) {
    if (parameters_of(protocol, row, run, 0, 0).is(choices::StimulusKind::gray))
      continue;
    if (const std::int64_t duration_ms = protocol.rows[row].duration_ms; duration_ms < window_ms)
      throw Error(fmt::format("{}, row {} lasts {} ms, but a training trial shows {} ms (train-duration without its "
                              "grays); make the row longer or the trial shorter.",
                              protocol.name, row + 1, duration_ms, window_ms),
                  Error::Kind::usage);
    seen.push_back(row);
  }
  if (seen.empty())
    throw Error(fmt::format("The protocol {} shows only gray; add rows to train with.", protocol.name),
                Error::Kind::usage);
  return seen;
}

} // namespace

ProtocolWindows::ProtocolWindows(Protocol protocol, const ParameterSet& run, std::int64_t window_ms, Rows rows)
    : protocol_(std::move(protocol)), run_(run), window_ms_(window_ms) {
  const std::vector<std::size_t> seen = seen_rows(protocol_, run_, window_ms_);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const bool held_out = i % held_out_every == held_out_every - 1;
    if (rows == Rows::all || seen.size() < held_out_every || held_out == (rows == Rows::held_out))
      rows_.push_back(seen[i]);
  }
}

std::vector<Stimulus> ProtocolWindows::stimuli() const {
  std::vector<Stimulus> stimuli;
  for (const std::size_t row : rows_)
    stimuli.push_back(stimulus_from(parameters_of(protocol_, row, run_, 0, 0)));
  return stimuli;
}

ProtocolWindow ProtocolWindows::draw(std::uint64_t seed, std::uint32_t number) const {
  RandomSequence random(seed, Stream::stimulus, number);
  const auto count = static_cast<double>(rows_.size());
  const auto place = std::min(static_cast<std::size_t>(count * random.uniform()), rows_.size() - 1);
  return window(place, random.uniform(), seed, number);
}

ProtocolWindow ProtocolWindows::spread(std::uint64_t seed, std::uint32_t number, int k, int n) const {
  RandomSequence random(seed, Stream::stimulus, number);
  random.uniform();
  const std::size_t place = static_cast<std::size_t>(k) * rows_.size() / static_cast<std::size_t>(n);
  return window(place, random.uniform(), seed, number);
}

ProtocolWindow ProtocolWindows::window(std::size_t place, double share, std::uint64_t seed,
                                       std::uint32_t number) const {
  ProtocolWindow window;
  window.row = rows_[place];
  const std::int64_t places = protocol_.rows[window.row].duration_ms - window_ms_ + 1;
  window.offset_ms = std::min(static_cast<std::int64_t>(static_cast<double>(places) * share), places - 1);
  const ParameterSet shown = parameters_of(protocol_, window.row, run_, seed, number);
  window.stimulus = stimulus_from(shown);
  window.direction_deg =
      has_direction(shown) ? window.stimulus.direction_deg : std::numeric_limits<double>::quiet_NaN();
  return window;
}

} // namespace striate
