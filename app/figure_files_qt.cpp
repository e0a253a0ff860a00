#include "app/figure_files.h"
#include "ui/plot/figure_export.h"

#include <QGuiApplication>

#include <memory>

namespace striate::app {

std::vector<const char*> figure_file_endings() {
  return {".pdf", ".png", ".csv"};
}

std::vector<std::filesystem::path> write_figure_files(const std::vector<FigureModel>& figures,
                                                      const std::filesystem::path& folder) {
  // Fonts come from Qt: a headless run makes an application on the platform that needs no display.
  std::unique_ptr<QGuiApplication> application;
  int argc = 1;
  char name[] = "striate";
  char* argv[] = {name, nullptr};
  if (!QGuiApplication::instance()) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    application = std::make_unique<QGuiApplication>(argc, argv);
  }
  std::vector<std::filesystem::path> files;
  for (const FigureModel& figure : figures)
    for (const char* ending : figure_file_endings()) {
      files.push_back(folder / (figure.name + ending));
      export_figure(figure, files.back());
    }
  return files;
}

} // namespace striate::app
