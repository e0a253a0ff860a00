// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/patterns.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

int field_pixels(double extent_deg) {
  return static_cast<int>(std::lround(std::clamp(extent_deg, 0.0, 1e4)));
}

namespace {

double signed_contrast(const Stimulus& stimulus) {
  return stimulus.dark ? -stimulus.contrast : stimulus.contrast;
}

double soft_edge(double distance_inside_deg) {
  return std::clamp(distance_inside_deg + 0.5, 0.0, 1.0);
}

/// A footage whose pixels follow from luminance(): a subclass says when its picture changes and how it looks.
class Pattern : public Footage {
public:
  Pattern(double width_deg, double height_deg)
      : Footage(field_pixels(width_deg), field_pixels(height_deg), PixelGrid::pattern) {}

  void draw(std::int64_t picture, double pitch_x_deg, double pitch_y_deg, std::span<float> pixels) const override {
    for (int r = 0; r < rows(); ++r)
      for (int c = 0; c < columns(); ++c)
        pixels[static_cast<std::size_t>(r) * columns() + c] =
            static_cast<float>(luminance(c * pitch_x_deg, r * pitch_y_deg, picture));
  }
};

/// docs/model/lgn.md#eq-22
class Flash final : public Pattern {
public:
  Flash(const Stimulus& stimulus, double width_deg, double height_deg)
      : Pattern(width_deg, height_deg), value_(static_cast<float>(signed_contrast(stimulus))),
        on_ms_(std::llround(stimulus.on_ms)), period_ms_(std::llround(stimulus.on_ms) + std::llround(stimulus.off_ms)) {
  }
  std::int64_t picture_at(std::int64_t elapsed_ms) const override {
    return elapsed_ms >= 0 && period_ms_ > 0 && elapsed_ms % period_ms_ < on_ms_ ? 0 : gray;
  }
  std::optional<float> uniform(std::int64_t /*picture*/) const override { return value_; }
  double luminance(double /*x_deg*/, double /*y_deg*/, std::int64_t /*picture*/) const override {
    return static_cast<double>(value_);
  }

private:
  float value_;
  std::int64_t on_ms_, period_ms_;
};

/// docs/model/lgn.md#eq-23
class MovingBar final : public Pattern {
public:
  MovingBar(const Stimulus& stimulus, double width_deg, double height_deg)
      : Pattern(width_deg, height_deg), value_(signed_contrast(stimulus)), half_width_(0.5 * stimulus.bar_width_deg),
        cosine_(std::cos(stimulus.direction_deg * std::numbers::pi / 180.0)),
        sine_(std::sin(stimulus.direction_deg * std::numbers::pi / 180.0)),
        centre_(stimulus.aperture.x_deg * cosine_ + stimulus.aperture.y_deg * sine_),
        per_ms_(stimulus.speed_deg_per_s / 1000.0) {
    // The stretch along the motion that the corners of the field span.
    double first = 0.0, last = 0.0;
    for (const double x : {0.0, width_deg})
      for (const double y : {0.0, height_deg}) {
        first = std::min(first, x * cosine_ + y * sine_ - centre_);
        last = std::max(last, x * cosine_ + y * sine_ - centre_);
      }
    start_ = first - half_width_ - 0.5;
    length_ = last + half_width_ + 0.5 - start_;
  }
  std::int64_t picture_at(std::int64_t elapsed_ms) const override { return elapsed_ms < 0 ? gray : elapsed_ms; }
  double luminance(double x_deg, double y_deg, std::int64_t picture) const override {
    const double middle = start_ + std::fmod(per_ms_ * static_cast<double>(picture), length_);
    return value_ * soft_edge(half_width_ - std::abs(x_deg * cosine_ + y_deg * sine_ - centre_ - middle));
  }

private:
  double value_, half_width_, cosine_, sine_, centre_, per_ms_;
  double start_ = 0.0, length_ = 1.0; ///< path of the bar's middle along the motion, from the centre
};

/// docs/model/lgn.md#eq-24
class LoomingDisc final : public Pattern {
public:
  LoomingDisc(const Stimulus& stimulus, double width_deg, double height_deg)
      : Pattern(width_deg, height_deg), value_(signed_contrast(stimulus)), x_(stimulus.aperture.x_deg),
        y_(stimulus.aperture.y_deg), from_(stimulus.start_radius_deg), to_(stimulus.end_radius_deg),
        per_ms_(stimulus.speed_deg_per_s / 1000.0 * (to_ < from_ ? -1.0 : 1.0)),
        last_ms_(stimulus.speed_deg_per_s > 0.0
                     ? static_cast<std::int64_t>(std::min(std::ceil((to_ - from_) / per_ms_), 1e9))
                     : 0) {}
  std::int64_t picture_at(std::int64_t elapsed_ms) const override {
    return elapsed_ms < 0 ? gray : std::min(elapsed_ms, last_ms_);
  }
  double luminance(double x_deg, double y_deg, std::int64_t picture) const override {
    const double radius =
        std::clamp(from_ + per_ms_ * static_cast<double>(picture), std::min(from_, to_), std::max(from_, to_));
    return value_ * soft_edge(radius - std::sqrt((x_deg - x_) * (x_deg - x_) + (y_deg - y_) * (y_deg - y_)));
  }

private:
  double value_, x_, y_, from_, to_, per_ms_;
  std::int64_t last_ms_; ///< when the disc has its final radius
};

/// LoomingMovie of BMTK (docs/model/lgn.md#eq-25): the square of the radius grows by 0.75 pixels a frame and starts
/// again at 625; hard edge.
class BmtkLooming final : public Pattern {
public:
  using Pattern::Pattern;
  std::int64_t picture_at(std::int64_t elapsed_ms) const override { return elapsed_ms < 0 ? gray : elapsed_ms; }
  void draw(std::int64_t picture, double /*pitch*/, double /*pitch*/, std::span<float> pixels) const override {
    for (int r = 0; r < rows(); ++r)
      for (int c = 0; c < columns(); ++c)
        pixels[static_cast<std::size_t>(r) * columns() + c] = static_cast<float>(value(c, r, picture));
  }
  double luminance(double x_deg, double y_deg, std::int64_t picture) const override {
    return value(std::floor(x_deg), std::floor(y_deg), picture);
  }

private:
  double value(double column, double row, std::int64_t picture) const {
    const double x = column - columns() / 2, y = row - rows() / 2;
    return x * x + y * y <= std::fmod(0.75 * static_cast<double>(picture), 625.0) ? -1.0 : 0.0;
  }
};

} // namespace

std::shared_ptr<const Footage> make_pattern(const Stimulus& stimulus, double width_deg, double height_deg) {
  switch (stimulus.kind) {
  case StimulusKind::flash:
    return std::make_shared<Flash>(stimulus, width_deg, height_deg);
  case StimulusKind::moving_bar:
    return std::make_shared<MovingBar>(stimulus, width_deg, height_deg);
  case StimulusKind::looming_disc:
    return std::make_shared<LoomingDisc>(stimulus, width_deg, height_deg);
  case StimulusKind::bmtk_looming:
    return std::make_shared<BmtkLooming>(width_deg, height_deg);
  case StimulusKind::drifting_grating:
  case StimulusKind::static_grating:
  case StimulusKind::gray:
  case StimulusKind::counterphase_grating:
  case StimulusKind::plaid:
  case StimulusKind::movie:
    break;
  }
  return nullptr;
}

} // namespace striate
