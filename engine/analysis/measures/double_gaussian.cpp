// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/double_gaussian.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/core/numbers.h"
#include "engine/core/random.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <limits>

namespace striate {
namespace {

constexpr double narrowest = 22.5, widest = 1e4;
constexpr int grid_angles = 30; ///< over 180 degrees: the lobes may be swapped
constexpr std::array grid_widths{22.5, 28.0, 36.0, 48.0, 65.0, 90.0, 140.0};
constexpr int refined_starts = 2;

using Vector5 = Eigen::Matrix<double, 5, 1>;
using Matrix5 = Eigen::Matrix<double, 5, 5>;

/// Signed difference in [-180, 180].
double difference(double a, double b) {
  const double d = a - b;
  return d - 360.0 * std::nearbyint(d / 360.0);
}

double gaussian(double d, double width) {
  return std::exp(-0.5 * d * d / (width * width));
}

/// Bounds of C, Rp, Rn, p, s for rates whose largest is M; p is circular and needs none.
struct Bounds {
  Vector5 low, high;
  explicit Bounds(double M) {
    low << -M, 0.0, 0.0, -std::numeric_limits<double>::infinity(), narrowest;
    high << M, 3.0 * M, 3.0 * M, std::numeric_limits<double>::infinity(), widest;
  }
};

double sum_of_squares(const Vector5& at, std::span<const double> direction, std::span<const double> rate) {
  double sse = 0.0;
  for (std::size_t k = 0; k < direction.size(); ++k) {
    const double f = at[0] + at[1] * gaussian(difference(direction[k], at[3]), at[4]) +
                     at[2] * gaussian(difference(direction[k], at[3] - 180.0), at[4]);
    sse += (f - rate[k]) * (f - rate[k]);
  }
  return sse;
}

/// J'J and -J'r at a point.
void normal_equations(const Vector5& at, std::span<const double> direction, std::span<const double> rate, Matrix5& JJ,
                      Vector5& descent) {
  JJ.setZero();
  descent.setZero();
  const double s2 = at[4] * at[4], s3 = s2 * at[4];
  for (std::size_t k = 0; k < direction.size(); ++k) {
    const double d = difference(direction[k], at[3]), e = difference(direction[k], at[3] - 180.0);
    const double g = gaussian(d, at[4]), h = gaussian(e, at[4]);
    Vector5 row;
    row << 1.0, g, h, at[1] * g * d / s2 + at[2] * h * e / s2, at[1] * g * d * d / s3 + at[2] * h * e * e / s3;
    const double residual = at[0] + at[1] * g + at[2] * h - rate[k];
    JJ.noalias() += row * row.transpose();
    descent.noalias() -= residual * row;
  }
}

/// Levenberg-Marquardt with projection on the bounds: a variable that rests at its bound and wants to leave stays
/// fixed for the step.
double refine(Vector5& at, const Bounds& bounds, std::span<const double> direction, std::span<const double> rate) {
  double sse = sum_of_squares(at, direction, rate), damping = 1e-3;
  for (int iteration = 0; iteration < 60; ++iteration) {
    Matrix5 JJ;
    Vector5 descent;
    normal_equations(at, direction, rate, JJ, descent);
    for (int j = 0; j < 5; ++j)
      if ((at[j] <= bounds.low[j] && descent[j] < 0.0) || (at[j] >= bounds.high[j] && descent[j] > 0.0)) {
        JJ.row(j).setZero();
        JJ.col(j).setZero();
        JJ(j, j) = 1.0;
        descent[j] = 0.0;
      }
    bool better = false;
    double gain = 0.0;
    for (int attempt = 0; attempt < 12 && !better; ++attempt) {
      Matrix5 damped = JJ;
      damped.diagonal() += damping * (JJ.diagonal().array() + 1e-12).matrix();
      const Vector5 next = (at + damped.ldlt().solve(descent)).cwiseMax(bounds.low).cwiseMin(bounds.high);
      const double next_sse = sum_of_squares(next, direction, rate);
      better = next_sse < sse;
      if (better) {
        gain = sse - next_sse;
        at = next;
        sse = next_sse;
        damping = std::max(damping * 0.2, 1e-12);
      } else {
        damping *= 6.0;
      }
    }
    if (!better || gain <= 1e-6 * sse)
      break;
  }
  return sse;
}

/// C, Rp, Rn with the smallest error for given Gaussians inside the bounds, by coordinate descent from the constrained
/// one-lobe guess; good enough to rank the points of the grid.
struct Linear {
  double C = 0.0, Rp = 0.0, Rn = 0.0, sse = 0.0;
};

Linear best_linear(double n, std::span<const double, 5> gram, double y, double yy, double yg, double yh, double M) {
  const double G = gram[0], H = gram[1], GG = gram[2], HH = gram[3], GH = gram[4];
  Linear at;
  for (int sweep = 0; sweep < 3; ++sweep) {
    at.C = std::clamp((y - at.Rp * G - at.Rn * H) / n, -M, M);
    // Both lobes together, then each alone when one leaves its bounds.
    const double a = yg - at.C * G, b = yh - at.C * H, det = GG * HH - GH * GH;
    at.Rp = det > 1e-12 * GG * HH ? (a * HH - b * GH) / det : -1.0;
    at.Rn = det > 1e-12 * GG * HH ? (b * GG - a * GH) / det : -1.0;
    if (at.Rp < 0.0 || at.Rn < 0.0 || at.Rp > 3.0 * M || at.Rn > 3.0 * M) {
      const double only_p = std::clamp(a / GG, 0.0, 3.0 * M), only_n = std::clamp(b / HH, 0.0, 3.0 * M);
      const bool p_wins = only_p * (2.0 * a - only_p * GG) >= only_n * (2.0 * b - only_n * HH);
      at.Rp = p_wins ? only_p : std::clamp((a - only_n * GH) / GG, 0.0, 3.0 * M);
      at.Rn = p_wins ? std::clamp((b - only_p * GH) / HH, 0.0, 3.0 * M) : only_n;
    }
  }
  at.sse = yy - 2.0 * (at.C * y + at.Rp * yg + at.Rn * yh) + n * at.C * at.C + GG * at.Rp * at.Rp + HH * at.Rn * at.Rn +
           2.0 * (at.C * (at.Rp * G + at.Rn * H) + GH * at.Rp * at.Rn);
  return at;
}

double grid_center(std::size_t point) {
  return 180.0 / grid_angles * static_cast<double>(point % grid_angles);
}
double grid_width(std::size_t point) {
  return grid_widths[point / grid_angles];
}

DoubleGaussian no_fit() {
  return {undefined, undefined, undefined, undefined, undefined, undefined};
}

} // namespace

double DoubleGaussian::value(double direction_deg) const {
  // docs/model/analysis.md#eq-5
  return baseline + peak_p * gaussian(difference(direction_deg, center_deg), width_deg) +
         peak_n * gaussian(difference(direction_deg, center_deg - 180.0), width_deg);
}

double DoubleGaussian::angle_deg() const {
  const double angle = std::fmod(peak_n < peak_p ? center_deg : center_deg - 180.0, 360.0);
  return angle < 0.0 ? angle + 360.0 : angle;
}

double DoubleGaussian::peak() const {
  return std::isnan(peak_p) ? undefined : std::max(peak_p, peak_n);
}

DoubleGaussianFitter::DoubleGaussianFitter(std::span<const double> direction_deg)
    : direction_deg_(direction_deg.begin(), direction_deg.end()),
      points_(static_cast<std::size_t>(grid_angles) * grid_widths.size()) {
  for (std::size_t point = 0; point < points_; ++point) {
    std::array<double, 5> gram{};
    for (const double direction : direction_deg_) {
      const double g = gaussian(difference(direction, grid_center(point)), grid_width(point));
      const double h = gaussian(difference(direction, grid_center(point) - 180.0), grid_width(point));
      bases_.insert(bases_.end(), {g, h});
      gram[0] += g;
      gram[1] += h;
      gram[2] += g * g;
      gram[3] += h * h;
      gram[4] += g * h;
    }
    grams_.insert(grams_.end(), gram.begin(), gram.end());
  }
}

DoubleGaussian DoubleGaussianFitter::fit(std::span<const double> rates) const {
  double M = 0.0, y = 0.0, yy = 0.0;
  for (const double rate : rates) {
    M = std::max(M, rate);
    y += rate;
    yy += rate * rate;
  }
  const std::size_t n = direction_deg_.size();
  if (!(M > 0.0) || !std::isfinite(y) || rates.size() != n || n == 0)
    return no_fit();

  struct Start {
    std::size_t point = 0;
    Linear linear;
  };
  std::array<Start, refined_starts> starts;
  for (Start& start : starts)
    start.linear.sse = std::numeric_limits<double>::infinity();
  for (std::size_t point = 0; point < points_; ++point) {
    double yg = 0.0, yh = 0.0;
    const double* basis = bases_.data() + point * n * 2;
    for (std::size_t k = 0; k < n; ++k) {
      yg += rates[k] * basis[2 * k];
      yh += rates[k] * basis[2 * k + 1];
    }
    const Linear linear =
        best_linear(static_cast<double>(n), std::span<const double, 5>(grams_.data() + 5 * point, 5), y, yy, yg, yh, M);
    // The best points of the grid that are not neighbours: one start for each basin.
    const auto near = std::find_if(starts.begin(), starts.end(), [&](const Start& start) {
      return std::isfinite(start.linear.sse) &&
             std::abs(difference(2.0 * grid_center(point), 2.0 * grid_center(start.point))) < 30.0;
    });
    Start& replaced =
        near != starts.end() ? *near : *std::max_element(starts.begin(), starts.end(), [](auto& a, auto& b) {
          return a.linear.sse < b.linear.sse;
        });
    if (linear.sse < replaced.linear.sse)
      replaced = {point, linear};
  }

  DoubleGaussian best = no_fit();
  const Bounds bounds(M);
  for (const Start& start : starts) {
    if (!std::isfinite(start.linear.sse))
      continue;
    Vector5 at;
    at << start.linear.C, start.linear.Rp, start.linear.Rn, grid_center(start.point), grid_width(start.point);
    const double sse = refine(at, bounds, direction_deg_, rates);
    if (!(sse >= best.sse))
      best = {at[0], at[1], at[2], at[3], at[4], sse};
  }
  best.center_deg = std::fmod(std::fmod(best.center_deg, 360.0) + 360.0, 360.0);
  return best;
}

std::vector<DoubleGaussian> fit_double_gaussians(const ConditionRates& rates, ThreadPool& pool, Task* task) {
  const DoubleGaussianFitter fitter(rates.direction_deg);
  std::vector<DoubleGaussian> fits(rates.neurons, no_fit());
  pool.for_blocks(rates.neurons, 256, [&](std::size_t begin, std::size_t end) {
    if (task != nullptr && task->cancel_asked())
      return;
    std::vector<double> one(rates.direction_deg.size());
    for (std::size_t i = begin; i < end; ++i) {
      for (std::size_t k = 0; k < one.size(); ++k)
        one[k] = rates.mean_Hz[k * rates.neurons + i];
      fits[i] = fitter.fit(one);
    }
  });
  if (task != nullptr)
    task->check();
  return fits;
}

TuningBootstrap bootstrap_tuning(const TrialCounts& counts, std::uint32_t neuron, int resamples, std::uint64_t seed) {
  const DoubleGaussianFitter fitter(counts.direction_deg());
  RandomSequence random(seed, Stream::analysis_sample, neuron);
  std::vector<double> angles, peaks, rates(counts.direction_deg().size());
  std::complex<double> sum;
  for (int b = 0; b < resamples; ++b) {
    for (int k = 0; k < counts.conditions(); ++k) {
      std::vector<double> trials;
      for (int q = 0; q < counts.trials(); ++q)
        if (counts.present(k, q))
          trials.push_back(counts.counts(k, q)[neuron] / counts.seconds(k, q));
      double total = trials.empty() ? undefined : 0.0;
      for (std::size_t q = 0; q < trials.size(); ++q)
        total += trials[static_cast<std::size_t>(random.uniform() * static_cast<double>(trials.size()))];
      rates[static_cast<std::size_t>(k)] = total / static_cast<double>(trials.size());
    }
    const DoubleGaussian fit = fitter.fit(rates);
    if (std::isnan(fit.sse))
      continue;
    angles.push_back(fit.angle_deg());
    peaks.push_back(fit.peak());
    sum += std::polar(1.0, fit.angle_deg() * degree);
  }
  if (angles.empty())
    return {undefined, undefined, undefined, undefined};
  const double middle = std::arg(sum) / degree;
  for (double& angle : angles)
    angle = difference(angle, middle);
  std::sort(angles.begin(), angles.end());
  return {middle < 0.0 ? middle + 360.0 : middle, middle + quantile(angles, 0.025), middle + quantile(angles, 0.975),
          mean(peaks)};
}

} // namespace striate
