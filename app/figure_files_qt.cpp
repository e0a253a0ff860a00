// SPDX-License-Identifier: Apache-2.0
#include "app/figure_files.h"
#include "app/number_locale.h"
#include "ui/plot/figure_export.h"

#include <QGuiApplication>

#include <cstdio>
#include <memory>

namespace striate::app {

namespace {

/// A machine without a login session is no mistake of the user's.
void pass_on(QtMsgType, const QMessageLogContext&, const QString& message) {
  if (!message.startsWith("QStandardPaths: XDG_RUNTIME_DIR"))
    std::fprintf(stderr, "%s\n", qPrintable(message));
}

} // namespace

std::vector<const char*> figure_file_endings() {
  return {".pdf", ".png", ".csv"};
}

std::vector<std::filesystem::path> write_figure_files(const std::vector<FigureModel>& figures,
                                                      const std::filesystem::path& folder,
                                                      const FigureFileOptions& options) {
  // Fonts come from Qt: a headless run makes an application on the platform that needs no display.
  std::unique_ptr<QGuiApplication> application;
  int argc = 1;
  char name[] = "striate";
  char* argv[] = {name, nullptr};
  if (!QGuiApplication::instance()) {
    qInstallMessageHandler(pass_on);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    application = std::make_unique<QGuiApplication>(argc, argv);
    fix_number_locale();
  }
  std::vector<std::string> endings = options.endings;
  if (endings.empty())
    for (const char* ending : figure_file_endings())
      endings.emplace_back(ending);
  std::vector<std::filesystem::path> files;
  for (const FigureModel& figure : figures) {
    FigureExportOptions drawing;
    drawing.dpi = options.dpi;
    if (options.text_pt > 0.0)
      drawing.text_pt = options.text_pt;
    drawing.letters = options.letters == "lower"  ? PanelLetters::lower
                      : options.letters == "none" ? PanelLetters::none
                                                  : PanelLetters::upper;
    drawing = at_width(drawing, figure, options.width_mm);
    for (const std::string& ending : endings) {
      files.push_back(folder / (figure.name + ending));
      export_figure(figure, files.back(), drawing);
    }
  }
  return files;
}

} // namespace striate::app
