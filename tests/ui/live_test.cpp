// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/view_stage.h"
#include "ui/live/lgn_choice.h"
#include "ui/live/tuning_counts.h"
#include "ui/views/raster_view.h"
#include "ui/views/readable_marks.h"

#include <QSignalSpy>

using namespace striate;

class LiveTest : public QObject {
  Q_OBJECT
private slots:
  void tuning_is_counted_per_direction();
  void gratings_are_not_pooled();
  void reset_drops_the_past();
  void memory_is_bounded();
  void lgn_units_are_drawn_by_class();
  void bursts_of_marks_stay_readable();
  void lives_on_the_real_service();
};

void LiveTest::tuning_is_counted_per_direction() {
  Stage<RasterView> s(600);
  s.advance(399); // 400 ms of gray
  std::vector<std::size_t> expected(8, 0);
  for (int k = 0; k < 8; ++k) {
    s.run.turn(45.0 * k + (k == 0 ? 350.0 : 10.0)); // 350 is nearest to 0
    s.advance(1000);
  }
  const std::uint32_t neuron = 100;
  s.data.spikes().for_each_step(400, 8400, [&](std::int64_t ms, std::span<const std::uint32_t> ids) {
    expected[static_cast<std::size_t>((ms - 400) / 1000)] += std::binary_search(ids.begin(), ids.end(), neuron);
  });
  const TuningEstimate tuning = s.data.tuning(neuron);
  for (std::size_t k = 0; k < 8; ++k) {
    QCOMPARE(tuning.seconds[k], 1.0);
    QCOMPARE(tuning.spikes[k], static_cast<double>(expected[k]));
  }
  QVERIFY(s.data.mean_rate_Hz(neuron) > 0.0);
}

void LiveTest::gratings_are_not_pooled() {
  TuningCounts counts(2);
  std::int64_t now_ms = 0;
  const auto show = [&](double direction, double contrast, double temporal_Hz, int ms) {
    Stimulus stimulus;
    stimulus.direction_deg = direction;
    stimulus.contrast = contrast;
    stimulus.temporal_frequency_Hz = temporal_Hz;
    const GratingClock grating = start_grating(stimulus, now_ms);
    SpikeBlock block;
    block.first_ms = now_ms;
    block.offset.push_back(0);
    for (int i = 0; i < ms; ++i, ++now_ms) {
      block.id.push_back(1);
      block.offset.push_back(static_cast<std::uint32_t>(block.id.size()));
    }
    counts.append(block, {{block.first_ms, stimulus, grating, grating}});
  };
  for (int k = 0; k < 8; ++k)
    show(45.0 * k, 0.8, 2.0, 600);
  QVERIFY(counts.estimate(1).measured());
  QVERIFY(!counts.estimate(0).measured()); // never fired
  show(0.0, 0.2, 2.0, 600);                // another contrast
  QCOMPARE(counts.estimate(1).directions_measured(), 1);
  QCOMPARE(counts.estimate(1).spikes_fired(), 600.0);
  QVERIFY(!counts.estimate(1).measured());
  QCOMPARE(counts.grating()->contrast, 0.2);
  show(0.0, 0.8, 4.0, 300); // another frequency
  QCOMPARE(counts.estimate(1).directions_measured(), 0);
  QCOMPARE(counts.estimate(1).seconds_shown(), 0.3);
  for (int i = 0; i < 50; ++i) // a slider that is dragged
    show(0.0, 0.3 + 0.01 * i, 2.0, 5);
  show(90.0, 0.8, 2.0, 100); // what was measured is not forgotten over it
  QVERIFY(counts.estimate(1).measured());
  QCOMPARE(counts.estimate(1).seconds_shown(), 4.9);
  QCOMPARE(counts.spikes(1), static_cast<std::uint32_t>(now_ms));
}

void LiveTest::reset_drops_the_past() {
  Stage<RasterView> s;
  s.run.turn(0);
  s.advance(3000);
  s.data.select_neuron(5);
  s.window.hold();
  s.run.reset();
  s.advance(160);
  QCOMPARE(s.data.spikes().first_ms(), std::int64_t{0});
  QCOMPARE(s.data.spikes().end_ms(), std::int64_t{160});
  QCOMPARE(s.data.marks().size(), std::size_t{1});
  QCOMPARE(s.data.tuning(5).seconds[0], 0.16);
  QCOMPARE(*s.data.selected_neuron(), 5u); // the network is the same
  QVERIFY(s.window.following());
  QCOMPARE(s.window.from_ms(), 0.0);
}

