// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network_digest.h"
#include "engine/network/sonata/read/read_sonata.h"
#include "engine/network/sonata/write/sonata_writer.h"
#include "tests/engine/trainer_support.h"

#include <fstream>
#include <sstream>

using namespace striate;
using namespace trainer_support;
using striate::test::TemporaryFolder;

namespace {

/// All numbers of a run except how long things took.
ArrayFile numbers_of(const Trainer& trainer) {
  ArrayFile file;
  trainer.weights().put(file);
  put_history(file, trainer.state().history);
  file.arrays.erase("updates/seconds");
  file.arrays["average_rate"] = trainer.state().average_rate;
  return file;
}

void check_same_bits(const Trainer& one, const Trainer& other) {
  const ArrayFile a = numbers_of(one);
  const ArrayFile b = numbers_of(other);
  for (const auto& [name, values] : a.arrays) {
    CAPTURE(name);
    CHECK((values == b.arrays.at(name)));
  }
  CHECK(a.arrays.size() == b.arrays.size());
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

} // namespace

TEST_CASE("six steps are three and, after an interruption, three more, bit for bit, for any number of threads") {
  const TemporaryFolder folder;
  const ParameterSet parameters = short_training();
  Trainer whole(tiny_network(), parameters, folder / "whole");
  CHECK(finish(whole) == TrainingEnd::all_epochs);
  CHECK(whole.state().update == 12);

  for (const int updates : {5, 6, 8}) { // in the middle of a step, of an epoch, at its end
    CAPTURE(updates);
    const auto place = folder / std::to_string(updates).c_str();
    {
      Trainer first(tiny_network(), parameters, place);
      interrupt_after(first, updates);
      CHECK(first.state().update == updates);
    }
    ParameterSet fewer = parameters;
    fewer.set("threads", 1);
    Trainer second(tiny_network(), fewer, place, place / "latest.h5");
    CHECK(second.state().update == updates);
    finish(second);
    check_same_bits(whole, second);
    CHECK(lines_of(place / "losses.csv").size() == 13);
    CHECK(lines_of(place / "validation.csv") == lines_of(folder / "whole/validation.csv"));
  }
}

TEST_CASE("every way of training goes on bit for bit and moves what it trains and nothing else") {
  const TemporaryFolder folder;
  struct Way {
    const char* key;
    const char* value;
  };
  int number = 0;
  for (const std::vector<Way>& ways :
       {std::vector<Way>{{"train-order", "combined"}, {"train-lgn", "on"}},
        std::vector<Way>{{"train-recurrent", "edge-types"}, {"gray-state", "step"}},
        std::vector<Way>{{"optimizer", "sgd"}, {"momentum", "0.9"}, {"train-recurrent", "off"}},
        std::vector<Way>{{"optimizer", "adam"}, {"lr-schedule", "warmup-cosine"}, {"train-background", "off"}}}) {
    ParameterSet parameters = short_training();
    parameters.set("epochs", 1);
    for (const Way& way : ways)
      parameters.set_text(way.key, way.value);
    CAPTURE(ways.front().value);
    const auto place = folder / std::to_string(number++).c_str();
    Trainer whole(tiny_network(), parameters, place / "whole");
    finish(whole);
    {
      Trainer first(tiny_network(), parameters, place / "parts");
      interrupt_after(first, 1);
    }
    Trainer second(tiny_network(), parameters, place / "parts", place / "parts/latest.h5");
    finish(second);
    check_same_bits(whole, second);

    const TrainingWeights& weights = whole.weights().values();
    const Network& network = *tiny_network();
    CHECK((weights.recurrent != network.recurrent.weight) == (parameters.choice("train-recurrent") != "off"));
    CHECK((weights.lgn != network.lgn.weight) == parameters.flag("train-lgn"));
    CHECK((weights.background != network.background.weight) == parameters.flag("train-background"));
    bool sides = true;
    for (std::size_t k = 0; k < weights.recurrent.size(); ++k)
      sides = sides && weights.recurrent[k] * network.recurrent.weight[k] >= 0.0f;
    CHECK(sides);
  }
}

TEST_CASE("validation is the same every time, before training included, and leaves no trace") {
  const TemporaryFolder folder;
  ParameterSet parameters = short_training();
  parameters.set("learning-rate", 0.0);
  Trainer still(tiny_network(), parameters, folder / "still");
  finish(still);
  const auto& validations = still.state().history.validations;
  REQUIRE(validations.size() == 4);
  CHECK(validations[0].epoch == 0);
  CHECK(validations[0].evoked.rate > 0.0);
  // The slow mean of the rates moves on, and with it the selectivity.
  CHECK(validations[3].evoked.rate == validations[0].evoked.rate);
  CHECK(validations[3].spontaneous.voltage == validations[0].spontaneous.voltage);

  parameters = short_training();
  Trainer one(tiny_network(), parameters, folder / "one");
  finish(one);
  parameters.set("validation-batch", 3);
  Trainer other(tiny_network(), parameters, folder / "other");
  finish(other);
  CHECK((one.weights().values().recurrent == other.weights().values().recurrent));
}

TEST_CASE("a run stops when validation gets no better, or when its time is over, and leaves its best") {
  const TemporaryFolder folder;
  ParameterSet parameters = short_training();
  parameters.set("learning-rate", 0.0);
  parameters.set("selectivity-cost", 0.0);
  parameters.set("patience", 1);
  Trainer bored(tiny_network(), parameters, folder / "bored");
  CHECK(finish(bored) == TrainingEnd::no_improvement);
  CHECK(bored.state().update == 4);
  CHECK(bored.state().best_epoch == 0);
  CHECK(network_digest(*bored.best_network()) == network_digest(*tiny_network()));

  parameters = short_training();
  parameters.set("max-time", 1e-9);
  Trainer late(tiny_network(), parameters, folder / "late");
  CHECK(finish(late) == TrainingEnd::time_limit);
  CHECK(late.state().update < 12);
  CHECK(checkpoint_parameters(folder / "late/latest.h5") == parameters);
}

TEST_CASE("with less memory the forward pass is computed twice and no bit changes") {
  const TemporaryFolder folder;
  ParameterSet parameters = short_training();
  parameters.set("epochs", 1);
  parameters.set("train-duration", 240);
  Trainer whole(tiny_network(), parameters, folder / "whole");
  CHECK_FALSE(whole.memory().plan.recomputes);
  finish(whole);
  parameters.set("train-memory", std::ceil(static_cast<double>(whole.memory().plan.bytes) * 1e-6) - 1.0);
  Trainer pieces(tiny_network(), parameters, folder / "pieces");
  CHECK(pieces.memory().plan.recomputes);
  REQUIRE(pieces.memory().plan.trials_at_once == 2); // in smaller batches sums are rounded in another order
  CHECK(describe(pieces.memory(), pieces.settings()).find("segments of") != std::string::npos);
  finish(pieces);
  check_same_bits(whole, pieces);
}

TEST_CASE("training lowers the loss it trains") {
  const TemporaryFolder folder;
  ParameterSet parameters = short_training();
  parameters.set("epochs", 2);
  parameters.set("steps-per-epoch", 10);
  parameters.set("train-duration", 150);
  parameters.set("learning-rate", 0.02);
  for (const char* cost : {"selectivity-cost", "sync-cost", "weight-cost"})
    parameters.set(cost, 0.0);
  Trainer trainer(tiny_network(), parameters, folder / "run");
  finish(trainer);
  const auto& validations = trainer.state().history.validations;
  CHECK(validations.back().loss < 0.9 * validations.front().loss);
  CHECK(trainer.state().best_loss < validations.front().loss);
}

TEST_CASE("the trained network written as SONATA reads back as it was trained") {
  const TemporaryFolder folder;
  ParameterSet parameters = short_training();
  parameters.set("epochs", 1);
  parameters.set_text("train-lgn", "on");
  parameters.set("selectivity-cost", 0.0);
  Trainer trainer(tiny_network(), parameters, folder / "run");
  finish(trainer);
  const auto trained = trainer.weights().network("trained");
  Task task("write");
  write_sonata(*trained, folder / "sonata", {}, task);
  ThreadPool pool(1);
  const auto read = read_sonata(folder / "sonata", {}, pool, task).network;
  CHECK((read->recurrent.weight == trainer.weights().values().recurrent));
  CHECK((read->lgn.weight == trainer.weights().values().lgn));
  CHECK((read->background.weight == trainer.weights().values().background));
  CHECK(network_digest(*read) == network_digest(*trained));
}

TEST_CASE("numbers that are not finite bring the run back, and it gives up with a sentence and a sound checkpoint") {
  const TemporaryFolder folder;
  ParameterSet parameters = short_training();
  parameters.set("steps-per-epoch", 8);
  parameters.set_text("optimizer", "sgd");
  parameters.set("learning-rate", 1000.0);
  parameters.set("voltage-cost", 1e12);
  Trainer wild(tiny_network(), parameters, folder / "wild");
  int notices = 0;
  TrainingObserver observer;
  observer.notice = [&](const std::string& sentence) {
    CHECK(sentence.find("halved") != std::string::npos);
    ++notices;
  };
  Task task("train");
  const std::string sentence = sentence_of([&] { wild.run(task, observer); });
  CHECK(sentence.find("Lower the learning rate") != std::string::npos);
  CHECK(notices == 5);
  CHECK(wild.state().rate_factor == std::pow(0.5, 6));

  parameters.set("learning-rate", 1e-9);
  parameters.set("voltage-cost", 1.0);
  Trainer tame(tiny_network(), parameters, folder / "wild", folder / "wild/latest.h5");
  CHECK(tame.state().rate_factor == 1.0);
  CHECK(finish(tame) == TrainingEnd::all_epochs);
  CHECK(std::isfinite(tame.state().best_loss));
}
