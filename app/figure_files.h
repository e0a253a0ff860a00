// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"

#include <filesystem>
#include <string>
#include <vector>

namespace striate::app {

/// Which files of a figure are written, and how.
struct FigureFileOptions {
  std::vector<std::string> endings; ///< ".pdf", ".svg", ".png", ".csv"; empty: all the build writes by default
  int dpi = 300;                    ///< of pictures
  double width_mm = 0.0;            ///< 0: each figure's own; else the height follows in proportion
  double text_pt = 0.0;             ///< size of axis labels; 0: the usual
  std::string letters = "upper";    ///< of panels: upper, lower or none
};

/// Writes every figure to the folder as <name>.pdf, .png and .csv, or what the options say; a build without Qt writes
/// the CSV only. Returns the files. Throws Error.
std::vector<std::filesystem::path> write_figure_files(const std::vector<FigureModel>& figures,
                                                      const std::filesystem::path& folder,
                                                      const FigureFileOptions& options = {});
/// The endings it writes, for the check that nothing is overwritten.
std::vector<const char*> figure_file_endings();

} // namespace striate::app
