// SPDX-License-Identifier: Apache-2.0
// Under a locale with a decimal comma every table, rule and list gives the same numbers. A program of its own, since a
// locale is global.
#include "engine/analysis/measures/similarity.h"
#include "engine/analysis/study/reference_data.h"
#include "engine/core/csv.h"
#include "engine/network/generator/lgn_rule.h"
#include "engine/network/tables/model_tables.h"
#include "engine/session/run_settings.h"
#include "engine/session/tuning_plan.h"
#include "engine/stimulus/protocol.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <clocale>
#include <doctest/doctest.h>
#include <locale>
#include <numeric>
#include <sstream>

using namespace striate;

namespace {

/// Streams that write 1,5 and 1.000, where the system has no German locale.
struct German : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

struct CommaLocale {
  CommaLocale() {
    std::locale::global(std::locale(std::locale::classic(), new German));
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "ru_RU.UTF-8"})
      if (std::setlocale(LC_ALL, name) != nullptr)
        break;
  }
  ~CommaLocale() {
    std::locale::global(std::locale::classic());
    std::setlocale(LC_ALL, "C");
  }
};

} // namespace

TEST_CASE("a decimal comma in the locale changes no number") {
  const CommaLocale comma;
  std::ostringstream written;
  written << 1234.5;
  REQUIRE(written.str() == "1.234,5"); // the locale is in force
  SUBCASE("recorded rates") {
    const QuantileCurve* recorded = neuropixels().find("L2/3_Exc", "evoked_rate");
    REQUIRE(recorded != nullptr);
    CHECK(recorded->median() == doctest::Approx(0.67).epsilon(0.01));
    CHECK(similarity(ks_statistic(recorded->q, *recorded)) == doctest::Approx(0.98).epsilon(0.01));
    CHECK(reference_fano().front().bin_s.front() == doctest::Approx(0.001));
  }
  SUBCASE("the rule of LGN classes") {
    const std::vector<double> factors = lgn_class_factors(model_tables(), true, 4);
    CHECK(std::accumulate(factors.begin(), factors.end(), 0.0) > 1.0);
    for (const double factor : factors)
      CHECK((factor >= 0.0 && factor <= 1.0));
    const ModelTables& tables = model_tables();
    for (std::size_t i = 0; i < factors.size(); ++i)
      if (tables.lgn_classes[i].name == "sON_TF4")
        CHECK(factors[i] > 0.33); // the nearest of its family: (1 - 0 / sum) / (members - 1)
  }
  SUBCASE("protocols of the references") {
    for (const std::string& name : protocol_names())
      CHECK(find_protocol(name).rows.size() > 0);
    for (const ProtocolRow& row : find_protocol("osi_dsi").rows)
      for (const auto& [key, value] : row.settings)
        if (key == "contrast")
          CHECK(value == "0.8");
  }
  SUBCASE("typed values, settings and tables") {
    ParameterSet parameters;
    parameters.set_text("direction", "22.5");
    parameters.set_text("tune-contrasts", "0.1,0.35");
    CHECK(parameters.number("direction") == 22.5);
    CHECK(tuning_plan(parameters).contrasts == std::vector<double>{0.1, 0.35});
    const std::string text = to_json(RunSettings{parameters, {}}).dump();
    CHECK(run_settings_from_text(text, "s").parameters.number("direction") == 22.5);
    CHECK(parse_edit("1200:contrast=0.25", parameters).parameters.number("contrast") == 0.25);
    CHECK(CsvTable::parse("a,b\n1.5,2\n", "t").number(0, "a") == 1.5);
    CHECK(fmt::format("{} {:.2f} {:g}", 1234.5, 1234.5, 1234.5) == "1234.5 1234.50 1234.5");
  }
}
