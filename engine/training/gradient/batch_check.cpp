// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/batch_check.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate {

void check_batch(const Network& network, const TrainingWeights& weights, std::span<const Trial> trials) {
  if (weights.recurrent.size() != network.recurrent.edge_count() || weights.lgn.size() != network.lgn.edge_count() ||
      weights.background.size() != network.background.weight.size())
    throw Error(fmt::format("The weights ({} recurrent, {} LGN, {} background) are not those of the network \"{}\"; "
                            "use the checkpoint of this network.",
                            weights.recurrent.size(), weights.lgn.size(), weights.background.size(), network.name));
  if (trials.empty())
    throw Error("A batch needs at least one trial.", Error::Kind::usage);
  const int steps = trials.front().steps();
  for (const Trial& trial : trials) {
    if (!trial.initial || trial.steps() != steps || steps == 0 ||
        trial.background.size() != static_cast<std::size_t>(steps) * network.background.source_count)
      throw Error("The trials of a batch must have an initial state, the same positive length and background counts "
                  "of every step.");
    for (const auto& ids : trial.lgn)
      for (const std::uint32_t unit : ids)
        if (unit >= network.lgn.source_count)
          throw Error(fmt::format("LGN unit {} fires in a trial, but the network \"{}\" has {} LGN units.", unit,
                                  network.name, network.lgn.source_count));
  }
}

} // namespace striate
