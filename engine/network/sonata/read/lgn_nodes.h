// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/lgn_units.h"
#include "engine/network/sonata/read/node_population.h"

namespace striate::sonata {

/// Whether the population's types are LGN classes (by pop_name) or it is called "lgn", in capitals or not.
bool is_lgn(const NodePopulation& nodes);

/// The LGN units in the order of the file's rows. The extent of the visual field is an attribute of files we write;
/// others have 120 x 80 or, when all units lie within, 24 x 16 degrees. A class that the tables do not know, and a
/// kernel value that is missing, is an error; where the input of all units is replayed it is a warning, and the units
/// are blind (has_filters).
LgnUnits read_lgn_units(const NodePopulation& nodes, bool replayed, Tools tools);

} // namespace striate::sonata
