#include "engine/lgn/lgn.h"

#include "engine/core/errors.h"
#include "engine/core/simd.h"
#include "engine/lgn/filter_bank.h"
#include "engine/lgn/grating_filter.h"
#include "engine/lgn/step_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <utility>

namespace striate {

namespace {

/// From this load on the closed form gives gratings to the general filter: both together then cost about the same.
constexpr std::size_t most_closed_form_passes = 14;
/// How long the screen must stay as it is before gratings go back to the closed form.
constexpr std::int64_t calm_ms = 60;
constexpr std::size_t blocks_per_piece = 16; ///< of the work that threads share
constexpr std::int64_t undrawn = -2;         ///< a picture number that no footage gives

STRIATE_SIMD void rectify(const float* spontaneous_Hz, float* rates, std::size_t lines) {
  for (std::size_t l = 0; l < lines; ++l) {
    const float rate = rates[l] + spontaneous_Hz[l];
    rates[l] = rate > 0.0f ? rate : 0.0f;
  }
}

/// z += response * (re + j im).
STRIATE_SIMD void add_scaled(const LineComplex& response, double re, double im, LineComplex& z) {
  const std::size_t lines = z.re.size();
  const double* in_re = response.re.data();
  const double* in_im = response.im.data();
  double* out_re = z.re.data();
  double* out_im = z.im.data();
  for (std::size_t l = 0; l < lines; ++l) {
    out_re[l] += in_re[l] * re - in_im[l] * im;
    out_im[l] += in_re[l] * im + in_im[l] * re;
  }
}

/// Adds the input of one frame: Im{ conj(phasor) z }.
STRIATE_SIMD void add_frame(const LineComplex& z, double cosine, double sine, float* input) {
  const std::size_t lines = z.re.size();
  const double* re = z.re.data();
  const double* im = z.im.data();
  for (std::size_t l = 0; l < lines; ++l)
    input[l] += static_cast<float>(cosine * im[l] - sine * re[l]);
}

/// What every line sees of the newest gratings, and of those before them that may come back.
class ResponseCache {
public:
  /// H of every line for a grating behind an aperture.
  const LineComplex& find(const ReceptiveFields& fields, const GratingClock& grating, const Aperture& aperture) {
    const Key key{grating.cycles_x_per_deg, grating.cycles_y_per_deg, aperture};
    for (const auto& [known, response] : entries_)
      if (known == key)
        return response;
    Entry& entry = entries_.size() < most ? entries_.emplace_back(key, LineComplex(lines_)) : entries_[oldest_];
    oldest_ = entries_.size() < most ? 0 : (oldest_ + 1) % most;
    entry.first = key;
    fields.respond(key.cycles_x, key.cycles_y, aperture, entry.second);
    return entry.second;
  }

  explicit ResponseCache(std::size_t lines) : lines_(lines) {}

private:
  static constexpr std::size_t most = 16;
  struct Key {
    double cycles_x, cycles_y;
    Aperture aperture;
    bool operator==(const Key&) const = default;
  };
  using Entry = std::pair<Key, LineComplex>;

  std::size_t lines_;
  std::size_t oldest_ = 0;
  std::vector<Entry> entries_;
};

} // namespace

struct Lgn::State {
  std::shared_ptr<const FilterBank> bank;
  std::int64_t now = 0;
  Scene shown, wanted;
  ResponseCache responses;
  std::vector<LineGrating> gratings; ///< on the screen: one per temporal frequency
  std::int64_t changed_ms = 0;
  GratingFilter closed_form;
  StepFilter general;
  bool frame_by_frame = false; ///< gratings go to the general filter because they change too often
  std::int64_t picture = Footage::gray;
  ReceptiveFields::Canvas canvas;
  std::vector<float> pixels; ///< of the newest frame
  std::vector<float> input;  ///< of the general filter
  bool input_changed = false;
  bool canvas_changed = false; ///< the lines have not sampled it yet
  bool general_rests = true;
  std::shared_ptr<ThreadPool> threads;
  std::vector<float> rates; ///< per padded line; after step() the first units() hold the rates of the units

  State(const LgnUnits& units, LgnGeometry geometry)
      : bank(std::make_shared<const FilterBank>(units, geometry)), responses(bank->padded_lines()), general(*bank),
        canvas(bank->spatial().canvas()), input(bank->padded_lines(), 0.0f), rates(bank->spontaneous_Hz()) {
    add_second_subfields();
  }

  /// The sum of a scene's gratings, sorted by temporal frequency.
  std::vector<LineGrating> line_gratings(const Scene& scene) {
    std::vector<LineGrating> sums;
    for (const GratingClock& sine : sine_gratings(scene)) {
      const LineComplex& response = responses.find(bank->spatial(), sine, scene.aperture);
      auto sum = std::ranges::find(sums, sine.omega_per_ms, &LineGrating::omega_per_ms);
      if (sum == sums.end())
        sum = sums.insert(sums.end(), LineGrating{sine.omega_per_ms, LineComplex(bank->padded_lines())});
      // The grating's phase on the clock that starts at frame 0.
      const double turn =
          std::remainder(sine.omega_per_ms * static_cast<double>(sine.origin_ms), 2.0 * std::numbers::pi);
      const double phase = sine.phase_rad + turn;
      add_scaled(response, sine.contrast * std::cos(phase), sine.contrast * std::sin(phase), sum->z);
    }
    return sums;
  }

