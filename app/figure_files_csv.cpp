// SPDX-License-Identifier: Apache-2.0
#include "app/figure_files.h"
#include "engine/analysis/figures/figure_csv.h"

#include <fmt/format.h>

#include <cstdio>

namespace striate::app {

std::vector<const char*> figure_file_endings() {
  return {".csv"};
}

std::vector<std::filesystem::path> write_figure_files(const std::vector<FigureModel>& figures,
                                                      const std::filesystem::path& folder, const FigureFileOptions&) {
  fmt::print(stderr, "This build has no Qt: the figures are written as tables (CSV) only.\n");
  std::vector<std::filesystem::path> files;
  for (const FigureModel& figure : figures) {
    files.push_back(folder / (figure.name + ".csv"));
    write_figure_csv(figure, files.back());
  }
  return files;
}

} // namespace striate::app
