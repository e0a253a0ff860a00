// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/step_input_check.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <cmath>

namespace striate {

namespace {

void check_amounts(const StepInput& input, std::int64_t step) {
  if (input.lgn_amounts.empty())
    return;
  if (input.lgn_amounts.size() != input.lgn_spikes.size())
    throw Error(fmt::format("{} amounts were given for {} LGN units at step {}; each unit needs one.",
                            input.lgn_amounts.size(), input.lgn_spikes.size(), step));
  for (std::size_t k = 0; k < input.lgn_amounts.size(); ++k)
    if (!std::isfinite(input.lgn_amounts[k]) || (k > 0 && input.lgn_spikes[k] <= input.lgn_spikes[k - 1]))
      throw Error(fmt::format("The amount of LGN unit {} at step {} is not a number, or the unit appears twice.",
                              input.lgn_spikes[k], step));
}

} // namespace

void check_step_input(const StepInput& input, std::int64_t step, const Network& network,
                      std::uint32_t background_sources) {
  const std::uint32_t units = network.lgn.source_count;
  for (const std::uint32_t unit : input.lgn_spikes)
    if (unit >= units)
      throw Error(fmt::format("LGN unit {} fires at step {}, but the network \"{}\" has {} LGN units; use the LGN "
                              "population it was built with.",
                              unit, step, network.name, units));
  check_amounts(input, step);
  if (!input.background_spikes)
    return;
  for (const std::uint32_t source : *input.background_spikes)
    if (source >= background_sources)
      throw Error(fmt::format("Background source {} fires at step {}, but the network \"{}\" has {} of them; replay "
                              "the spikes of the population it was built with.",
                              source, step, network.name, background_sources));
}

} // namespace striate
