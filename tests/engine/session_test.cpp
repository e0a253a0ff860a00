// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/session/lgn_sample.h"
#include "engine/session/run_settings.h"
#include "engine/session/session.h"
#include "engine/session/snapshot_builder.h"
#include "session_support.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace striate;
using namespace striate::test;

TEST_CASE("same settings, same spikes for 1, 2 and 4 threads; another seed, others") {
  Session one(tiny_parameters(1), tiny_network());
  const Spikes reference = run(one, 600);
  CHECK(reference.size() > 500);
  for (const int threads : {2, 4}) {
    Session session(tiny_parameters(threads), tiny_network());
    CHECK(run(session, 600) == reference);
  }
  ParameterSet other = tiny_parameters();
  other.set("seed", 1);
  Session session(other, tiny_network());
  CHECK(run(session, 600) != reference);
}

TEST_CASE("the retina sees gray, then the grating, then gray again") {
  ParameterSet parameters = tiny_parameters();
  parameters.set("grating-duration", 200);
  Session session(parameters, tiny_network());
  for (int ms = 0; ms < 400; ++ms) {
    session.step();
    CAPTURE(ms);
    CHECK((session.grating().contrast > 0.0) == (ms >= 100 && ms < 300));
  }
}

TEST_CASE("BMTK geometry: the first frame of the grating's clock stays gray") {
  ParameterSet parameters = tiny_parameters();
  parameters.set_text("lgn-geometry", "bmtk");
  parameters.set("grating-duration", 200);
  Session session(parameters, tiny_network());
  for (int ms = 0; ms < 400; ++ms) {
    session.step();
    CAPTURE(ms);
    CHECK((session.grating().contrast > 0.0) == (ms >= 101 && ms < 301));
    if (session.grating().contrast > 0.0)
      CHECK(session.grating().origin_ms == 100);
  }
}

TEST_CASE("an edit acts at the next millisecond, not before, and a reset starts over") {
  Session plain(tiny_parameters(), tiny_network());
  Session edited(tiny_parameters(), tiny_network());
  ParameterSet turned = tiny_parameters();
  turned.set("direction", 90.0);
  const auto before = run(plain, 600);
  const auto with_edit = run(edited, 600, {{300, turned}});
  CHECK(before != with_edit);
  const auto until = [](const Spikes& spikes, std::int64_t ms) {
    return Spikes(spikes.begin(),
                  std::find_if(spikes.begin(), spikes.end(), [&](const auto& s) { return s.first >= ms; }));
  };
  CHECK(until(before, 300) == until(with_edit, 300));
  CHECK(edited.edits().size() == 1);
  CHECK(edited.edits()[0].at_ms == 300);

  plain.reset();
  CHECK(plain.now() == 0);
  CHECK(run(plain, 600) == before);
}

TEST_CASE("what is not live is refused while running") {
  Session session(tiny_parameters(), tiny_network());
  ParameterSet other = tiny_parameters();
  other.set("seed", 1);
  CHECK(contains(sentence_of([&] { session.edit(other); }), "seed"));
}

TEST_CASE("settings written by a run give the same run again") {
  Session session(tiny_parameters(), tiny_network());
  ParameterSet first = tiny_parameters();
  first.set("contrast", 0.3);
  ParameterSet second = first;
  second.set_text("stimulus", "static-grating");
  const Spikes spikes = run(session, 500, {{200, first}, {350, second}});
  const auto file = scratch("settings.json", settings_text(session));
  const RunSettings read = read_run_settings(file);
  CHECK(read.edits.size() == 2);
  Session again(read.parameters, tiny_network());
  CHECK(run(again, 500, read.edits) == spikes);
}

TEST_CASE("damaged sessions get one sentence with the place") {
  const auto read = [](const std::string& name, const std::string& text) {
    return sentence_of([&] { read_run_settings(scratch(name, text)); });
  };
  CHECK(contains(sentence_of([] { read_run_settings("/nowhere/a.striate"); }), "/nowhere/a.striate"));
  CHECK(contains(read("a", "{\"format\": \"str"), "byte"));
  CHECK(contains(read("b", "[]"), "not a Striate session"));
  CHECK(contains(read("c", R"({"format":"striate-session","version":99,"parameters":{}})"), "newer"));
  CHECK(contains(read("d", R"({"format":"striate-session","version":"x"})"), "version"));
  CHECK(contains(read("e", R"({"format":"striate-session","version":1})"), "parameters"));
  CHECK(contains(read("f", R"({"format":"striate-session","version":1,"parameters":{"contrast":2}})"), "contrast"));
  CHECK(contains(read("g", R"({"format":"striate-settings","version":1,"parameters":{},"edits":[{"at_ms":5}]})"),
                 "edit 1"));
  CHECK(contains(read("h", R"({"format":"striate-settings","version":1,"parameters":{},
      "edits":[{"at_ms":5,"set":{"contrast":0.1}},{"at_ms":4,"set":{"contrast":0.2}}]})"),
                 "in time order"));
}

