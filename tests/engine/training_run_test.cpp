// SPDX-License-Identifier: Apache-2.0
// What a training run leaves for others: rates of its validations, weights for a network, its cost, its figures.
#include "engine/training/figures/training_figures.h"
#include "engine/training/run/cost.h"
#include "engine/training/run/trained_network.h"
#include "engine/training/run/training_run.h"
#include "tests/engine/trainer_support.h"

#include <cmath>

using namespace striate;
using namespace trainer_support;
using striate::test::TemporaryFolder;

namespace {

ParameterSet with_weights(const std::filesystem::path& checkpoint) {
  ParameterSet parameters = short_training();
  parameters.set_text("weights", checkpoint.string());
  return parameters;
}

UpdateRecord update(std::int64_t number, int step, Activity branch, double rate) {
  UpdateRecord record;
  record.update = number;
  record.step = step;
  record.branch = branch;
  record.terms.rate = rate;
  record.terms.selectivity = branch == Activity::evoked ? 4.0 : 0.0;
  return record;
}

const LineSeries* line_of(const Panel& panel, const std::string& label) {
  for (const Series& series : panel.series)
    if (const auto* line = std::get_if<LineSeries>(&series); line && line->label == label)
      return line;
  return nullptr;
}

} // namespace

TEST_CASE("the weights of a checkpoint are a parameter of the network, one run upon the other") {
  const TemporaryFolder folder;
  Trainer first(tiny_network(), short_training(), folder / "first");
  finish(first);
  const auto latest = first.folder().latest();
  const auto trained = network_of(with_weights(latest));
  CHECK(trained->recurrent.weight == first.weights().values().recurrent);
  CHECK(trained->recurrent.weight != tiny_network()->recurrent.weight);
  CHECK(trained->background.weight == first.weights().values().background);
  CHECK(trained->recurrent.target == tiny_network()->recurrent.target);
  CHECK(trained->name == "tiny-latest");
  CHECK(first.best_network()->recurrent.weight == network_of(with_weights(first.folder().best()))->recurrent.weight);

  Trainer second(trained, with_weights(latest), folder / "second");
  finish(second);
  ThreadPool pool(1);
  CHECK(network_of(with_weights(second.folder().latest()))->recurrent.weight == second.weights().values().recurrent);
  CHECK(checkpoint_network(trained, second.folder().latest(), pool)->recurrent.weight ==
        second.weights().values().recurrent);

  ParameterSet other = with_weights(latest);
  other.set("network-seed", 5.0);
  Task task("build");
  task.run([&](Task& t) { build_network(other, t); });
  CHECK(task.status().error.find("checkpoint of another network") != std::string::npos);
  CHECK(sentence_of([&] { trained_network(tiny_network(), folder / "none.h5", pool); }).find("none.h5") !=
        std::string::npos);
}

TEST_CASE("the rates of the validations before training and last are told and kept") {
  const TemporaryFolder folder;
  NeuronRates told_first, told_last;
  Trainer trainer(tiny_network(), short_training(), folder / "run");
  TrainingObserver observer;
  observer.validation = [&](const ValidationView& view) {
    (view.record.epoch == 0 ? told_first : told_last) = view.rates;
    double sum_Hz = 0.0;
    for (const double rate : view.rates.evoked_Hz)
      sum_Hz += rate;
    CHECK(sum_Hz / static_cast<double>(view.rates.evoked_Hz.size()) ==
          doctest::Approx(view.record.evoked.mean_rate_Hz));
  };
  finish(trainer, observer);
  const std::size_t neurons = tiny_network()->neurons.size();
  const NeuronRates before = read_neuron_rates(trainer.folder().rates_before(), neurons);
  const NeuronRates last = read_neuron_rates(trainer.folder().rates(), neurons);
  CHECK(before.evoked_Hz == told_first.evoked_Hz);
  CHECK(before.spontaneous_Hz == told_first.spontaneous_Hz);
  CHECK(last.evoked_Hz == told_last.evoked_Hz);
  CHECK(before.complete());
  CHECK_FALSE(read_neuron_rates(folder / "none.h5", neurons).complete());
  CHECK(sentence_of([&] { read_neuron_rates(trainer.folder().rates(), 3); }).find("rates.h5") != std::string::npos);

  const TrainingRun opened(tiny_network(), short_training(), folder / "run");
  CHECK(opened.position().update == opened.position().updates);
  CHECK(opened.position().has_best);
  CHECK(opened.history().validations.size() == 4);
  CHECK(opened.rates_before().evoked_Hz == told_first.evoked_Hz);
}

