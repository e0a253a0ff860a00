// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <QString>

namespace striate {

/// "31,204": the same in every locale, so that ids can be compared with files and screenshots.
QString grouped_number(std::uint64_t number);
/// "L2/3"
QString layer_label(int layer);
/// "L4 Exc"; the inhibitory type of layer 1 is "L1 Htr3a".
QString type_label(const Population& population);
/// "#31,204 · L4 Exc (e4Scnn1a)"
QString neuron_title(const Network& network, std::uint32_t neuron);
/// "tuning 132° · 14.6 Hz · depth 421 µm"; the rate is left out while it is unknown (NaN).
QString neuron_details(const Network& network, std::uint32_t neuron, double rate_Hz);

} // namespace striate
