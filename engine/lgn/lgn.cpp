#include "engine/lgn/lgn.h"

#include "engine/core/errors.h"
#include "engine/core/simd.h"
#include "engine/lgn/filter_bank.h"
#include "engine/lgn/fir_filter.h"
#include "engine/lgn/grating_filter.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace striate {

namespace {

/// More passes per step than this cost more than the general filter does.
constexpr std::size_t most_closed_form_passes = 40;

STRIATE_SIMD void rectify(const float* spontaneous_Hz, float* rates, std::size_t lines) {
  for (std::size_t l = 0; l < lines; ++l) {
    const float rate = rates[l] + spontaneous_Hz[l];
    rates[l] = rate > 0.0f ? rate : 0.0f;
  }
}

/// z = response * (re + j im).
STRIATE_SIMD void scale(const LineComplex& response, double re, double im, LineComplex& z) {
  const std::size_t lines = z.re.size();
  const double* in_re = response.re.data();
  const double* in_im = response.im.data();
  double* out_re = z.re.data();
  double* out_im = z.im.data();
  for (std::size_t l = 0; l < lines; ++l) {
    out_re[l] = in_re[l] * re - in_im[l] * im;
    out_im[l] = in_re[l] * im + in_im[l] * re;
  }
}

/// The input of one frame: Im{ conj(phasor) z }.
STRIATE_SIMD void sample(const LineComplex& z, double cosine, double sine, float* input) {
  const std::size_t lines = z.re.size();
  const double* re = z.re.data();
  const double* im = z.im.data();
  for (std::size_t l = 0; l < lines; ++l)
    input[l] = static_cast<float>(cosine * im[l] - sine * re[l]);
}

} // namespace

struct Lgn::State {
  std::shared_ptr<const FilterBank> bank;
  std::int64_t now = 0;
  GratingClock shown, wanted;
  LineComplex response; ///< H of the newest grating that was lit, at response_cycles
  std::optional<std::pair<double, double>> response_cycles;
  LineGrating grating;
  std::int64_t changed_ms = 0;
  GratingFilter closed_form;
  std::optional<FirFilter> general; ///< in use while changes come too fast for the closed form
  std::vector<float> input;         ///< of the general filter
  std::vector<float> rates;         ///< per padded line; after step() the first units() hold the rates of the units

  State(const LgnUnits& units, LgnGeometry geometry)
      : bank(std::make_shared<const FilterBank>(units, geometry)), response(bank->padded_lines()),
        rates(bank->spontaneous_Hz()) {
    grating.z = LineComplex(bank->padded_lines());
    add_second_subfields();
  }

  void change() {
    shown = wanted;
    changed_ms = now;
    grating.lit = shown.contrast != 0.0;
    if (grating.lit) {
      const std::pair cycles{shown.cycles_x_per_deg, shown.cycles_y_per_deg};
      if (response_cycles != cycles) {
        bank->spatial().respond(cycles.first, cycles.second, response);
        response_cycles = cycles;
      }
      // The grating's phase on the clock that starts at frame 0.
      const double turn =
          std::remainder(shown.omega_per_ms * static_cast<double>(shown.origin_ms), 2.0 * std::numbers::pi);
      const double phase = shown.phase_rad + turn;
      grating.omega_per_ms = shown.omega_per_ms;
      scale(response, shown.contrast * std::cos(phase), shown.contrast * std::sin(phase), grating.z);
    }
    if (general)
      return;
    closed_form.change(grating, now);
    if (closed_form.load() > most_closed_form_passes)
      use_general_filter();
  }

  /// The closed form just took a change at `now`; frames before it are replayed from what it knows.
  void use_general_filter() {
    general.emplace(*bank, now, closed_form.replay(now - bank->last_lag() - 1, now));
    input.resize(bank->padded_lines());
    closed_form = GratingFilter();
  }

  void filter() {
    if (general && now - changed_ms > bank->last_lag()) {
      general.reset();
      closed_form.settle(*bank, grating);
    }
    if (!general) {
      closed_form.step(*bank, now, rates);
      return;
    }
    if (grating.lit) {
      const double angle = grating.omega_per_ms * static_cast<double>(now);
      sample(grating.z, std::cos(angle), std::sin(angle), input.data());
    } else {
      std::fill(input.begin(), input.end(), 0.0f);
    }
    general->step(*bank, now, input, rates);
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

std::uint32_t Lgn::size() const {
  return state_->bank->units();
}
std::int64_t Lgn::now() const {
  return state_->now;
}

void Lgn::show(const GratingClock& grating) {
  state_->wanted = grating;
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
