// SPDX-License-Identifier: Apache-2.0
#include "engine/core/csv.h"
#include "engine/core/csv_reader.h"
#include "engine/core/errors.h"
#include "engine/core/number_text.h"
#include "engine/session/perturbation_schedule.h"
#include "engine/session/probe.h"
#include "engine/session/run_settings.h"
#include "engine/session/tuning_plan.h"
#include "tests/fuzz/promises.h"

#include <fmt/format.h>

#include <cmath>

namespace striate::fuzz {

void read_rows(Bytes bytes) {
  const std::string text = text_of(bytes);
  tolerate_errors([&] {
    CsvReader reader(text, "rows.csv");
    std::size_t rows = 0;
    std::uint64_t line = 0;
    while (reader.next()) {
      ++rows;
      promise(reader.fields().size() == reader.field_count() && reader.quoted().size() == reader.field_count());
      promise(reader.line() > line);
      line = reader.line();
      for (std::size_t column = 0; column < reader.field_count(); ++column) {
        tolerate_errors([&] { reader.number(column); });
        tolerate_errors([&] { promise(std::abs(reader.integer(column)) >= 0); });
      }
    }
    reader.rewind();
    for (std::size_t row = 0; row < rows; ++row)
      promise(reader.next());
    promise(!reader.next());
    const CsvTable table = CsvTable::parse(text, "rows.csv");
    promise(table.rows() == rows);
    for (const std::string& column : table.columns())
      tolerate_errors([&] { table.numbers(column); });
  });
}

void read_number(Bytes bytes) {
  const std::string text = text_of(bytes);
  if (const auto value = parse_number(text)) {
    promise(std::isfinite(*value));
    promise(parse_number(fmt::format("{}", *value)) == value);
  }
  if (const auto value = parse_whole<std::int64_t>(text))
    promise(parse_whole<std::int64_t>(fmt::format("{}", *value)) == value);
  std::string_view rest = text;
  if (!take_number(rest))
    promise(rest == text);
}

void read_grammar(Bytes bytes) {
  const std::string text = text_of(bytes);
  tolerate_errors([&] {
    const std::string written = format_probes(parse_probes(text));
    promise(format_probes(parse_probes(written)) == written);
  });
  tolerate_errors([&] {
    const std::string written = format_perturbations(parse_perturbations(text));
    promise(format_perturbations(parse_perturbations(written)) == written);
  });
  tolerate_errors([&] { promise(parse_edit(text, ParameterSet()).at_ms >= 0); });
  tolerate_errors([&] {
    ParameterSet parameters;
    parameters.set_text("tune-contrasts", text);
    for (const double contrast : tuning_plan(parameters).contrasts)
      promise(contrast > 0.0 && contrast <= 1.0);
  });
}

void read_json(Bytes bytes) {
  tolerate_errors([&] { run_settings_from_text(text_of(bytes), "settings.json"); });
}

} // namespace striate::fuzz
