#include "engine/core/errors.h"
#include "engine/parameters/parameter_set.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <doctest/doctest.h>
#include <set>
#include <string>

using namespace striate;

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

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
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
      CHECK(contains(sentence_of([&] { checked_value(p, 1.0); }), "must be a text"));
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
  CHECK(contains(sentence_of([&] { parse_value(f, "2.5 ms"); }), "given in Hz"));
  CHECK(contains(sentence_of([&] { parse_value(f, "fast"); }), "0.00 to 60.00 Hz"));
  CHECK(contains(sentence_of([&] { parse_value(f, ""); }), "must be a number"));
  CHECK(contains(sentence_of([&] { parse_value(f, "61"); }), "0.00 to 60.00 Hz"));
  CHECK(contains(sentence_of([&] { checked_value(f, std::nan("")); }), "temporal-frequency"));
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
