#pragma once

namespace striate::sonata {

/// How delays below one step are taken. round_up: those from half a step on are one step without a word, shorter ones
/// with a warning. reject: every one is an error.
enum class ShortDelays { round_up, reject };

} // namespace striate::sonata
