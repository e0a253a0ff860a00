// SPDX-License-Identifier: Apache-2.0
// The small languages of the command line, of panels and of session files: whatever is typed is read or refused with
// how it is written.
#include "engine/core/errors.h"
#include "engine/session/perturbation_schedule.h"
#include "engine/session/probe.h"
#include "engine/session/run_settings.h"
#include "engine/session/tuning_plan.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <doctest/doctest.h>
#include <functional>

using namespace striate;

namespace {

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& failure) {
    return failure.kind() == Error::Kind::usage ? failure.what() : "not a usage error";
  }
  return "accepted";
}

} // namespace

TEST_CASE("probes with empty parts are refused with how they are written") {
  for (const char* text : {"v:ids::1", "v:::", "v::1", "v:ids:", "v:ids:::1", ":", "v:ids:1,:1", "v:ids:-:1",
                           "v:ids:1-:1", "v:,:1", "v:model::1", "v:all:", "v:all:0", "v:all:-1", "v:all:+",
                           "v:all:99999999999999999999", "v:ids:99999999999999999999:1", "v:all:1:"}) {
    CAPTURE(text);
    CHECK(refusal([&] { parse_probes(text); }).find("VARIABLE:SELECTION:INTERVAL") != std::string::npos);
  }
  CHECK(refusal([] { parse_probes(":::"); }).find("is not one of spikes") != std::string::npos);
  CHECK(parse_probes("v:ids:1,5-9:10; count:Exc:5").size() == 2);
  CHECK(parse_probes(" ; ;").empty());
}

TEST_CASE("perturbations with empty parts are refused with how they are written") {
  for (const char* text : {"silence:ids:::", "silence:::", "silence::::", "silence:", "silence", "off:silence:ids:::",
                           "silence:ids:::::", "silence:,::", "silence:all:1:1", "silence:all:x:", "silence:all:-5:"})
    CHECK(refusal([&] { parse_perturbations(text); }).find("silence:SELECTION:FROM:TO") != std::string::npos);
  for (const char* text : {"current:ids:::::", "current::::", "current:all:nan::", "current:all:inf::",
                           "current:all:::", "current:all:1,5::", "current:all:1e999::", "current:ids::1::"})
    CHECK(refusal([&] { parse_perturbations(text); }).find("current:SELECTION:PA:FROM:TO") != std::string::npos);
  CHECK(refusal([] { parse_perturbations(":::"); }).find("is not one of silence") != std::string::npos);
  CHECK(refusal([] { parse_perturbations("off:"); }).find("is not one of silence") != std::string::npos);
  CHECK(parse_perturbations("silence:ids:1,5-9::; current:L4:+100:5:10").size() == 2);
}

TEST_CASE("edits and lists with empty parts are refused with how they are written") {
  for (const char* text : {"", ":", ":direction=90", "100", "100:", "100:direction", "100:,", "x:direction=90",
                           "1e3:direction=90", "-1:direction=90", "99999999999999999999:direction=90"})
    CHECK(refusal([&] { parse_edit(text, ParameterSet()); }).find("MILLISECOND:KEY=VALUE") != std::string::npos);
  CHECK(refusal([] { parse_edit("100:direction=", ParameterSet()); }).find("enter a number from") != std::string::npos);
  CHECK(refusal([] { parse_edit("100:=5", ParameterSet()); }) != "accepted");
  CHECK(parse_edit("+100:direction=+90 °", ParameterSet()).parameters.number("direction") == 90.0);
  ParameterSet parameters;
  for (const char* text : {",", "0.1,,0.2", "0.1,x", "0,5;0", "nan", "-1", "1e999", "0.1;0.2"}) {
    parameters.set_text("tune-contrasts", text);
    CHECK(refusal([&] { tuning_plan(parameters); }).find("comma-separated") != std::string::npos);
  }
  parameters.set_text("tune-contrasts", " 0.8, 0.3 ,0.30000000000000004,.1");
  CHECK(tuning_plan(parameters).contrasts == std::vector<double>{0.1, 0.3, 0.8});
}

TEST_CASE("settings: what is no JSON, too deep, doubled or too large a number is one sentence") {
  const auto sentence = [](const std::string& text) {
    try {
      run_settings_from_text(text, "s.json");
    } catch (const Error& failure) {
      return std::string(failure.what());
    }
    return std::string("accepted");
  };
  const std::string deep(100'000, '[');
  CHECK(sentence(deep).find("nested deeper than 64 levels") != std::string::npos);
  CHECK(sentence("{\"format\": \"striate-settings\", \"x\": " + deep + std::string(100'000, ']') + "}")
            .find("nested deeper than 64 levels") != std::string::npos);
  CHECK(sentence("{\"version\": 1, \"version\": 1}").find("the key \"version\" appears twice") != std::string::npos);
  CHECK(sentence("{\"version\": 1e999}").find("too large") != std::string::npos);
  CHECK(sentence("{\"version\": NaN}").find("invalid JSON at byte") != std::string::npos);
  CHECK(sentence("").find("invalid JSON at byte") != std::string::npos);
  const std::string whole = to_json(RunSettings{}).dump();
  CHECK(sentence("\xEF\xBB\xBF" + whole) == "accepted");
  CHECK(sentence(whole.substr(0, whole.size() / 2)).find("s.json is not a session: invalid JSON") == 0);
}