TEST_CASE("edits on the command line") {
  const Edit edit = parse_edit("1200:direction=90,contrast=0.4", ParameterSet{});
  CHECK(edit.at_ms == 1200);
  CHECK(edit.parameters.number("direction") == 90.0);
  CHECK(edit.parameters.number("contrast") == 0.4);
  for (const char* wrong : {"direction=90", "x:direction=90", "-5:direction=90", "10:direction", "10:", "10:colour=3"})
    CHECK_FALSE(sentence_of([&] { parse_edit(wrong, ParameterSet{}); }).empty());
}

TEST_CASE("a snapshot holds every step, spike and mark since the one before, merged or not") {
  Session session(tiny_parameters(), tiny_network());
  SnapshotBuilder builder;
  builder.begin(session);
  builder.select_lgn_units(default_lgn_sample(session.network().lgn_units), session);
  builder.select_neuron(5);
  std::uint64_t spikes = 0;
  const auto advance = [&](int steps) {
    for (int i = 0; i < steps; ++i) {
      const StepResult step = session.step();
      spikes += step.spikes.size();
      builder.add(step, session);
    }
    return builder.finish(session);
  };
  Snapshot earlier = advance(150);
  merge_snapshots(earlier, advance(100));
  CHECK(earlier.now_ms == 250);
  CHECK(earlier.spikes->first_ms == 0);
  CHECK(earlier.spikes->steps() == 250);
  CHECK(earlier.spikes->id.size() == spikes);
  CHECK(earlier.neuron_samples.size() == 250);
  REQUIRE(earlier.lgn.size() == 3);
  CHECK(earlier.lgn[0].rate_Hz.size() == 250);
  REQUIRE(earlier.marks.size() == 1); // onset of the grating
  CHECK(earlier.marks[0].time_ms == 100.0);
  CHECK(earlier.epochs.size() == 2);
  CHECK(earlier.lgn[0].luminance[50] == 0.0f);
}

TEST_CASE("dynamics nest: several steps a millisecond, the same spikes for any number of threads") {
  const auto run_nest = [](int threads) {
    ParameterSet parameters = tiny_parameters(threads);
    parameters.set_text("dynamics", "nest");
    parameters.set("dt", 0.25);
    Session session(parameters, tiny_network());
    Spikes spikes; // (quarter of a millisecond, neuron)
    while (session.now() < 300) {
      const StepResult step = session.step();
      CHECK(step.ms + 1 == session.now());
      REQUIRE(step.sub_steps.size() == 4);
      CHECK(step.sub_steps.back() == step.spikes.size());
      std::uint32_t begin = 0;
      for (std::int64_t k = 0; k < 4; ++k) {
        const std::uint32_t end = step.sub_steps[static_cast<std::size_t>(k)];
        CHECK(std::is_sorted(step.spikes.begin() + begin, step.spikes.begin() + end));
        for (; begin < end; ++begin)
          spikes.emplace_back(4 * step.ms + k, step.spikes[begin]);
      }
    }
    CHECK(session.simulator().now() == 1200);
    session.reset();
    CHECK(session.now() == 0);
    return spikes;
  };
  const Spikes spikes = run_nest(1);
  CHECK(spikes.size() > 50);
  CHECK(std::any_of(spikes.begin(), spikes.end(), [](const auto& spike) { return spike.first % 4 == 2; }));
  CHECK(run_nest(3) == spikes);
}

TEST_CASE("a step that the dynamics cannot take is refused before the network is built") {
  ParameterSet parameters = tiny_parameters();
  parameters.set("dt", 0.5);
  Task task("build");
  CHECK_FALSE(task.run([&](Task& t) { build_network(parameters, t); }));
  CHECK(task.status().error.find("basis4 has a step of 1 ms, not 0.5 ms") != std::string::npos);
  parameters.set_text("dynamics", "nest");
  parameters.set("dt", 0.3);
  CHECK(sentence_of([&] { Session(parameters, tiny_network()); }).find("dt = 0.3 ms") != std::string::npos);
}

