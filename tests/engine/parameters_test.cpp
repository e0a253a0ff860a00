// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/parameters/parameter_set.h"
#include "engine/parameters/typed_number.h"
#include "tests/support/sentences.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <doctest/doctest.h>
#include <set>
#include <string>

using namespace striate;
using namespace striate::test;

namespace {

std::string sentence_of(const auto& action) {
  try {
    action();
  } catch (const Error& failure) {
    CHECK(failure.kind() == Error::Kind::usage);
    return failure.what();
  }
  return {};
}

} // namespace

TEST_CASE("every parameter has a unique key, a tooltip, a valid default and a default text that reads back") {
  std::set<std::string> keys;
  for (const Parameter& p : parameter_table()) {
    CAPTURE(p.key);
    CHECK(keys.insert(p.key).second);
    CHECK(p.tooltip.size() > 20);
    CHECK_FALSE(p.label.empty());
    if (p.type == ParameterType::text) {
      ParameterSet parameters;
      CHECK(parameters.text(p.key) == p.default_text);
      parameters.set_text(p.key, "any/text at all, 7");
      CHECK(parameters.text(p.key) == "any/text at all, 7");
      CHECK(parameters.formatted(p.key) == parameters.text(p.key));
      CHECK(contains(sentence_of([&] { checked_value(p, 1.0); }), "must be text"));
      continue;
    }
    CHECK(checked_value(p, p.default_number) == p.default_number);
    CHECK(parse_value(p, format_value(p, p.default_number)) == doctest::Approx(p.default_number));
  }
}

TEST_CASE("values are parsed with and without their unit") {
  const Parameter& f = parameter("temporal-frequency");
  CHECK(parse_value(f, "2.5") == 2.5);
  CHECK(parse_value(f, " 2.5 Hz ") == 2.5);
  CHECK(parse_value(f, "+3") == 3.0);
  CHECK(contains(sentence_of([&] { parse_value(f, "2.5 ms"); }), "has the unit Hz"));
  CHECK(contains(sentence_of([&] { parse_value(f, "fast"); }), "0.00 to 60.00 Hz"));
  CHECK(contains(sentence_of([&] { parse_value(f, ""); }), "enter a number from"));
  CHECK(contains(sentence_of([&] { parse_value(f, "61"); }), "0.00 to 60.00 Hz"));
  CHECK(contains(sentence_of([&] { checked_value(f, std::nan("")); }), "temporal-frequency"));
}

TEST_CASE("a number is read with either decimal mark, and never as another one") {
  struct Case {
    const char* typed;
    double value;
    const char* unit;
  };
  for (const Case& one : {Case{"1.5", 1.5, ""},
                          {"1,5", 1.5, ""},
                          {" 75,5 ", 75.5, ""},
                          {"0,125", 0.125, ""}, // no thousands begin with 0
                          {",5", 0.5, ""},
                          {"-.25", -0.25, ""},
                          {"5,", 5.0, ""},
                          {"1234,5", 1234.5, ""},
                          {"1.234", 1.234, ""}, // the point is the decimal mark that we write ourselves
                          {"1,5e3", 1500.0, ""},
                          {"+3", 3.0, ""},
                          {"\u22122,5\u00a0Hz", -2.5, "Hz"},
                          {"80 %", 80.0, "%"},
                          {"0.04cyc/deg", 0.04, "cyc/deg"}}) {
    CAPTURE(one.typed);
    const TypedNumber number = typed_number(one.typed);
    CHECK(number.problem == TypedNumber::Problem::none);
    CHECK(number.value == one.value);
    CHECK(number.unit == one.unit);
  }
  using Problem = TypedNumber::Problem;
  for (const auto& [typed, problem] : {std::pair{"1,234.5", Problem::thousands},
                                       {"1.234,5", Problem::thousands},
                                       {"1,234,567", Problem::thousands},
                                       {"1.234.567", Problem::thousands},
                                       {"1 234", Problem::thousands},
                                       {"1'234.5", Problem::thousands},
                                       {"1\u202f234", Problem::thousands},
                                       {"1_000", Problem::thousands},
                                       {"1..5", Problem::thousands},
                                       {"1,234", Problem::ambiguous},
                                       {"-12,000", Problem::ambiguous},
                                       {"", Problem::no_number},
                                       {"fast", Problem::no_number},
                                       {"inf", Problem::no_number},
                                       {"nan", Problem::no_number},
                                       {"--5", Problem::no_number},
                                       {"1e999", Problem::no_number},
                                       {",", Problem::no_number}}) {
    CAPTURE(typed);
    CHECK(typed_number(typed).problem == problem);
  }
  CHECK(contains(typed_number("1,234").complaint("1,234"), "1.234 or 1234"));
  CHECK(typed_number("0,0500").decimals == 2);
  CHECK(typed_number("75").decimals == 0);
}

