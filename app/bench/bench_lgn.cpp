// SPDX-License-Identifier: Apache-2.0
#include "app/bench/bench_rows.h"
#include "engine/core/random.h"
#include "engine/session/session.h"
#include "engine/stimulus/patterns.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace striate::app {

namespace {

/// A movie of noise: every pixel new in every picture, the most a movie can ask for.
class Noise final : public Footage {
public:
  Noise(int columns, int rows, int hold_ms)
      : Footage(columns, rows, PixelGrid::picture), hold_ms_(hold_ms),
        pixels_(static_cast<std::size_t>(columns) * rows * pictures) {
    RandomSequence random(1, Stream::stimulus, 0);
    std::ranges::generate(pixels_, [&] { return static_cast<float>(2.0 * random.uniform() - 1.0); });
  }
  std::int64_t picture_at(std::int64_t elapsed_ms) const override { return elapsed_ms / hold_ms_; }
  void draw(std::int64_t picture, double /*pitch*/, double /*pitch*/, std::span<float> pixels) const override {
    std::copy_n(pixels_.begin() + (picture % pictures) * std::ssize(pixels), pixels.size(), pixels.begin());
  }
  double luminance(double /*x_deg*/, double /*y_deg*/, std::int64_t /*picture*/) const override { return 0.0; }

private:
  static constexpr std::int64_t pictures = 64;
  int hold_ms_;
  std::vector<float> pixels_;
};

class Measurement {
public:
  Measurement(const Lgn& lgn, ThreadPool& threads) : lgn_(lgn), threads_(threads) {}

  Lgn& lgn() { return lgn_; }
  void skip(int steps) {
    for (int i = 0; i < steps; ++i)
      lgn_.step();
  }
  /// Steps with their sampling; before each, `act` may change the stimulus (its cost counts).
  void row(const std::string& what, int steps, double target_ms, const std::function<void(int)>& act = {}) {
    std::vector<double> times;
    for (int i = 0; i < steps; ++i) {
      const auto begin = Clock::now();
      if (act)
        act(i);
      sampler_.sample(lgn_.step(), 3000, 0, lgn_.now(), spikes_, &threads_);
      times.push_back(ms_since(begin));
    }
    const double mean = std::accumulate(times.begin(), times.end(), 0.0) / steps;
    const double typical = median(times); // sorts
    print_row(what, typical, "ms", target_ms);
    fmt::print("  mean {:.3f} ms, 99 of 100 below {:.3f} ms, maximum {:.3f} ms\n", mean, times[times.size() * 99 / 100],
               times.back());
  }

private:
  Lgn lgn_;
  ThreadPool& threads_;
  LgnSampler sampler_;
  SpikeIds spikes_;
};

Scene grating_scene(const Stimulus& stimulus, std::int64_t now) {
  return start_scene(stimulus, nullptr, now);
}

void bench_sampling(const Lgn& lgn) {
  SpikeIds spikes;
  const std::vector<float> rates(lgn.rates_Hz().begin(), lgn.rates_Hz().end());
  std::vector<double> times;
  for (int i = 0; i < 1000; ++i) {
    const auto begin = Clock::now();
    sample_lgn_spikes(rates, 3000, 0, i, spikes);
    times.push_back(ms_since(begin));
  }
  print_row("spike sampling alone, one thread", median(times), "ms", 0.0);
}

void bench_gratings(const Lgn& fresh, ThreadPool& threads, Stimulus stimulus) {
  Measurement grating(fresh, threads);
  grating.lgn().show(grating_scene(stimulus, 0));
  grating.row("grating, first 500 ms after its onset", 500, 0.05);
  grating.skip(200);
  grating.row("grating, steady", 1000, 0.02);
  stimulus.contrast *= 0.5;
  grating.lgn().show(grating_scene(stimulus, grating.lgn().now()));
  grating.row("grating, first 500 ms after a change", 500, 0.05);
  const auto turn = [&](int i, int every) {
    if (i % every != 0)
      return;
    stimulus.direction_deg += 1.0;
    grating.lgn().show(grating_scene(stimulus, grating.lgn().now()));
  };
  grating.row("edit storm, 60 edits/s", 1000, 1.0, [&](int i) { turn(i, 16); });
  grating.row("edit storm, 250 edits/s", 1000, 1.0, [&](int i) { turn(i, 4); });
  grating.row("calm after the storm", 200, 1.0);
  stimulus.kind = StimulusKind::plaid;
  grating.lgn().show(grating_scene(stimulus, grating.lgn().now()));
  grating.skip(700);
  grating.row("plaid, steady", 1000, 0.0);
  stimulus.kind = StimulusKind::drifting_grating;
  stimulus.square_wave = true;
  grating.lgn().show(grating_scene(stimulus, grating.lgn().now()));
  grating.skip(700);
  grating.row("square wave, steady", 1000, 0.0);
}

void bench_footage(const Lgn& fresh, ThreadPool& threads, const LgnUnits& units, Stimulus stimulus) {
  const int columns = field_pixels(units.field_width_deg), rows = field_pixels(units.field_height_deg);
  const auto play = [&](const std::string& what, std::shared_ptr<const Footage> footage, double target) {
    Measurement movie(fresh, threads);
    Scene scene;
    scene.footage = std::move(footage);
    movie.lgn().show(scene);
    movie.skip(700);
    movie.row(what, 1000, target);
  };
  play("movie, noise at 30 Hz", std::make_shared<Noise>(columns, rows, 33), 0.5);
  play("movie, noise at 1 kHz", std::make_shared<Noise>(columns, rows, 1), 0.5);
  stimulus.kind = StimulusKind::moving_bar;
  play("moving bar", make_pattern(stimulus, units.field_width_deg, units.field_height_deg), 0.5);
  stimulus.kind = StimulusKind::looming_disc;
  stimulus.speed_deg_per_s = 20.0;
  play("looming disc", make_pattern(stimulus, units.field_width_deg, units.field_height_deg), 0.5);
  stimulus.kind = StimulusKind::flash;
  play("flashes", make_pattern(stimulus, units.field_width_deg, units.field_height_deg), 0.5);
}

} // namespace

void bench_lgn(const ParameterSet& parameters) {
  const auto network = timed_network(parameters);
  const auto start = Clock::now();
  Lgn fresh(network->lgn_units);
  print_row(fmt::format("LGN construction ({} units)", fresh.size()), ms_since(start), "ms", 0.0);
  const auto threads = std::make_shared<ThreadPool>(simulator_options_from(parameters, *network).threads); // as a run
  fresh.use_threads(threads);
  fmt::print("Per model ms on {} threads, spike sampling included; the figure is the median:\n", threads->size());
  bench_sampling(fresh);
  const Stimulus stimulus = stimulus_from(parameters);
  bench_gratings(fresh, *threads, stimulus);
  bench_footage(fresh, *threads, network->lgn_units, stimulus);
}

} // namespace striate::app
