// SPDX-License-Identifier: Apache-2.0
#include "engine/session/perturbation_schedule.h"
#include "engine/session/run_settings.h"
#include "session_support.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

using namespace striate;
using namespace striate::test;

namespace {

ParameterSet perturbed(const char* text) {
  ParameterSet parameters = tiny_parameters();
  parameters.set_text("perturb", text);
  return parameters;
}

Spikes run_with(const char* text, std::int64_t until = 400) {
  Session session(perturbed(text), tiny_network());
  return run(session, until);
}

/// Spikes within [from, to) ms of chosen neurons.
std::size_t count(const Spikes& spikes, std::int64_t from, std::int64_t to, const char* selection) {
  const auto ids = Selection::parse(selection).resolve(*tiny_network());
  return static_cast<std::size_t>(std::count_if(spikes.begin(), spikes.end(), [&](const auto& spike) {
    return from <= spike.first && spike.first < to && std::binary_search(ids.begin(), ids.end(), spike.second);
  }));
}

Spikes until(const Spikes& spikes, std::int64_t ms) {
  Spikes result;
  std::copy_if(spikes.begin(), spikes.end(), std::back_inserter(result),
               [ms](const auto& spike) { return spike.first < ms; });
  return result;
}

const Spikes& plain() {
  static const Spikes spikes = run_with("");
  return spikes;
}

} // namespace