TEST_CASE("what a run will cost is known without building anything for it") {
  for (const char* batch : {"1", "5", "40"}) {
    CAPTURE(batch);
    const TemporaryFolder folder;
    ParameterSet parameters = short_training();
    parameters.set_text("train-batch", batch);
    parameters.set("train-duration", 500.0);
    const Trainer trainer(tiny_network(), parameters, folder / "run");
    const TrainingCost cost = training_cost(*tiny_network(), parameters);
    CHECK(static_cast<double>(cost.memory_bytes) ==
          doctest::Approx(static_cast<double>(trainer.memory().total())).epsilon(0.2));
    CHECK(cost.updates == trainer.settings().updates());
    CHECK(cost.update_s > 0.0);
    CHECK(training_cost(*tiny_network(), parameters, 3.0).run_s == doctest::Approx(3.0 * cost.run_s));
  }
  ParameterSet large = short_training();
  large.set_text("train-batch", "200");
  large.set_text("train-memory", "1");
  CHECK(sentence_of([&] { training_cost(*tiny_network(), large); }).find("train with at most") != std::string::npos);
  ParameterSet nothing = short_training();
  nothing.set_text("train-recurrent", "off");
  nothing.set_text("train-background", "off");
  CHECK(sentence_of([&] { training_cost(*tiny_network(), nothing); }).find("nothing to train") != std::string::npos);
}

TEST_CASE("the loss figure: means of both branches per complete step, log axes, long runs as means of stretches") {
  TrainingHistory history;
  history.updates = {update(0, 1, Activity::evoked, 6.0), update(1, 1, Activity::spontaneous, 2.0),
                     update(2, 2, Activity::evoked, 5.0)};
  history.validations = {{.epoch = 0, .loss = 9.0, .evoked = {.rate = 3.0}, .spontaneous = {.rate = 1.0}}};
  const FigureModel both = loss_figure(history, LossBranch::both, 0);
  REQUIRE(both.panels.size() == 2);
  const LineSeries* rate = line_of(both.panels[0], "rate");
  REQUIRE(rate);
  CHECK(rate->x == std::vector<double>{2.0}); // step 2 is not complete
  CHECK(rate->y == std::vector<double>{4.0});
  CHECK(line_of(both.panels[0], "OSI/DSI")->y == std::vector<double>{4.0}); // as it is, no mean
  CHECK(line_of(both.panels[0], "total")->y == std::vector<double>{8.0});
  CHECK(line_of(both.panels[0], "voltage") == nullptr); // costs nothing
  CHECK(line_of(both.panels[1], "rate")->y == std::vector<double>{2.0});
  CHECK(both.panels[0].y.log);
  CHECK(both.panels[0].y.min > 0.0);
  CHECK(line_of(loss_figure(history, LossBranch::evoked, 0).panels[0], "rate")->y == std::vector<double>{6.0, 5.0});

  history.updates.clear();
  for (int step = 1; step <= 1000; ++step) {
    history.updates.push_back(update(2 * step - 2, step, Activity::evoked, step));
    history.updates.push_back(update(2 * step - 1, step, Activity::spontaneous, step));
  }
  const FigureModel long_run = loss_figure(history, LossBranch::both, 0);
  const LineSeries* thin = line_of(long_run.panels[0], "rate");
  CHECK(thin->x.size() == 334);
  CHECK(thin->y.front() == doctest::Approx(2.0)); // of steps 1 to 3
}

TEST_CASE("before and now: similarity type by type and the mean scores") {
  Comparison before, after;
  for (const char* metric : {"evoked_rate", "spontaneous_rate"}) {
    before.rows.push_back({"L4_Exc", metric, {}, 100, 0.0, 0.0, 0.0, 0.3, true});
    after.rows.push_back({"L4_Exc", metric, {}, 100, 0.0, 0.0, 0.0, 0.7, true});
    after.rows.push_back({"L5_PV", metric, {}, 0, 0.0, 0.0, 0.0, std::nan(""), false});
  }
  const FigureModel figure = before_after_figure(before, after);
  REQUIRE(figure.panels.size() == 2);
  CHECK(figure.panels[0].note == "mean S 0.30 → 0.70");
  CHECK(figure.panels[1].x.tick_labels.size() == 2);
}
