// SPDX-License-Identifier: Apache-2.0
#include "tests/practice/practice.h"

#include "engine/core/csv.h"
#include "engine/recording/recorder.h"
#include "tests/cli/run_striate.h"

#include <fmt/format.h>

#include <charconv>

namespace striate::practice {
namespace {

namespace fs = std::filesystem;
using test::contains;

const fs::path data = fs::path(STRIATE_TEST_DATA) / "practice";

/// The network of tests/data/sonata/bmtk with the files of a case in place of its own.
fs::path network(const std::string& name) {
  std::string flat = name;
  std::replace(flat.begin(), flat.end(), '/', '-');
  const fs::path folder = test::scratch("network-" + flat);
  constexpr auto over = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
  fs::copy(fs::path(STRIATE_TEST_DATA) / "sonata" / "bmtk", folder, over);
  if (name != "base")
    fs::copy(data / name, folder, over);
  return folder;
}

void replace_all(std::string& text, const std::string& part, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += by.size())
    text.replace(at, part.size(), by);
}

Outcome outcome_of(std::string command, const fs::path& folder) {
  const std::string key = "{network ";
  for (std::size_t at = 0; (at = command.find(key)) != std::string::npos;) {
    const std::size_t end = command.find('}', at);
    command.replace(at, end + 1 - at, network(command.substr(at + key.size(), end - at - key.size())).string());
  }
  replace_all(command, "{base}", (data / "00_base_data").string());
  replace_all(command, "{data}", data.string());
  replace_all(command, "{striate}", STRIATE_PROGRAM);
  replace_all(command, "{out}", folder.string());
  const test::Result result = test::striate_command(command);
  return {result.exit_code, result.out, result.error, folder.string()};
}

void done(const Outcome& outcome) {
  INFO(outcome.error);
  REQUIRE(outcome.exit_code == 0);
}

SpikeFile spikes_of(const Outcome& outcome, const char* file) {
  done(outcome);
  return read_spikes(fs::path(outcome.folder) / file);
}

Check same_file_as(std::string command, const char* file) {
  return [command, file](const Outcome& outcome) {
    const SpikeFile mine = spikes_of(outcome, file);
    const SpikeFile other = spikes_of(outcome_of(command, test::scratch("other")), file);
    CHECK(mine.node_id.size() > 0);
    CHECK(mine.node_id == other.node_id);
    CHECK(mine.time_ms == other.time_ms);
  };
}

} // namespace

void run(const Case& one) {
  INFO(one.kind);
  INFO(one.command);
  const Outcome outcome = outcome_of(one.command, test::scratch("out"));
  for (const Check& check : one.checks)
    check(outcome);
}

Check study(const std::string& column, std::vector<double> values) {
  return [column, values](const Outcome& outcome) {
    done(outcome);
    const std::vector<double> found = CsvTable::read(fs::path(outcome.folder) / "neurons.csv").numbers(column);
    INFO(column);
    REQUIRE(found.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      CAPTURE(i);
      CHECK(found[i] == doctest::Approx(values[i]).epsilon(1e-3));
    }
  };
}

Check says(std::string words) {
  return [words](const Outcome& outcome) {
    done(outcome);
    INFO(outcome.error);
    INFO(words);
    CHECK((contains(outcome.out, words) || contains(outcome.error, words)));
  };
}

Check refused(int exit_code, std::vector<std::string> words) {
  return [exit_code, words](const Outcome& outcome) {
    const std::string said = outcome.error.empty() ? outcome.out : outcome.error; // "validate" lists on standard output
    INFO(said);
    CHECK(outcome.exit_code == exit_code);
    CHECK((outcome.error.empty() || std::count(said.begin(), said.end(), '\n') == 1));
    for (const std::string& word : words) {
      INFO(word);
      CHECK(contains(said, word));
    }
  };
}

Check same_spikes_as(std::string command) {
  return same_file_as(std::move(command), "spikes.h5");
}

Check same_lgn_spikes_as(std::string command) {
  return same_file_as(std::move(command), "lgn_spikes.h5");
}

Check page_width_mm(std::string file, double width) {
  return [file, width](const Outcome& outcome) {
    done(outcome);
    std::ifstream in(fs::path(outcome.folder) / file, std::ios::binary);
    const std::string pdf(std::istreambuf_iterator<char>(in), {});
    const std::string key = "/MediaBox [0 0 ";
    const std::size_t at = pdf.find(key);
    REQUIRE(at != std::string::npos);
    double points = 0.0;
    std::from_chars(pdf.data() + at + key.size(), pdf.data() + pdf.size(), points);
    CHECK(std::abs(points * 25.4 / 72.0 - width) < 0.01);
  };
}

} // namespace striate::practice
