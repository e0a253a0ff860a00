// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/training/figures/training_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace striate {
namespace {

constexpr std::size_t most_points = 400;
constexpr double widest_range = 1e5; ///< of a logarithmic axis
constexpr double total_pt = 1.75, term_pt = 1.1;

struct Term {
  const char* label;
  Ink ink;
  double LossTerms::*member;
};
constexpr std::array terms{
    Term{"rate", Ink::loss_rate, &LossTerms::rate}, Term{"voltage", Ink::loss_voltage, &LossTerms::voltage},
    Term{"OSI/DSI", Ink::loss_selectivity, &LossTerms::selectivity}, Term{"sync", Ink::loss_sync, &LossTerms::sync},
    Term{"weights", Ink::loss_weights, &LossTerms::weights}};

/// Losses of one step or one validation.
struct Sample {
  double x = 0.0;
  LossTerms terms;
};

LossTerms combined(const LossTerms& evoked, const LossTerms& spontaneous) {
  LossTerms both;
  for (const Term& term : terms)
    both.*term.member = (evoked.*term.member + spontaneous.*term.member) / 2.0;
  both.selectivity = evoked.selectivity;
  return both;
}

/// Steps that are complete.
std::vector<Sample> training_samples(const TrainingHistory& history, LossBranch branch) {
  std::vector<Sample> samples;
  const UpdateRecord* evoked = nullptr;
  for (const UpdateRecord& record : history.updates) {
    const double x = static_cast<double>(record.update + 1);
    const bool gratings = record.branch == Activity::evoked;
    if (branch != LossBranch::both) {
      if (gratings == (branch == LossBranch::evoked))
        samples.push_back({x, record.terms});
    } else if (gratings) {
      evoked = &record;
    } else if (evoked && evoked->epoch == record.epoch && evoked->step == record.step) {
      samples.push_back({x, combined(evoked->terms, record.terms)});
    }
  }
  return samples;
}

std::vector<Sample> validation_samples(const TrainingHistory& history, LossBranch branch) {
  std::vector<Sample> samples;
  for (const ValidationRecord& record : history.validations)
    samples.push_back({static_cast<double>(record.epoch), branch == LossBranch::evoked ? record.evoked
                                                          : branch == LossBranch::spontaneous
                                                              ? record.spontaneous
                                                              : combined(record.evoked, record.spontaneous)});
  return samples;
}

/// Means of stretches of equal length, so that a line has at most most_points.
std::vector<Sample> thinned(const std::vector<Sample>& samples) {
  const std::size_t stretch = (samples.size() + most_points - 1) / most_points;
  if (stretch <= 1)
    return samples;
  std::vector<Sample> means;
  for (std::size_t first = 0; first < samples.size(); first += stretch) {
    const std::size_t end = std::min(first + stretch, samples.size());
    Sample& mean = means.emplace_back();
    const auto count = static_cast<double>(end - first);
    for (std::size_t i = first; i < end; ++i) {
      mean.x += samples[i].x / count;
      for (const Term& term : terms)
        mean.terms.*term.member += samples[i].terms.*term.member / count;
    }
  }
  return means;
}

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = 0.0;
};

/// Adds a line, and dots where there are few points; a logarithmic axis has no place for what is not positive.
void add_line(Panel& panel, const std::vector<Sample>& samples, const char* label, Ink ink, double width_pt,
              bool with_dots, Range& range, const std::function<double(const LossTerms&)>& value) {
  LineSeries line{.label = label, .ink = ink, .width_pt = width_pt};
  DotSeries dots{.ink = ink, .diameter_pt = 2.5 * width_pt};
  for (const Sample& sample : samples) {
    const double y = value(sample.terms);
    line.x.push_back(sample.x);
    line.y.push_back(y > 0.0 ? y : std::nan(""));
    if (!(y > 0.0))
      continue;
    range.low = std::min(range.low, y);
    range.high = std::max(range.high, y);
    dots.x.push_back(static_cast<float>(sample.x));
    dots.y.push_back(static_cast<float>(y));
  }
  if (dots.x.empty())
    return;
  panel.series.emplace_back(std::move(line));
  if (with_dots)
    panel.series.emplace_back(std::move(dots));
}

Range add_lines(Panel& panel, const std::vector<Sample>& samples, bool with_dots) {
  Range range;
  for (const Term& term : terms)
    add_line(panel, samples, term.label, term.ink, term_pt, with_dots, range,
             [&term](const LossTerms& of) { return of.*term.member; });
  add_line(panel, samples, "total", Ink::text, total_pt, with_dots, range,
           [](const LossTerms& of) { return of.total(); });
  return range;
}

void set_loss_axis(Panel& panel, Range range, const char* label) {
  if (range.high <= 0.0)
    range = {0.1, 10.0};
  range.low = std::max(range.low, range.high / widest_range);
  panel.y = log_axis(label, "", range.low / 1.4, range.high * 1.4);
}

} // namespace

std::vector<LossTerm> loss_terms() {
  std::vector<LossTerm> all;
  for (const Term& term : terms)
    all.push_back({term.label, term.ink});
  all.push_back({"total", Ink::text});
  return all;
}

FigureModel loss_figure(const TrainingHistory& history, LossBranch branch, int best_epoch) {
  FigureModel figure{.name = "training_losses", .title = "Training losses"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 80.0;
  figure.columns = 2;
  figure.column_weight = {3.0, 2.0};

  Panel training = panel_at("training", "Training", 0, 0);
  const std::vector<Sample> steps = training_samples(history, branch);
  const std::vector<Sample> shown = thinned(steps);
  const Range training_range = add_lines(training, shown, shown.size() < 30);
  training.x = {.label = "Update", .min = 0.0, .max = std::max(10.0, steps.empty() ? 0.0 : 1.02 * steps.back().x)};
  set_loss_axis(training, training_range, "Loss");

  Panel validation = panel_at("validation", "Validation", 0, 1);
  const std::vector<Sample> validations = validation_samples(history, branch);
  const Range validation_range = add_lines(validation, validations, true);
  const double last = validations.empty() ? 0.0 : validations.back().x;
  validation.x = {.label = "Epoch", .min = -0.03 * std::max(1.0, last), .max = 1.03 * std::max(1.0, last)};
  if (last <= 10.0)
    for (double epoch = 0.0; epoch <= std::max(1.0, last); epoch += 1.0)
      validation.x.ticks.push_back(epoch);
  set_loss_axis(validation, validation_range, "");
  if (best_epoch > 0)
    validation.series.emplace_back(
        RuleSeries{.at = static_cast<double>(best_epoch), .ink = Ink::quiet, .label = "best"});
  training.legend = true;

  figure.panels.push_back(std::move(training));
  figure.panels.push_back(std::move(validation));
  letter_panels(figure);
  figure.caption = branch == LossBranch::evoked        ? "Trials with gratings"
                   : branch == LossBranch::spontaneous ? "Trials with gray screens"
                                                       : "Means of trials with gratings and with gray screens; OSI/DSI "
                                                         "of those with gratings";
  figure.caption += ". Validation: held-out trials, always the same; epoch 0 is before training.";
  return figure;
}

} // namespace striate