  void change() {
    if (wanted.footage != shown.footage || wanted.footage_origin_ms != shown.footage_origin_ms)
      picture = undrawn;
    shown = wanted;
    gratings = line_gratings(shown);
    if (!frame_by_frame && closed_form.load() >= most_closed_form_passes) {
      frame_by_frame = true; // the closed form sees gray from here on
      closed_form.change({}, now);
    }
    if (!frame_by_frame)
      closed_form.change(gratings, now);
    changed_ms = now;
  }

  /// After a calm the gratings go back to the closed form; to the general filter it is as if they had vanished.
  void calm_down() {
    frame_by_frame = false;
    closed_form.change(gratings, now);
    picture = undrawn;
  }

  void draw(const Footage& footage) {
    if (const auto value = footage.uniform(picture)) {
      std::fill(input.begin(), input.end(), *value);
      return;
    }
    const ReceptiveFields& fields = bank->spatial(footage.grid());
    pixels.resize(static_cast<std::size_t>(footage.columns()) * footage.rows());
    footage.draw(picture, fields.pitch_x_deg(), fields.pitch_y_deg(), pixels);
    canvas.show(pixels);
    canvas_changed = true;
  }

  /// Brings the input of the general filter up to this frame.
  void look() {
    const std::int64_t next = shown.footage ? shown.footage->picture_at(now - shown.footage_origin_ms) : Footage::gray;
    input_changed = next != picture || frame_by_frame;
    if (!input_changed)
      return;
    const bool redraw = frame_by_frame || picture == undrawn || picture == Footage::gray ||
                        (shown.footage && shown.footage->uniform(next));
    if (redraw) {
      std::fill(input.begin(), input.end(), 0.0f);
      canvas = bank->spatial().canvas();
    }
    picture = next;
    if (picture != Footage::gray)
      draw(*shown.footage);
    else
      std::fill(input.begin(), input.end(), 0.0f);
    if (!frame_by_frame)
      return;
    sample(0, bank->blocks());
    canvas_changed = false;
    for (const LineGrating& grating : gratings) {
      const double angle = grating.omega_per_ms * static_cast<double>(now);
      add_frame(grating.z, std::cos(angle), std::sin(angle), input.data());
    }
  }

  void sample(std::size_t begin_block, std::size_t end_block) {
    if (canvas_changed)
      bank->spatial(shown.footage->grid())
          .sample(canvas, begin_block * lines_per_block, end_block * lines_per_block, input);
  }

  void filter_frames() {
    if (!input_changed && general_rests)
      return;
    std::atomic<bool> rest{true};
    const auto work = [&](std::size_t begin, std::size_t end) {
      sample(begin, end);
      if (!general.step(*bank, now, input_changed, begin, end, input, rates))
        rest.store(false, std::memory_order_relaxed);
    };
    if (input_changed && threads && threads->size() > 1)
      threads->for_blocks(bank->blocks(), blocks_per_piece, work);
    else
      work(0, bank->blocks());
    canvas_changed = false;
    general_rests = rest;
  }

  void filter() {
    if (frame_by_frame && now - changed_ms > calm_ms)
      calm_down();
    look();
    closed_form.step(*bank, now, rates);
    filter_frames();
  }

  void add_second_subfields() {
    const auto& composites = bank->composites();
    for (std::size_t i = 0; i < composites.size(); ++i)
      rates[composites[i]] += rates[bank->units() + i];
  }
};

Lgn::Lgn(const LgnUnits& units, LgnGeometry geometry) {
  if (units.size() == 0)
    throw Error(
        "The network has no LGN units, so there is nothing that could see the stimulus; choose another network.");
  state_ = std::make_unique<State>(units, geometry);
}

Lgn::~Lgn() = default;
Lgn::Lgn(const Lgn& other) : state_(std::make_unique<State>(*other.state_)) {}
Lgn& Lgn::operator=(const Lgn& other) {
  if (this != &other)
    state_ = std::make_unique<State>(*other.state_);
  return *this;
}
Lgn::Lgn(Lgn&&) noexcept = default;
Lgn& Lgn::operator=(Lgn&&) noexcept = default;

void Lgn::use_threads(std::shared_ptr<ThreadPool> threads) {
  state_->threads = std::move(threads);
}

std::uint32_t Lgn::size() const {
  return state_->bank->units();
}
std::int64_t Lgn::now() const {
  return state_->now;
}

void Lgn::show(const Scene& scene) {
  if (scene.footage) {
    const auto [columns, rows] = state_->bank->spatial().pixels();
    if (scene.footage->columns() != columns || scene.footage->rows() != rows)
      throw Error(fmt::format("The stimulus has frames of {} x {} pixels, but this network's LGN sees {} x {} (one per "
                              "degree of its visual field); make it for this network.",
                              scene.footage->columns(), scene.footage->rows(), columns, rows));
  }
  state_->wanted = scene;
}

std::span<const float> Lgn::step() {
  State& state = *state_;
  // Only what is on the screen when the frame is computed counts: changing it back and forth before leaves no trace.
  if (state.wanted != state.shown)
    state.change();
  state.filter();
  rectify(state.bank->spontaneous_Hz().data(), state.rates.data(), state.rates.size());
  state.add_second_subfields();
  ++state.now;
  return rates_Hz();
}

std::span<const float> Lgn::rates_Hz() const {
  return {state_->rates.data(), state_->bank->units()};
}

} // namespace striate