TEST_CASE("a unit is taken in the ways it is written, another one is named") {
  CHECK(parse_value(parameter("contrast"), "80 %") == doctest::Approx(0.8));
  CHECK(parse_value(parameter("contrast"), "0,35") == 0.35);
  CHECK(parse_value(parameter("direction"), "45 deg") == 45.0);
  CHECK(parse_value(parameter("direction"), "22,5°") == 22.5);
  CHECK(parse_value(parameter("spatial-frequency"), "0.04 cyc/deg") == 0.04);
  CHECK(parse_value(parameter("spatial-frequency"), "0,04 cpd") == 0.04);
  CHECK(parse_value(parameter("temporal-frequency"), "2 hz") == 2.0);
  CHECK(parse_value(parameter("gray-before"), "500 ms") == 500.0);
  CHECK(parse_value(parameter("radius"), "75,5 um") == 75.5);
  CHECK(parse_value(parameter("speed"), "50 deg/s") == 50.0);
  CHECK(parse_value(parameter("batch"), "1 trial") == 1.0);
  CHECK(contains(sentence_of([] { parse_value(parameter("temporal-frequency"), "2 cyc/deg"); }), "cyc/deg"));
  CHECK(contains(sentence_of([] { parse_value(parameter("gray-before"), "0.5 s"); }), "has the unit ms"));
  CHECK(contains(sentence_of([] { parse_value(parameter("seed"), "80 %"); }), "has no unit"));
  CHECK(contains(sentence_of([] { parse_value(parameter("annulus-share"), "10 %"); }), "has no unit"));
  CHECK(contains(sentence_of([] { parse_value(parameter("radius"), "1,234.5"); }), "thousands"));
  CHECK(contains(sentence_of([] { parse_value(parameter("radius"), "500,000"); }), "500.000 or 500000"));
}

TEST_CASE("angles wrap, whole numbers stay whole, choices are named") {
  CHECK(parse_value(parameter("direction"), "-90") == 270.0);
  CHECK(parse_value(parameter("direction"), "725") == 5.0);
  CHECK(contains(sentence_of([] { parse_value(parameter("seed"), "1.5"); }), "whole number"));
  CHECK(parse_value(parameter("network"), "core") == 3.0);
  CHECK(contains(sentence_of([] { parse_value(parameter("network"), "huge"); }), "tiny, small, medium, core"));
  CHECK(parse_value(parameter("small-lgn"), "on") == 1.0);
  CHECK(contains(sentence_of([] { checked_value(parameter("direction"), INFINITY); }), "direction"));
}

TEST_CASE("an unknown key names its nearest neighbour") {
  CHECK(contains(sentence_of([] { parameter("contrst"); }), "\"contrast\""));
  CHECK(contains(sentence_of([] { parameter("completely-else"); }), "list-parameters"));
}

TEST_CASE("a set goes through JSON unchanged and refuses what it does not know") {
  ParameterSet set;
  set.set("direction", 135.0);
  set.set_text("stimulus", "gray");
  set.set("seed", 4294967295.0);
  set.set_text("small-lgn", "on");
  const auto json = to_json(set);
  CHECK(json["seed"] == 4294967295);
  CHECK(json["stimulus"] == "gray");
  CHECK(json["small-lgn"] == true);
  CHECK(parameters_from_json(json, "test") == set);
  CHECK(set.differences(ParameterSet{}) == std::vector<std::string>{"stimulus", "direction", "small-lgn", "seed"});

  auto broken = json;
  broken["colour"] = 1;
  CHECK(contains(sentence_of([&] {
                   try {
                     parameters_from_json(broken, "a.striate");
                   } catch (const Error& failure) {
                     throw Error(failure.what(), Error::Kind::usage);
                   }
                 }),
                 "a.striate: There is no parameter \"colour\""));
  broken = json;
  broken["contrast"] = 7;
  CHECK_THROWS_AS(parameters_from_json(broken, "x"), Error);
  broken["contrast"] = nullptr;
  CHECK_THROWS_AS(parameters_from_json(broken, "x"), Error);
  broken = json;
  broken["network"] = 2;
  CHECK_THROWS_AS(parameters_from_json(broken, "x"), Error);
  CHECK_THROWS_AS(parameters_from_json(nlohmann::json::array(), "x"), Error);
}
