// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/weight_relations.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/core/numbers.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace striate {
namespace {

constexpr std::size_t fewest_for_cosine = 10;

/// Least squares by the normal equations of a few columns, with the variance of each coefficient.
struct Regression {
  Eigen::VectorXd coefficient, variance;
  double degrees = 0.0;

  Regression(const Eigen::MatrixXd& X, const Eigen::VectorXd& y) {
    const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(X);
    coefficient = qr.solve(y);
    degrees = static_cast<double>(X.rows() - X.cols());
    const double residual = (y - X * coefficient).squaredNorm() / degrees;
    variance = (X.transpose() * X).inverse().diagonal() * residual;
  }
  double p(Eigen::Index j) const { return t_two_sided(coefficient[j] / std::sqrt(variance[j]), degrees); }
};

struct Pairs {
  std::vector<double> x, y;
  Pairs(std::span<const double> all_x, std::span<const double> all_y, double low, double high) {
    for (std::size_t i = 0; i < std::min(all_x.size(), all_y.size()); ++i)
      if (all_x[i] >= low && all_x[i] <= high && !std::isnan(all_y[i])) {
        x.push_back(all_x[i]);
        y.push_back(all_y[i]);
      }
  }
};

} // namespace

std::vector<BinnedMean> binned_means(std::span<const double> x, std::span<const double> y, double low, double high,
                                     double width) {
  const auto count = static_cast<std::size_t>(std::lround((high - low) / width));
  std::vector<std::vector<double>> values(count);
  const Pairs pairs(x, y, low, high);
  for (std::size_t i = 0; i < pairs.x.size(); ++i) {
    const double bin = std::ceil((pairs.x[i] - low) / width) - 1.0;
    values[static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(count) - 1.0))].push_back(pairs.y[i]);
  }
  std::vector<BinnedMean> means;
  for (std::size_t bin = 0; bin < count; ++bin)
    if (const auto& v = values[bin]; !v.empty())
      means.push_back({low + width * static_cast<double>(bin), low + width * static_cast<double>(bin + 1), v.size(),
                       mean(v), sample_sd(v) / std::sqrt(static_cast<double>(v.size()))});
  return means;
}

double CosineFit::value(double difference_deg) const {
  return a * std::cos(difference_deg * degree) + b * std::cos(2.0 * difference_deg * degree) + c;
}

CosineFit cosine_fit(std::span<const double> difference_deg, std::span<const double> weight) {
  const Pairs pairs(difference_deg, weight, 0.0, 180.0);
  CosineFit fit{undefined, undefined, undefined, undefined, undefined, pairs.x.size()};
  if (pairs.x.size() < fewest_for_cosine)
    return fit;
  const auto n = static_cast<Eigen::Index>(pairs.x.size());
  Eigen::MatrixXd X(n, 3);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double D = pairs.x[static_cast<std::size_t>(i)] * degree;
    X.row(i) << std::cos(D), std::cos(2.0 * D), 1.0;
  }
  const Regression regression(X, Eigen::Map<const Eigen::VectorXd>(pairs.y.data(), n));
  fit.a = regression.coefficient[0];
  fit.b = regression.coefficient[1];
  fit.c = regression.coefficient[2];
  fit.p_a = regression.p(0);
  fit.p_b = regression.p(1);
  return fit;
}

LineFit line_fit(std::span<const double> x, std::span<const double> y, double low, double high) {
  const Pairs pairs(x, y, low, high);
  LineFit fit{undefined, undefined, undefined, pearson(pairs.x, pairs.y), pairs.x.size()};
  if (pairs.x.size() < 3)
    return fit;
  const auto n = static_cast<Eigen::Index>(pairs.x.size());
  Eigen::MatrixXd X(n, 2);
  X.col(0) = Eigen::Map<const Eigen::VectorXd>(pairs.x.data(), n);
  X.col(1).setOnes();
  const Regression regression(X, Eigen::Map<const Eigen::VectorXd>(pairs.y.data(), n));
  fit.slope = regression.coefficient[0];
  fit.intercept = regression.coefficient[1];
  fit.p = regression.p(0);
  return fit;
}

const char* stars(double p) {
  return p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : "";
}

} // namespace striate
