// SPDX-License-Identifier: Apache-2.0
// A run saved to a file, or gone wrong, continues bit for bit; files that do not fit are refused with the reason.
#include "engine/core/errors.h"
#include "engine/network/network_digest.h"
#include "engine/recording/array_file.h"
#include "engine/session/state_file.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_network.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

using Spikes = std::vector<std::pair<std::int64_t, std::uint32_t>>;

ParameterSet short_parameters(int threads) {
  ParameterSet parameters = tiny_parameters(threads);
  parameters.set("gray-before", 60);
  parameters.set("grating-duration", 200);
  return parameters;
}

/// Turns the grating at 120 and 170 ms.
Spikes run(Session& session, std::int64_t until) {
  Spikes spikes;
  while (session.now() < until) {
    if (session.now() == 120 || session.now() == 170) {
      ParameterSet parameters = session.parameters();
      parameters.set("direction", static_cast<double>(session.now()) - 30.0);
      session.edit(parameters);
    }
    const StepResult step = session.step();
    for (const std::uint32_t id : step.spikes)
      spikes.emplace_back(step.ms, id);
  }
  return spikes;
}

Spikes after(const Spikes& spikes, std::int64_t ms) {
  return {std::find_if(spikes.begin(), spikes.end(), [&](const auto& spike) { return spike.first >= ms; }),
          spikes.end()};
}

/// LGN rates and spikes of the next steps: they depend on all that was shown.
std::vector<float> rates_ahead(Session& session, int steps) {
  std::vector<float> rates;
  for (int t = 0; t < steps; ++t) {
    const auto step = session.step();
    rates.insert(rates.end(), step.lgn_rates_Hz.begin(), step.lgn_rates_Hz.end());
  }
  return rates;
}

} // namespace

TEST_CASE("A saved session continues bit for bit: in the gray, the grating, after edits, after its end") {
  const test::TemporaryFolder folder;
  const auto file = folder / "state.h5";
  Session whole(short_parameters(1), tiny_network());
  const Spikes expected = run(whole, 400);
  CHECK(expected.size() > 200);
  for (const std::int64_t at : {0, 1, 30, 60, 61, 120, 121, 180, 260, 300}) {
    CAPTURE(at);
    Session first(short_parameters(2), tiny_network());
    run(first, at);
    save_state(file, first);
    Session second(short_parameters(1), tiny_network());
    run(second, 33); // leaves no trace
    load_state(file, second);
    CHECK(second.now() == at);
    CHECK(second.edits().size() == first.edits().size());
    CHECK(run(second, 400) == after(expected, at));
    CHECK(second.simulator().state().v == whole.simulator().state().v);
    const auto third = open_state(file, tiny_network());
    CHECK(rates_ahead(*third, 5) == rates_ahead(first, 5));
  }
}

TEST_CASE("So does a session with the dynamics of NEST at 0.25 ms") {
  const test::TemporaryFolder folder;
  const auto file = folder / "state.h5";
  ParameterSet parameters = short_parameters(2);
  parameters.set_text("dynamics", "nest");
  parameters.set("dt", 0.25);
  Session whole(parameters, tiny_network());
  const Spikes expected = run(whole, 250);
  CHECK(expected.size() > 100);
  Session first(parameters, tiny_network());
  run(first, 130);
  save_state(file, first);
  const auto second = open_state(file, tiny_network());
  CHECK(second->now() == 130);
  CHECK(run(*second, 250) == after(expected, 130));
  CHECK(second->simulator().state().more == whole.simulator().state().more);
  Session other(short_parameters(1), tiny_network());
  CHECK(contains(error_of([&] { load_state(file, other); }), "was made with another"));
}

