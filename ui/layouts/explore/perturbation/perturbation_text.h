// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/perturbation_schedule.h"

#include <QString>

namespace striate {

/// The kinds as a user reads them: "Silence", "Add current", "Scale outgoing", "Scale incoming".
QString perturbation_kind_text(PerturbationKind kind);
/// "Silence L2/3_PV", "Add 80 pA to L5_ET", "Outgoing × 0.5 of PV", "Incoming × 2 of all".
QString perturbation_text(const PerturbationTerm& term);
/// "from 12.384 s" with an open end, "0.5 s → 1 s", "from the start".
QString perturbation_time_text(const PerturbationTerm& term);

enum class PerturbationPhase { off, waits, acts, over };
PerturbationPhase perturbation_phase(const PerturbationTerm& term, std::int64_t now_ms);
/// "off", "pending", "active", "ended".
QString perturbation_phase_text(PerturbationPhase phase);

/// A text of this panel in the language of the user. GUI thread.
QString perturbation_tr(const char* text);

} // namespace striate
