// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/nice_ticks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace striate {
namespace {

std::vector<double> multiples(double low, double high, double step) {
  const double slack = 1e-9 * (high - low); // 0.1 * 3 must still count as 0.3
  const double first = std::ceil((low - slack) / step), last = std::floor((high + slack) / step);
  std::vector<double> ticks;
  for (double k = first; k <= last; k += 1.0)
    ticks.push_back(k == 0.0 ? 0.0 : k * step);
  return ticks;
}

std::string grouped(std::string digits) {
  const std::size_t end = std::min(digits.find('.'), digits.size());
  for (std::size_t i = end; i > 3; i -= 3)
    digits.insert(i - 3, 1, ',');
  return digits;
}

std::string superscript(int exponent) {
  static constexpr const char* digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = exponent < 0 ? "⁻" : "";
  for (const char c : std::to_string(std::abs(exponent)))
    text += digits[c - '0'];
  return text;
}

} // namespace

std::vector<double> nice_ticks(double min, double max, int target) {
  const double low = std::min(min, max), high = std::max(min, max);
  if (!std::isfinite(low) || !std::isfinite(high) || !(high > low))
    return {};
  const double raw = (high - low) / std::max(target, 1);
  const double decade = std::pow(10.0, std::floor(std::log10(raw)));
  std::vector<double> finer;
  for (const double factor : {20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1}) { // from coarse to fine
    std::vector<double> ticks = multiples(low, high, factor * decade);
    const int count = static_cast<int>(ticks.size());
    if (count > std::max(target, 2))
      return finer.size() >= 2 ? finer : ticks;
    finer = std::move(ticks);
  }
  return finer;
}

std::vector<double> log_ticks(double min, double max, int target) {
  const double low = std::min(min, max), high = std::max(min, max);
  if (!(low > 0.0) || !std::isfinite(high) || !(high > low))
    return {};
  const int first = static_cast<int>(std::ceil(std::log10(low) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log10(high) + 1e-9));
  std::vector<double> ticks;
  if (last - first >= 1) {
    const int step = std::max(1, (last - first + target) / std::max(target, 1));
    for (int k = first; k <= last; k += step)
      ticks.push_back(std::pow(10.0, k));
    return ticks;
  }
  for (int k = first - 1; k <= last + 1; ++k)
    for (const double factor : {1.0, 2.0, 5.0})
      if (const double tick = factor * std::pow(10.0, k); tick >= low * (1.0 - 1e-9) && tick <= high * (1.0 + 1e-9))
        ticks.push_back(tick);
  return ticks;
}

std::vector<std::string> log_tick_texts(const std::vector<double>& ticks) {
  const bool plain =
      std::all_of(ticks.begin(), ticks.end(), [](double tick) { return tick >= 0.9e-3 && tick <= 1.1e4; });
  std::vector<std::string> texts;
  for (const double tick : ticks) {
    const int exponent = static_cast<int>(std::floor(std::log10(tick) + 1e-9));
    const double factor = tick / std::pow(10.0, exponent);
    texts.push_back(plain ? fmt::format("{:.6g}", tick)
                          : (factor > 1.5 ? fmt::format("{:.0f}×", factor) : std::string()) + "10" +
                                superscript(exponent));
  }
  return texts;
}

std::string tick_text(double value, double step) {
  const double magnitude = std::abs(value);
  const double size = std::max(magnitude, std::abs(step));
  std::string text;
  if (value != 0.0 && (size >= 1e7 || size < 1e-4)) {
    const int exponent = static_cast<int>(std::floor(std::log10(magnitude) + 1e-9));
    text = fmt::format("{:.3g}×10{}", magnitude / std::pow(10.0, exponent), superscript(exponent));
  } else {
    int decimals = 0;
    for (double scaled = std::abs(step); decimals < 6 && std::abs(scaled - std::round(scaled)) > 1e-6 * scaled;
         scaled *= 10.0)
      ++decimals;
    text = fmt::format("{:.{}f}", magnitude, decimals);
    if (magnitude >= 1e4)
      text = grouped(std::move(text));
  }
  return value < 0.0 && text.find_first_not_of("0.") != std::string::npos ? "−" + text : text;
}

std::vector<std::string> tick_texts(const std::vector<double>& ticks) {
  double step = ticks.empty() ? 1.0 : std::abs(ticks.front());
  for (std::size_t i = 1; i < ticks.size(); ++i) {
    const double distance = std::abs(ticks[i] - ticks[i - 1]);
    step = i == 1 ? distance : std::min(step, distance);
  }
  // Ticks given by the model need not be multiples of their distance: 0.25, 1.25
  const auto needs_digits = [](double value) { return value != 0.0 && std::abs(value - std::round(value)) > 1e-9; };
  for (const double tick : ticks)
    if (needs_digits(tick) && !needs_digits(step))
      step = std::abs(tick - std::round(tick));
  std::vector<std::string> texts;
  texts.reserve(ticks.size());
  for (const double tick : ticks)
    texts.push_back(tick_text(tick, step));
  return texts;
}

} // namespace striate
