#pragma once
#include "engine/analysis/figure_model.h"

#include <filesystem>
#include <vector>

namespace striate::app {

/// Writes every figure to the folder as <name>.pdf, .png and .csv; a build without Qt writes the CSV only. Returns the
/// files. Throws Error.
std::vector<std::filesystem::path> write_figure_files(const std::vector<FigureModel>& figures,
                                                      const std::filesystem::path& folder);
/// The endings it writes, for the check that nothing is overwritten.
std::vector<const char*> figure_file_endings();

} // namespace striate::app