TEST_CASE("every kind of stimulus can be chosen while a run goes on, and its settings repeat the run") {
  const TemporaryFolder folder;
  const std::string movie = (folder / "movie.bin").string();
  {
    std::vector<std::uint8_t> frames(std::size_t{120} * 80 * 5);
    for (std::size_t i = 0; i < frames.size(); ++i)
      frames[i] = static_cast<std::uint8_t>(i * 37 % 251);
    std::ofstream(movie, std::ios::binary)
        .write(reinterpret_cast<const char*>(frames.data()), static_cast<std::streamsize>(frames.size()));
  }
  ParameterSet parameters = tiny_parameters();
  parameters.set_text("movie", movie);
  parameters.set_text("movie-layout", "120x80 uint8");
  std::vector<Edit> edits;
  for (const std::string& kind : parameter("stimulus").choices) {
    ParameterSet next = edits.empty() ? parameters : edits.back().parameters;
    next.set_text("stimulus", kind);
    if (kind == "plaid")
      next.set_text("aperture", "disc");
    edits.push_back({150 + 40 * std::ssize(edits), next});
  }
  edits.erase(edits.begin()); // drifting-grating is what runs already
  Session first(parameters, tiny_network());
  std::vector<StimulusKind> shown;
  Spikes spikes;
  auto edit = edits.begin();
  while (first.now() < 600) {
    for (; edit != edits.end() && edit->at_ms == first.now(); ++edit)
      first.edit(edit->parameters);
    for (const std::uint32_t id : first.step().spikes)
      spikes.emplace_back(first.now() - 1, id);
    if (shown.empty() || shown.back() != first.stimulus().kind)
      shown.push_back(first.stimulus().kind);
  }
  CHECK(shown.size() == parameter("stimulus").choices.size() + 1); // and gray at the start
  CHECK(first.take_notice().find("movie.bin") != std::string::npos);
  CHECK(first.take_notice().empty());

  std::ofstream(folder / "settings.json") << settings_text(first);
  const RunSettings settings = read_run_settings(folder / "settings.json");
  Session again(settings.parameters, tiny_network());
  CHECK(run(again, 600, settings.edits) == spikes);
}

TEST_CASE("an edit to a movie that is not there is refused and the run goes on") {
  Session session(tiny_parameters(), tiny_network());
  run(session, 150);
  ParameterSet wrong = session.parameters();
  wrong.set_text("stimulus", "movie");
  wrong.set_text("movie", "/no/such/movie.h5");
  CHECK(sentence_of([&] { session.edit(wrong); }).find("/no/such/movie.h5") != std::string::npos);
  CHECK(session.parameters().choice("stimulus") == "drifting-grating");
  CHECK(session.edits().empty());
  run(session, 200);
  CHECK(session.stimulus().kind == StimulusKind::drifting_grating);
}

TEST_CASE("weight-state multiplies the weights, names the network and refuses what it cannot mean") {
  const TemporaryFolder folder;
  std::ofstream(folder / "mine.csv") << "source,target,ln_weight\nExc,L4_PV,0.5\n";
  const auto built = [](const std::string& state, const char* key = "network", const char* value = "tiny") {
    ParameterSet parameters;
    parameters.set_text("network", "tiny");
    parameters.set_text("weight-state", state);
    parameters.set_text(key, value);
    Task task("build");
    return build_network(parameters, task);
  };
  const auto rules = built("rules"), trained = built("trained"), mine = built((folder / "mine.csv").string());
  CHECK(rules->name == "tiny");
  CHECK(trained->name == "tiny-trained");
  CHECK(mine->name == "tiny-mine");
  CHECK(trained->recurrent.weight != rules->recurrent.weight);
  CHECK(mine->lgn.weight == rules->lgn.weight);
  CHECK(contains(error_of([&] { built("trained", "weight-rule", "l2l"); }), "weight rule nll"));
  CHECK(contains(error_of([&] { built("trained", "network", "file"); }), "built-in networks"));
  CHECK(contains(error_of([&] { built("no/such.csv"); }), "no/such.csv"));
}
