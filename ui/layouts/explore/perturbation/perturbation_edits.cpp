// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/perturbation/perturbation_edits.h"

#include "engine/core/errors.h"
#include "ui/layouts/explore/perturbation/perturbation_text.h"

#include <fmt/format.h>

namespace striate {

namespace {

/// False when it never acted and can go.
bool end_at(PerturbationTerm& term, std::int64_t now_ms) {
  term.to_ms = now_ms;
  return term.to_ms > term.from_ms;
}

} // namespace

PerturbationEdits::PerturbationEdits(ParameterEditor& editor, std::function<std::shared_ptr<const Network>()> network)
    : editor_(editor), network_(std::move(network)) {
  refresh();
}

bool PerturbationEdits::refresh() {
  const std::string& text = editor_.parameters().text("perturb");
  if (text == text_)
    return false;
  text_ = text;
  try {
    terms_ = parse_perturbations(text);
  } catch (const Error&) {
    terms_.clear(); // a session with a text that is none: the simulation refuses it with a sentence of its own
  }
  return true;
}

void PerturbationEdits::apply(const QString& name, const std::vector<PerturbationTerm>& terms) {
  const std::string text = format_perturbations(terms);
  if (const auto network = network_())
    PerturbationSchedule(text, *network);
  ParameterSet parameters = editor_.parameters();
  parameters.set_text("perturb", text);
  editor_.apply(name, parameters);
}

void PerturbationEdits::add(const PerturbationTerm& term) {
  // Return in a field and a click on the button after it: what was asked for once must not act twice.
  for (const PerturbationTerm& other : terms_)
    if (other.enabled && other.kind == term.kind && other.value == term.value &&
        other.selection.text() == term.selection.text() && other.from_ms <= term.from_ms && other.to_ms >= term.to_ms)
      throw Error(
          fmt::format(
              "\"{}\" is already active in that period; change its type, neurons or times, or release it first.",
              perturbation_text(term).toStdString()),
          Error::Kind::usage);
  auto terms = terms_;
  terms.push_back(term);
  apply(perturbation_text(term), terms);
}

void PerturbationEdits::replace(std::size_t index, const PerturbationTerm& term) {
  auto terms = terms_;
  terms.at(index) = term;
  apply(perturbation_tr("Change to %1").arg(perturbation_text(term)), terms);
}

void PerturbationEdits::remove(std::size_t index) {
  auto terms = terms_;
  const QString name = perturbation_tr("Remove %1").arg(perturbation_text(terms.at(index)));
  terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(index));
  apply(name, terms);
}

void PerturbationEdits::enable(std::size_t index, bool on) {
  auto terms = terms_;
  terms.at(index).enabled = on;
  apply((on ? perturbation_tr("%1: on") : perturbation_tr("%1: off")).arg(perturbation_text(terms[index])), terms);
}

void PerturbationEdits::release(std::size_t index, std::int64_t now_ms) {
  auto terms = terms_;
  const QString name = perturbation_tr("End %1").arg(perturbation_text(terms.at(index)));
  if (!end_at(terms[index], now_ms))
    terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(index));
  apply(name, terms);
}

void PerturbationEdits::release_all(std::int64_t now_ms) {
  std::vector<PerturbationTerm> terms;
  bool any = false;
  for (PerturbationTerm term : terms_) {
    const bool acts = perturbation_phase(term, now_ms) == PerturbationPhase::acts;
    any = any || acts;
    if (!acts || end_at(term, now_ms))
      terms.push_back(std::move(term));
  }
  if (any)
    apply(perturbation_tr("End all perturbations"), terms);
}

} // namespace striate
