// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

#include <optional>

namespace striate {

/// How well `pattern` fits `text`, larger is better; empty when its letters do not all occur in order. Letters that
/// begin a word or follow each other count more, so "rt" finds "Real time" before "Start". Case does not matter.
std::optional<int> fuzzy_score(const QString& pattern, const QString& text);

} // namespace striate
