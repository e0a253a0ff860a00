// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace striate::app {

/// The parameter table as a page of Markdown: one table a group, in the order of the program's lists. The page in
/// resources/docs/parameters.md is this text; a test compares both.
std::string parameter_page();

} // namespace striate::app
