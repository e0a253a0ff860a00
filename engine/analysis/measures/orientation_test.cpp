// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/orientation_test.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/core/numbers.h"

#include <Eigen/Dense>
#include <cmath>
#include <numbers>

namespace striate {
namespace {

std::vector<int> complete_trials(const TrialCounts& counts) {
  std::vector<int> trials;
  for (int q = 0; q < counts.trials(); ++q) {
    bool complete = counts.conditions() > 0;
    for (int k = 0; k < counts.conditions(); ++k)
      complete = complete && counts.present(k, q);
    if (complete)
      trials.push_back(q);
  }
  return trials;
}

/// docs/model/analysis.md#eq-4: n m' S^-1 m; the pseudo-inverse for a singular S.
double hotelling(const Eigen::Matrix<double, 2, Eigen::Dynamic>& v, HotellingForm form) {
  const auto n = static_cast<double>(v.cols());
  const Eigen::Vector2d center = v.rowwise().mean();
  const Eigen::Matrix<double, 2, Eigen::Dynamic> apart = v.colwise() - center;
  const Eigen::Matrix2d S = apart * apart.transpose() / (n - 1.0);
  Eigen::Vector2d m = center;
  if (form == HotellingForm::reference)
    m.array() -= center.mean();
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(S);
  const double largest = eigen.eigenvalues().cwiseAbs().maxCoeff();
  double T2 = 0.0;
  for (int j = 0; j < 2; ++j)
    if (const double value = eigen.eigenvalues()[j]; value > 1e-15 * largest && value > 0.0) {
      const double along = eigen.eigenvectors().col(j).dot(m);
      T2 += along * along / value;
    }
  return n * T2;
}

} // namespace

OrientationTest orientation_test(const TrialCounts& counts, HotellingForm form, ThreadPool& pool) {
  OrientationTest result;
  result.T2.assign(counts.neurons(), undefined);
  result.p.assign(counts.neurons(), undefined);
  const std::vector<int> trials = complete_trials(counts);
  if (trials.size() < 3)
    return result;
  const auto n = static_cast<double>(trials.size());
  pool.for_blocks(counts.neurons(), 512, [&](std::size_t begin, std::size_t end) {
    // One row per trial, two columns per neuron of the block: the counts are read in the order they lie.
    std::vector<Eigen::Matrix<double, 2, Eigen::Dynamic>> v(
        end - begin, Eigen::Matrix<double, 2, Eigen::Dynamic>::Zero(2, static_cast<Eigen::Index>(trials.size())));
    std::vector<std::uint8_t> fired(end - begin, 0);
    for (std::size_t t = 0; t < trials.size(); ++t)
      for (int k = 0; k < counts.conditions(); ++k) {
        const double angle = 2.0 * counts.direction_deg()[static_cast<std::size_t>(k)] * std::numbers::pi / 180.0;
        const double factor = 1.0 / counts.seconds(k, trials[t]);
        const Eigen::Vector2d unit(factor * std::cos(angle), factor * std::sin(angle));
        const auto row = counts.counts(k, trials[t]).subspan(begin, end - begin);
        for (std::size_t i = 0; i < row.size(); ++i) {
          v[i].col(static_cast<Eigen::Index>(t)) += row[i] * unit;
          if (row[i] > 0)
            fired[i] = 1;
        }
      }
    for (std::size_t i = 0; i < v.size(); ++i) {
      if (fired[i] == 0)
        continue;
      const double T2 = hotelling(v[i], form);
      result.T2[begin + i] = T2;
      // docs/model/analysis.md#eq-4
      result.p[begin + i] = f2_upper_tail((n - 2.0) * T2 / (2.0 * (n - 1.0)), n - 2.0);
    }
  });
  return result;
}

} // namespace striate
