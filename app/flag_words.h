// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What flags that several commands share say in their help: the same flag, the same words.
namespace striate::app::words {

inline constexpr const char* json = "Print the outcome as JSON on standard output";
inline constexpr const char* overwrite = "Replace existing results";
inline constexpr const char* no_figures = "Omit the figures";
inline constexpr const char* no_fits = "Omit the double-Gaussian fits";
inline constexpr const char* out = "Folder for the results";
inline constexpr const char* core_radius =
    "Only neurons within this distance of the axis (um) enter distributions; 0 = all";

} // namespace striate::app::words
