// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/probe.h"

#include <QString>

namespace striate {

/// The variables as a user reads them: "Membrane potential", "Spikes by population".
QString probe_variable_text(ProbeVariable variable);
/// "Membrane potential of L4".
QString probe_text(const Probe& probe);
/// "340 B", "21 kB", "1.3 MB", "82 MB", "2.1 GB"; "–" when it is not known.
QString bytes_text(double bytes);
/// Bytes per second of model time: "1.3 MB/s".
QString byte_rate_text(double bytes_per_s);

/// A text of this panel in the language of the user. GUI thread.
QString recording_tr(const char* text);

} // namespace striate
