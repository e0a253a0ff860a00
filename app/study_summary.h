// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/comparison.h"

#include <nlohmann/json_fwd.hpp>

namespace striate::app {

/// What `analyze` and `tune` print of a study with --json; undefined numbers are null.
nlohmann::ordered_json study_summary(const StudyResult& study, const Comparison& comparison);

} // namespace striate::app
