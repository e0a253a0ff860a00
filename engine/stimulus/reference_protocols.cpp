// SPDX-License-Identifier: Apache-2.0
#include "engine/core/csv.h"
#include "engine/core/distinct_values.h"
#include "engine/core/errors.h"
#include "engine/core/number_text.h"
#include "engine/core/resources.h"
#include "engine/core/text_parts.h"
#include "engine/stimulus/protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace striate {

namespace {

constexpr std::array contrasts{0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0};
constexpr std::array spatial_frequencies{0.01, 0.02, 0.04, 0.08, 0.16, 0.32};
constexpr std::array temporal_frequencies{1.0, 2.0, 4.0, 8.0, 15.0};
constexpr std::array directions{0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0};
constexpr std::array aperture_sizes{5.0, 10.0, 20.0, 30.0, 40.0, 60.0, 80.0};

struct Series {
  const char* key;
  std::span<const double> values;
};
constexpr std::array series{Series{"contrast", contrasts}, Series{"spatial-frequency", spatial_frequencies},
                            Series{"temporal-frequency", temporal_frequencies}, Series{"direction", directions},
                            Series{"aperture-size", aperture_sizes}};
constexpr std::int64_t series_gray_ms = 500, series_on_ms = 1000;

CsvTable reference_table() {
  return CsvTable::read(resource("tables/lgn/stimulus_protocols.csv"));
}

/// "0 45 90" as words; a text such as "uniform [0;360) per trial" is one word, "random".
std::vector<std::string> values_of(const std::string& cell) {
  if (cell.starts_with("uniform"))
    return {"random"};
  std::vector<std::string> words;
  for (const std::string_view word : split_terms(cell, ' '))
    words.emplace_back(no_value(word) ? std::string_view() : word);
  return words;
}

/// The number at the begin of a field; `otherwise` when it is a text.
std::int64_t first_number(const std::string& cell, std::int64_t otherwise) {
  std::string_view rest = cell;
  const auto value = take_number(rest);
  return value ? static_cast<std::int64_t>(*value) : otherwise;
}

using Settings = std::vector<std::pair<std::string, std::string>>;

/// Builds a reference's protocol from its line of the table: trials innermost, then contrasts, directions outermost.
class ReferenceProtocol {
public:
  ReferenceProtocol(const CsvTable& table, std::size_t line)
      : table_(table), line_(line), gray_ms_(first_number(text("gray_pre_ms"), 0)),
        on_ms_(first_number(text("stim_ms"), 500)), after_ms_(first_number(text("gray_post_ms"), 0)) {
    protocol_.name = text("protocol");
  }

  Protocol build() {
    const std::int64_t trials = std::max<std::int64_t>(1, first_number(text("trials"), 1));
    const bool shared_phase = text("phase_deg").find("per direction") != std::string::npos;
    for (std::int64_t blank = first_number(blanks(), 0); blank > 0; --blank)
      add({{"stimulus", "gray"}});
    const auto turns = values_of(text("directions_deg")), levels = values_of(text("contrast"));
    for (const std::string& direction : turns)
      for (const std::string& contrast : levels)
        for (std::int64_t trial = 0; trial < trials; ++trial) {
          Settings settings = stimulus();
          set(settings, "direction", turned(direction));
          set(settings, "contrast", contrast);
          for (const std::string& phase : values_of(text("phase_deg")))
            set(settings, "phase", shared_phase ? "random:" + direction : phase);
          add(std::move(settings));
        }
    check(protocol_);
    return std::move(protocol_);
  }

private:
  const std::string& text(const char* column) const { return table_.text(line_, column); }

  /// "30" of "plus 30 blanks with contrast 0"; empty without.
  std::string blanks() const {
    const std::string& remark = text("remark");
    return remark.starts_with("plus ") && remark.find(" blanks") != std::string::npos ? remark.substr(5)
                                                                                      : std::string();
  }

  static void set(Settings& settings, const char* key, const std::string& value) {
    if (!value.empty())
      settings.emplace_back(key, value);
  }

  /// Where y points down, an angle turns the other way round.
  std::string turned(const std::string& direction) const {
    if (direction.empty() || direction == "random" || !text("y_direction").starts_with("down"))
      return direction;
    const auto deg = parse_number(direction);
    if (!deg)
      throw Error(fmt::format("{} is not a direction of the protocol {}.", direction, protocol_.name));
    return fmt::format("{:g}", wrapped_direction(360.0 - *deg));
  }

  Settings stimulus() const {
    if (protocol_.name == "bmtk_looming_default")
      return {{"stimulus", "bmtk-looming"}};
    if (text("cpd_per_deg") == "nan")
      return text("contrast") == "nan" ? pictures() : Settings{{"stimulus", "gray"}};
    Settings settings{{"stimulus", "drifting-grating"}, {"waveform", "sine"}, {"aperture", "none"}};
    set(settings, "spatial-frequency", text("cpd_per_deg"));
    set(settings, "temporal-frequency", text("temporal_f_Hz"));
    return settings;
  }

  /// Pictures back to back, 250 ms each, or one for the whole time.
  Settings pictures() const {
    const double rate_Hz = on_ms_ > 1000 ? 4.0 : 1000.0 / static_cast<double>(on_ms_);
    return {{"stimulus", "movie"}, {"frame-rate", fmt::format("{:g}", rate_Hz)}};
  }

  void add(Settings settings) {
    protocol_.rows.push_back({now_ms_ + gray_ms_, on_ms_, std::move(settings)});
    now_ms_ += gray_ms_ + on_ms_ + after_ms_;
  }

  const CsvTable& table_;
  std::size_t line_;
  std::int64_t gray_ms_, on_ms_, after_ms_;
  std::int64_t now_ms_ = 0;
  Protocol protocol_;
};

} // namespace

std::vector<std::string> protocol_names() {
  std::vector<std::string> names;
  const CsvTable table = reference_table();
  for (std::size_t line = 0; line < table.rows(); ++line)
    names.push_back(table.text(line, "protocol"));
  for (const Series& one : series)
    names.push_back(std::string(one.key) + "-series");
  return names;
}

Protocol find_protocol(const std::string& name) {
  for (const Series& one : series)
    if (name == std::string(one.key) + "-series")
      return series_protocol(one.key, one.values, series_gray_ms, series_on_ms);
  const CsvTable table = reference_table();
  for (std::size_t line = 0; line < table.rows(); ++line)
    if (table.text(line, "protocol") == name)
      return ReferenceProtocol(table, line).build();
  if (std::filesystem::exists(name))
    return read_protocol(name);
  throw Error(fmt::format("There is no protocol \"{}\": it is neither a file nor one of {}.", name,
                          fmt::join(protocol_names(), ", ")),
              Error::Kind::usage);
}

} // namespace striate
