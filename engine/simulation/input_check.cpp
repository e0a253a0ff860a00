#include "engine/simulation/input_check.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate {

void check_step_input(const StepInput& input, const Network& network, std::uint32_t background_sources,
                      std::int64_t step) {
  const std::uint32_t units = network.lgn.source_count;
  for (const std::uint32_t unit : input.lgn_spikes)
    if (unit >= units)
      throw Error(fmt::format("LGN unit {} fires at step {}, but the network \"{}\" has {} LGN units; use the LGN "
                              "population it was built with.",
                              unit, step, network.name, units));
  if (input.background_spikes)
    for (const std::uint32_t source : *input.background_spikes)
      if (source >= background_sources)
        throw Error(fmt::format("Background source {} fires at step {}, but the network \"{}\" has {} of them; replay "
                                "the spikes of the population it was built with.",
                                source, step, network.name, background_sources));
}

} // namespace striate