void LiveTest::memory_is_bounded() {
  LiveData data;
  FakeRun run(40);
  data.accept(run.advance(1));
  run.select_lgn_units(data.lgn_units());
  data.select_neuron(3);
  run.select_neuron(3);
  for (int i = 0; i < 300; ++i) {
    if (i % 10 == 0)
      run.turn(i);
    data.accept(run.advance(1000));
  }
  QVERIFY(data.spikes().end_ms() - data.spikes().first_ms() <= 121'000);
  QVERIFY(data.spikes().end_ms() - data.spikes().first_ms() >= 60'000);
  QVERIFY(data.neuron_history().time_ms.size() <= 130'000);
  QVERIFY(data.neuron_history().time_ms.size() >= 119'000);
  QCOMPARE(data.neuron_history().v_mV.size(), data.neuron_history().time_ms.size());
  QVERIFY(data.marks().size() <= 13);
  for (const LgnHistory& history : data.lgn()) {
    QVERIFY(history.trace.time_ms.size() <= 130'000);
    QCOMPARE(history.luminance.size(), history.trace.time_ms.size());
  }
}

void LiveTest::bursts_of_marks_stay_readable() {
  const std::vector<StimulusMark> marks{{0, "a"}, {16, "b"}, {32, "c"}, {200, "d"}, {900, "e"}};
  const auto shown = readable_marks(marks, 0.0, 1000.0, 40.0, 300.0);
  QCOMPARE(shown.size(), std::size_t{3});
  QCOMPARE(shown[0].time_ms, 32.0);
  QCOMPARE(shown[0].label, std::string()); // runs into the next
  QCOMPARE(shown[1].label, std::string("d"));
  QCOMPARE(shown[2].label, std::string("e"));
}

void LiveTest::lives_on_the_real_service() {
  LiveData data;
  TimeWindow window;
  window.attach(&data);
  RasterView raster(&data, &window);
  raster.resize(700, 500);
  raster.show();
  QSignalSpy networks(&data, &LiveData::network_changed);
  ParameterSet parameters;
  parameters.set_text("network", "tiny");
  data.service().open(parameters, true);
  QTRY_COMPARE_WITH_TIMEOUT(networks.count(), 1, 60'000);
  QCOMPARE(raster.rows().rows(), data.network()->neurons.size());
  QTRY_VERIFY_WITH_TIMEOUT(data.spikes().end_ms() > 300, 30'000);
  QCOMPARE(data.lgn().size(), std::size_t{3});
  QVERIFY(data.lgn().front().trace.time_ms.size() > 100);

  data.select_neuron(10);
  QTRY_VERIFY_WITH_TIMEOUT(data.neuron_history().time_ms.size() > 50, 10'000);
  QTRY_VERIFY(data.inputs(10).has_value());
  QVERIFY(data.inputs(10)->recurrent > 0);
  data.service().pause();
  QTRY_VERIFY(!data.latest()->running);
  QTest::qWait(50);
  QVERIFY(dot_count(raster.export_model()) > 0);

  const auto network = data.network();
  data.service().reset();
  QTRY_COMPARE(data.spikes().end_ms(), std::int64_t{0});
  QCOMPARE(data.network(), network);
  QCOMPARE(networks.count(), 1);
}

void LiveTest::lgn_units_are_drawn_by_class() {
  const FakeRun run(100);
  const LgnUnits& units = run.network()->lgn_units;
  const auto drawn = random_lgn_units(units, 4, 3, 9);
  QCOMPARE(drawn.size(), std::size_t{3});
  for (const std::uint32_t unit : drawn)
    QCOMPARE(int{units.unit_class[unit]}, 4);
  QVERIFY(random_lgn_units(units, 4, 100'000, 9).size() < 100);
  QCOMPARE(random_lgn_units(units, std::nullopt, 3, 9), random_lgn_units(units, std::nullopt, 3, 9));
}

QTEST_MAIN(LiveTest)
#include "live_test.moc"
