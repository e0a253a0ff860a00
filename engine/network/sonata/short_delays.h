#pragma once

namespace striate::sonata {

/// How delays below one step are taken.
enum class ShortDelays { round_up, reject };

} // namespace striate::sonata
