// SPDX-License-Identifier: Apache-2.0
#include "engine/core/resources.h"
#include "engine/core/text_file.h"
#include "tests/engine/trainer_support.h"

#include <fstream>

using namespace striate;
using namespace trainer_support;
using striate::test::TemporaryFolder;

namespace {

void check_refused(const ParameterSet& parameters, const std::string& part) {
  const TemporaryFolder folder;
  const std::string sentence = sentence_of([&] { Trainer(tiny_network(), parameters, folder / "run"); });
  CAPTURE(sentence);
  CHECK(sentence.find(part) != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "run"));
}

} // namespace

TEST_CASE("a run that cannot work is refused before it leaves anything") {
  ParameterSet parameters = short_training();
  parameters.set_text("dynamics", "nest");
  check_refused(parameters, "--dynamics basis4");

  parameters = short_training();
  parameters.set_text("train-recurrent", "off");
  parameters.set_text("train-background", "off");
  check_refused(parameters, "nothing to train");

  parameters = short_training();
  parameters.set_text("lgn-input", "currents");
  check_refused(parameters, "omit --lgn-input");

  parameters = short_training();
  parameters.set("train-gray-before", 60);
  check_refused(parameters, "shows no grating");

  parameters = short_training();
  parameters.set("train-batch", 256);
  parameters.set("train-memory", 3);
  check_refused(parameters, "train with at most");
}

TEST_CASE("rate targets must be there for the network's types, and only for these") {
  const TemporaryFolder folder;
  std::ifstream own(resource("reference/neuropixels_quantiles.csv"));
  const std::string table((std::istreambuf_iterator<char>(own)), {});
  REQUIRE(table.size() > 1000);
  ParameterSet parameters = short_training();
  parameters.set_text("rate-targets", (folder / "targets.csv").string());

  const auto start = table.find("L4_PV,evoked_rate,");
  const std::string row = table.substr(start, table.find('\n', start) - start + 1);
  write_text_file(folder / "targets.csv", table + "L9_Exc" + row.substr(5));
  check_refused(parameters, "\"L9_Exc\", a cell type that the network \"tiny\" does not have");

  std::string lacking = table;
  lacking.erase(start, row.size());
  write_text_file(folder / "targets.csv", lacking);
  check_refused(parameters, "no evoked_rate of the cell type \"L4_PV\"");

  write_text_file(folder / "targets.csv", table);
  Trainer trainer(tiny_network(), parameters, folder / "run");
}

TEST_CASE("a checkpoint goes on only with its own network, its own settings and all its bytes") {
  const TemporaryFolder folder;
  const ParameterSet parameters = short_training();
  const auto latest = folder / "run/latest.h5";
  Trainer first(tiny_network(), parameters, folder / "run");
  interrupt_after(first, 2);

  ParameterSet other = parameters;
  other.set("network-seed", 7);
  const auto stranger = network_of(other);
  CHECK(sentence_of([&] { Trainer(stranger, parameters, folder / "other", latest); }).find("another network") !=
        std::string::npos);

  other = parameters;
  other.set("train-batch", 3);
  CHECK(sentence_of([&] {
          Trainer(tiny_network(), other, folder / "other", latest);
        }).find("another value of train-batch") != std::string::npos);

  CHECK(sentence_of([&] {
          Trainer(tiny_network(), parameters, folder / "run");
        }).find("already holds a training run") != std::string::npos);
  CHECK(sentence_of([&] {
          Trainer(tiny_network(), parameters, folder / "other", folder / "no.h5");
        }).find("does not exist") != std::string::npos);

  Trainer second(tiny_network(), parameters, folder / "second");
  interrupt_after(second, 2);
  CHECK(sentence_of([&] {
          Trainer(tiny_network(), parameters, folder / "second", latest);
        }).find("already holds a training run") != std::string::npos);

  std::filesystem::copy_file(latest, folder / "cut.h5");
  std::filesystem::resize_file(folder / "cut.h5", std::filesystem::file_size(latest) / 2);
  CHECK(sentence_of([&] { Trainer(tiny_network(), parameters, folder / "other", folder / "cut.h5"); }).find("cut.h5") !=
        std::string::npos);
  write_text_file(folder / "text.h5", "no HDF5");
  CHECK(sentence_of([&] { read_checkpoint_key(folder / "text.h5"); }).find("not an HDF5 file") != std::string::npos);

  ArrayFile bad = read_array_file(latest);
  bad.texts["format"] = "striate-state";
  write_array_file(folder / "state.h5", bad);
  CHECK(sentence_of([&] { read_checkpoint_key(folder / "state.h5"); }).find("not a checkpoint") != std::string::npos);
  bad.texts["format"] = "striate-training";
  std::get<std::vector<float>>(bad.arrays["weights/recurrent"]).pop_back();
  write_array_file(folder / "short.h5", bad);
  CHECK(sentence_of([&] {
          Trainer(tiny_network(), parameters, folder / "other", folder / "short.h5");
        }).find("weights/recurrent") != std::string::npos);
}