TEST_CASE("States that do not fit are refused with the reason and change nothing") {
  const test::TemporaryFolder folder;
  const auto file = folder / "state.h5";
  const auto bad = folder / "bad.h5";
  Session session(short_parameters(1), tiny_network());
  run(session, 80);
  save_state(file, session);
  const auto refused = [&](const std::filesystem::path& path, const std::shared_ptr<const Network>& network,
                           const ParameterSet& parameters) {
    Session other(parameters, network);
    run(other, 7);
    const SimulatorState before = other.simulator().state();
    const std::string sentence = error_of([&] { load_state(path, other); });
    CHECK(other.now() == 7);
    CHECK(other.simulator().state().v == before.v);
    CHECK(contains(sentence, path.string()) != contains(sentence, "another Seed"));
    return sentence;
  };
  const auto refused_after = [&](const auto& spoil) {
    ArrayFile content = read_array_file(file);
    spoil(content);
    write_array_file(bad, content);
    Session other(short_parameters(1), tiny_network());
    const std::string sentence = error_of([&] { load_state(bad, other); });
    CHECK(other.now() == 0);
    return sentence;
  };

  auto changed = std::make_shared<Network>(*tiny_network());
  changed->recurrent.weight[12345] += 1e-3f;
  CHECK(network_digest(*changed) != network_digest(*tiny_network()));
  CHECK(network_digest(Network(*tiny_network())) == network_digest(*tiny_network()));
  CHECK(contains(refused(file, changed, short_parameters(1)), "their synapses differ"));
  ParameterSet seeded = short_parameters(1);
  seeded.set("seed", 7);
  CHECK(contains(refused(file, tiny_network(), seeded), "another Seed (seed)"));
  CHECK(contains(refused(folder / "none.h5", tiny_network(), short_parameters(1)), "does not exist"));

  const auto size = std::filesystem::file_size(file);
  for (const double part : {0.01, 0.5, 0.999}) {
    std::filesystem::copy_file(file, bad, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(bad, static_cast<std::uintmax_t>(static_cast<double>(size) * part));
    CHECK(contains(refused(bad, tiny_network(), short_parameters(1)), "truncated"));
  }
  std::ofstream(bad) << "not HDF5 at all";
  CHECK(contains(refused(bad, tiny_network(), short_parameters(1)), "not an HDF5 file"));

  CHECK(contains(refused_after([](ArrayFile& f) { f.texts["version"] = "2"; }),
                 "newer Striate (a saved state of version 2"));
  CHECK(contains(refused_after([](ArrayFile& f) { f.texts["version"] = "1x"; }), "version \"1x\" is damaged"));
  CHECK(contains(refused_after([](ArrayFile& f) { f.texts["format"] = "other"; }), "its format is \"other\""));
  CHECK(contains(refused_after([](ArrayFile& f) { f.texts.erase("settings"); }), "\"settings\" is missing"));
  CHECK(contains(refused_after([](ArrayFile& f) { f.arrays.erase("psc"); }), "lacks the array \"psc\""));
  CHECK(contains(refused_after([](ArrayFile& f) { f.arrays["v"] = std::vector<double>(5); }), "another type"));
  CHECK(contains(refused_after([](ArrayFile& f) { f.arrays["v"] = std::vector<float>(5); }), "5 values"));
  CHECK(contains(refused_after([](ArrayFile& f) {
                   f.arrays["spikes/begin"] = std::vector<std::uint64_t>{0, 9999};
                 }),
                 "\"spikes/begin\" is damaged"));
  CHECK(contains(refused_after([](ArrayFile& f) { f.texts["dynamics"] = "nest"; }), "dynamics \"nest\""));
}

TEST_CASE("A flipped byte in an array is noticed by its checksum") {
  const test::TemporaryFolder folder;
  const auto file = folder / "state.h5";
  ArrayFile content;
  std::vector<float> values(2000);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i) + 0.125f;
  content.arrays["a/values"] = values;
  write_array_file(file, content);
  CHECK(std::get<std::vector<float>>(read_array_file(file).arrays.at("a/values")) == values);
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const std::string_view pattern(reinterpret_cast<const char*>(&values[1000]), 16);
  const std::size_t place = bytes.find(pattern);
  REQUIRE(place != std::string::npos);
  bytes[place + 2] = static_cast<char>(bytes[place + 2] ^ 1);
  std::ofstream(file, std::ios::binary) << bytes;
  CHECK(contains(error_of([&] { read_array_file(file); }), "a/values of"));
}

TEST_CASE("A run whose numbers fail goes back to a sound moment and can go on from there") {
  ParameterSet parameters = short_parameters(1);
  parameters.set("grating-duration", 0);
  Session healthy(parameters, tiny_network());
  // An LGN unit with synapses that is silent for 700 ms and fires before 1,500.
  std::vector<std::int64_t> first(tiny_network()->lgn.source_count, std::numeric_limits<std::int64_t>::max());
  Spikes expected;
  while (healthy.now() < 1500) {
    const StepResult step = healthy.step();
    for (const std::uint32_t unit : step.lgn_spikes)
      first[unit] = std::min(first[unit], step.ms);
    for (const std::uint32_t id : step.spikes)
      expected.emplace_back(step.ms, id);
  }
  const Projection& lgn = tiny_network()->lgn;
  std::uint32_t late = 0;
  while (late < lgn.source_count && (first[late] < 700 || first[late] > 1490 || lgn.row(late).empty()))
    ++late;
  REQUIRE(late < lgn.source_count);
  auto broken = std::make_shared<Network>(*tiny_network());
  const EdgeRun& run_of_late = broken->lgn.row(late).front();
  for (std::uint64_t edge = run_of_late.begin; edge < broken->lgn.run_end(run_of_late); ++edge)
    broken->lgn.weight[edge] = 3e38f;

  Session session(parameters, broken);
  Spikes spikes;
  const auto run_until_fault = [&] {
    spikes.clear();
    return error_of([&] {
      while (session.now() < 1500) {
        const StepResult step = session.step();
        for (const std::uint32_t id : step.spikes)
          spikes.emplace_back(step.ms, id);
      }
    });
  };
  const std::string sentence = run_until_fault();
  CHECK(contains(sentence, "3e+38 pA from " + std::to_string(late)));
  CHECK(session.now() == first[late] + 3);
  session.go_back();
  const std::int64_t sound = session.now();
  CHECK(sound >= 512);
  CHECK(sound <= first[late]);
  CHECK(run_until_fault() == sentence);
  // What came before the fault is what a healthy network does.
  const auto before_fault = [&](const Spikes& all) {
    Spikes part = after(all, sound);
    std::erase_if(part, [&](const auto& spike) { return spike.first >= first[late]; });
    return part;
  };
  CHECK(before_fault(spikes) == before_fault(expected));
}
