// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/perturbation/perturbation_text.h"

#include <QCoreApplication>

namespace striate {

namespace {

/// Seconds with as many decimals as the millisecond needs.
QString seconds(std::int64_t ms) {
  return QStringLiteral("%1 s").arg(QString::number(static_cast<double>(ms) / 1000.0, 'g', 12));
}

} // namespace

QString perturbation_kind_text(PerturbationKind kind) {
  switch (kind) {
  case PerturbationKind::silence:
    return perturbation_tr("Silence");
  case PerturbationKind::current:
    return perturbation_tr("Add current");
  case PerturbationKind::scale_out:
    return perturbation_tr("Scale outgoing");
  case PerturbationKind::scale_in:
    break;
  }
  return perturbation_tr("Scale incoming");
}

QString perturbation_text(const PerturbationTerm& term) {
  const QString target = QString::fromStdString(term.selection.text());
  const QString amount = QString::number(term.value);
  switch (term.kind) {
  case PerturbationKind::silence:
    return perturbation_tr("Silence %1").arg(target);
  case PerturbationKind::current:
    return perturbation_tr("Add %1 pA to %2").arg(amount, target);
  case PerturbationKind::scale_out:
    return perturbation_tr("Outgoing × %1 of %2").arg(amount, target);
  case PerturbationKind::scale_in:
    break;
  }
  return perturbation_tr("Incoming × %1 of %2").arg(amount, target);
}

QString perturbation_time_text(const PerturbationTerm& term) {
  const bool open = term.to_ms == PerturbationTerm::open_end;
  if (open)
    return term.from_ms == 0 ? perturbation_tr("from the start")
                             : perturbation_tr("from %1").arg(seconds(term.from_ms));
  return QStringLiteral("%1 → %2").arg(seconds(term.from_ms), seconds(term.to_ms));
}

PerturbationPhase perturbation_phase(const PerturbationTerm& term, std::int64_t now_ms) {
  if (!term.enabled)
    return PerturbationPhase::off;
  if (now_ms < term.from_ms)
    return PerturbationPhase::waits;
  return now_ms < term.to_ms ? PerturbationPhase::acts : PerturbationPhase::over;
}

QString perturbation_phase_text(PerturbationPhase phase) {
  switch (phase) {
  case PerturbationPhase::off:
    return perturbation_tr("off");
  case PerturbationPhase::waits:
    return perturbation_tr("pending");
  case PerturbationPhase::acts:
    return perturbation_tr("active");
  case PerturbationPhase::over:
    break;
  }
  return perturbation_tr("ended");
}

QString perturbation_tr(const char* text) {
  return QCoreApplication::translate("Perturbation", text);
}

} // namespace striate