TEST_CASE("perturbations are read and written") {
  const auto terms =
      parse_perturbations("silence:L2/3_PV:500:1000; "
                          "current:ids:1,5-9:-80.5::200;scale-out:Pvalb,model:475585413:0:10:;scale-in:all:2.5::");
  REQUIRE(terms.size() == 4);
  CHECK(terms[0].kind == PerturbationKind::silence);
  CHECK(terms[0].selection.text() == "L2/3_PV");
  CHECK(terms[0].from_ms == 500);
  CHECK(terms[0].to_ms == 1000);
  CHECK(terms[1].selection.text() == "ids:1,5-9");
  CHECK(terms[1].value == -80.5);
  CHECK(terms[1].from_ms == 0);
  CHECK(terms[1].to_ms == 200);
  CHECK(terms[2].value == 0.0);
  CHECK(terms[2].selection.text() == "Pvalb,model:475585413");
  CHECK(terms[2].from_ms == 10);
  CHECK(terms[2].to_ms > 1'000'000'000);
  CHECK(terms[3].kind == PerturbationKind::scale_in);
  CHECK(parse_perturbations(" ; ").empty());
  const std::string text = format_perturbations(terms);
  CHECK(format_perturbations(parse_perturbations(text)) == text);
}

TEST_CASE("a perturbation that is off is kept, does nothing and needs no neurons") {
  const std::string text = "off:silence:all:0:; off:current:ids:99999:5:10:20";
  const auto terms = parse_perturbations(text);
  REQUIRE(terms.size() == 2);
  CHECK(!terms[0].enabled);
  CHECK(format_perturbations(terms) == text);
  CHECK(run_with(text.c_str()) == plain());
}

TEST_CASE("what acts at a moment, for the whole of another run") {
  const char* text = "silence:PV:100:200; off:silence:L4::; current:L5:30:150:; scale-in:L1:2::120";
  CHECK(acting_throughout(text, 0) == "scale-in:L1:2:0:");
  CHECK(acting_throughout(text, 199) == "silence:PV:0:; current:L5:30:0:");
  CHECK(acting_throughout(text, 200) == "current:L5:30:0:");
  CHECK(acting_throughout("", 5).empty());
}

TEST_CASE("edits of the list while it runs, as the panel makes them, repeat from the settings") {
  Session live(tiny_parameters(), tiny_network());
  Spikes spikes = run(live, 120);
  const auto edit = [&](const std::string& text) {
    ParameterSet parameters = live.parameters();
    parameters.set_text("perturb", text);
    live.edit(parameters);
  };
  const auto go_on = [&](std::int64_t until) {
    for (const auto& spike : run(live, until))
      spikes.push_back(spike);
  };
  edit("silence:PV:117:"); // the window saw 117 ms when the button was pressed
  go_on(200);
  edit("silence:PV:117:198; current:L4:100:198:260");
  go_on(240);
  edit("silence:PV:117:198; off:current:L4:100:198:260");
  go_on(400);
  CHECK(count(spikes, 120, 200, "PV") == 0);
  const RunSettings settings = run_settings_from_text(settings_text(live), "settings");
  REQUIRE(settings.edits.size() == 3);
  Session headless(settings.parameters, tiny_network());
  CHECK(run(headless, 400, settings.edits) == spikes);
}

TEST_CASE("what is no perturbation gets one sentence with the form that is right") {
  const auto sentence = [](const char* text) { return sentence_of([&] { parse_perturbations(text); }); };
  CHECK(contains(sentence("silense:L4:0:10"), "did you mean \"silence\"?"));
  CHECK(contains(sentence("freeze:L4:0:10"), "not one of silence, current, scale-out, scale-in."));
  CHECK(contains(sentence("silence:L4"), "silence:SELECTION:FROM:TO"));
  CHECK(contains(sentence("current:L4:0:10"), "current:SELECTION:PA:FROM:TO"));
  CHECK(contains(sentence("current:L4:much:0:10"), "\"much\" is not a number"));
  CHECK(contains(sentence("scale-in:L4:nan:0:10"), "\"nan\" is not a number"));
  CHECK(contains(sentence("scale-in:L4:1e300:0:10"), "not a number"));
  CHECK(contains(sentence("silence:L4:-5:10"), "\"-5\" is not a time"));
  CHECK(contains(sentence("silence:L4:0:1.5"), "\"1.5\" is not a time"));
  CHECK(contains(sentence("silence:L4:10:10"), "not after its start"));
  CHECK(contains(sentence("silence:L7:0:10"), "L7"));
  CHECK(contains(sentence("silence:L4:0:10; current:L4"), "current:L4"));
  CHECK(contains(sentence_of([] { Session(perturbed("silence:ids:5000:0:10"), tiny_network()); }), "0 to 1140"));
}

TEST_CASE("terms that overlap act together, at their times only") {
  const PerturbationSchedule schedule("current:ids:1-2:10:100:200; current:ids:2:5:150:300; scale-in:ids:3:2::; "
                                      "scale-in:ids:3:4:100:; silence:ids:0:100:200",
                                      *tiny_network());
  for (const std::int64_t ms : {0, 100, 150, 200, 300})
    CHECK(schedule.changes_at(ms));
  for (const std::int64_t ms : {1, 99, 101, 299, 301})
    CHECK_FALSE(schedule.changes_at(ms));
  const Perturbation early = schedule.at(99);
  CHECK(early.added_pA.empty());
  CHECK(early.silenced.empty());
  CHECK(early.outgoing.empty());
  REQUIRE(early.incoming.size() == 1141);
  CHECK(early.incoming[3] == 2.0f);
  CHECK(early.incoming[4] == 1.0f);
  const Perturbation both = schedule.at(199);
  REQUIRE(both.added_pA.size() == 1141);
  CHECK(both.added_pA[1] == 10.0f);
  CHECK(both.added_pA[2] == 15.0f);
  CHECK(both.added_pA[3] == 0.0f);
  CHECK(both.incoming[3] == 8.0f);
  CHECK(both.silenced[0] == 1);
  CHECK(both.silenced[1] == 0);
  CHECK(schedule.at(250).added_pA[2] == 5.0f);
  CHECK(schedule.at(300).added_pA.empty());
  CHECK(contains(schedule.describe(199), "current ids:1-2 10 pA; current ids:2 5 pA"));
  CHECK(PerturbationSchedule("", *tiny_network()).at(5).empty());
}

TEST_CASE("silenced neurons do not fire while it lasts; before it nothing differs") {
  const Spikes spikes = run_with("silence:Pvalb:150:300");
  CHECK(until(spikes, 150) == until(plain(), 150));
  CHECK(count(plain(), 150, 300, "Pvalb") > 20);
  CHECK(count(spikes, 151, 300, "Pvalb") == 0);
  CHECK(count(spikes, 305, 400, "Pvalb") > 5);
  CHECK(count(spikes, 150, 300, "Exc") > count(plain(), 150, 300, "Exc")); // inhibition is gone
}

TEST_CASE("current drives, cut weights quieten") {
  const Spikes driven = run_with("current:L5_IT:400:200:300");
  CHECK(until(driven, 200) == until(plain(), 200));
  CHECK(count(driven, 205, 300, "L5_IT") > 3 * count(plain(), 205, 300, "L5_IT") + 20);
  const Spikes held = run_with("current:Exc:-2000:100:");
  CHECK(count(held, 120, 400, "Exc") == 0);
  const Spikes cut = run_with("scale-out:Inh:0:100:");
  CHECK(until(cut, 100) == until(plain(), 100));
  CHECK(count(cut, 150, 400, "Exc") > count(plain(), 150, 400, "Exc"));
  // What leaves all neurons is what reaches all neurons.
  CHECK(run_with("scale-out:all:0.5::") == run_with("scale-in:all:0.5::"));
}

TEST_CASE("an edit perturbs live, travels in settings.json and is repeated exactly") {
  Session live(tiny_parameters(), tiny_network());
  ParameterSet begun = tiny_parameters(), ended = tiny_parameters();
  begun.set_text("perturb", "silence:L4,Pvalb::");
  ended.set_text("perturb", "current:ids:1,5-9:50:260:280");
  const Spikes spikes = run(live, 400, {{150, begun}, {250, ended}});
  CHECK(until(spikes, 150) == until(plain(), 150));
  CHECK(count(spikes, 151, 250, "L4,Pvalb") == 0);
  CHECK(count(spikes, 260, 400, "L4,Pvalb") > 10);
  const RunSettings settings = read_run_settings(scratch("perturbed.json", settings_text(live)));
  Session again(settings.parameters, tiny_network());
  CHECK(run(again, 400, settings.edits) == spikes);
  // A reset keeps what is set and begins with it.
  live.reset();
  Session fresh(ended, tiny_network());
  CHECK(run(live, 300) == run(fresh, 300));
}

TEST_CASE("an edit that is no perturbation changes nothing") {
  Session session(tiny_parameters(), tiny_network());
  run(session, 100);
  ParameterSet wrong = tiny_parameters();
  wrong.set_text("perturb", "silence:nobody::");
  CHECK(contains(sentence_of([&] { session.edit(wrong); }), "nobody"));
  CHECK(session.edits().empty());
  Spikes spikes = until(plain(), 100);
  const Spikes rest = run(session, 400);
  spikes.insert(spikes.end(), rest.begin(), rest.end());
  CHECK(spikes == plain());
}

TEST_CASE("edits on the command line may hold lists") {
  const Edit edit = parse_edit("100:contrast=0.3,perturb=current:ids:1,5-9:50::; silence:L4,PV::,direction=90", {});
  CHECK(edit.parameters.number("contrast") == 0.3);
  CHECK(edit.parameters.text("perturb") == "current:ids:1,5-9:50::; silence:L4,PV::");
  CHECK(edit.parameters.number("direction") == 90.0);
}
