// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/figure_export.h"

#include "engine/analysis/figures/figure_csv.h"
#include "engine/core/errors.h"
#include "engine/core/text_parts.h"
#include "ui/plot/dot_layer.h"
#include "ui/plot/figure_scene.h"
#include "ui/plot/pdf_page.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

constexpr double mm_per_inch = 25.4, points_per_inch = 72.0;
constexpr int pdf_dpi = 1270; ///< 50 units a mm: sizes in mm are exact
constexpr int svg_dpi = 508;  ///< 20 units a mm
constexpr double largest_mm = 5000.0;
constexpr int largest_pixels = 32'000; ///< what QPainter can address

struct Job {
  const FigureModel& figure;
  std::string file;
  FigureExportOptions options;
  double width_mm, height_mm;
};

QString text(const std::string& string) {
  return QString::fromStdString(string);
}
QString creator() {
  return QStringLiteral("Striate");
}

int units(double mm, int dpi) {
  return static_cast<int>(std::lround(mm / mm_per_inch * dpi));
}

PlotStyle file_style(const Job& job, int dpi, bool picture) {
  PlotStyle style;
  style.theme = job.options.theme;
  style.dpi = dpi;
  style.snap = picture;
  style.caption = true;
  style.text_scale = job.options.text_pt / FigureExportOptions::usual_text_pt;
  return style;
}

void fill_background(QPainter& painter, const PlotStyle& style, int width, int height) {
  if (style.theme != Theme::print) // paper is white already
    painter.fillRect(0, 0, width, height, to_qcolor(style.background()));
}

/// One drawing for PDF and SVG, with crowded dot layers as pictures; its upper border lies `down` units below the
/// device's.
void paint_vectors(QPaintDevice& device, const Job& job, int dpi, double down = 0.0) {
  const int width = units(job.width_mm, dpi), height = units(job.height_mm, dpi);
  const PlotStyle style = file_style(job, dpi, false);
  FigureScene scene;
  scene.lay_out(job.figure, style, width, height);
  FigureModel lighter;
  if (has_large_dot_layers(job.figure)) {
    lighter = with_dot_pictures(job.figure, scene.layout(), style, job.options.dpi);
    scene.lay_out(lighter, style, width, height);
  }
  QPainter painter;
  if (!painter.begin(&device))
    throw Error(fmt::format("The figure could not be drawn into '{}'; choose another folder or format.", job.file));
  painter.translate(0.0, down);
  fill_background(painter, style, width, height);
  scene.paint(painter);
}

QByteArray pdf_bytes(const Job& job) {
  const double width_pt = job.width_mm / mm_per_inch * points_per_inch,
               height_pt = job.height_mm / mm_per_inch * points_per_inch;
  const QSize page(static_cast<int>(std::ceil(width_pt)), static_cast<int>(std::ceil(height_pt)));
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setResolution(pdf_dpi);
    // Qt knows pages of whole points only: one of the next size up, whose lower left part becomes the page.
    writer.setPageSize(QPageSize(page, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0.0, 0.0, 0.0, 0.0));
    const std::string& caption = job.figure.caption;
    writer.setTitle(text(caption.empty() ? job.figure.title : job.figure.title + " - " + caption));
    writer.setCreator(creator());
    if (!job.figure.settings.empty())
      writer.addFileAttachment(QStringLiteral("settings.json"), QByteArray::fromStdString(job.figure.settings),
                               QStringLiteral("application/json"));
    paint_vectors(writer, job, pdf_dpi, (page.height() - height_pt) / points_per_inch * pdf_dpi);
  }
  return with_page_size(bytes, width_pt, height_pt);
}

QByteArray svg_bytes(const Job& job) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QSvgGenerator generator; // finishes its text when the painter in paint_vectors ends
  generator.setOutputDevice(&buffer);
  generator.setResolution(svg_dpi);
  const QSize size(units(job.width_mm, svg_dpi), units(job.height_mm, svg_dpi));
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(0, 0), size));
  paint_vectors(generator, job, svg_dpi);
  // Written here because QSvgGenerator 6.4 does not escape them.
  const QString about = text(job.figure.settings.empty() ? job.figure.caption : job.figure.settings);
  const QString head = QStringLiteral("<title>%1</title>\n<desc>%2</desc>\n<metadata>%3</metadata>\n<defs>")
                           .arg(text(job.figure.title).toHtmlEscaped(), about.toHtmlEscaped(), creator());
  const qsizetype defs = bytes.indexOf("<defs>");
  return bytes.replace(defs, qsizetype{6}, head.toUtf8());
}

QImage picture(const FigureModel& figure, const PlotStyle& style, QSize pixels, bool transparent) {
  QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
  if (image.isNull())
    throw Error(fmt::format("There is not enough memory for a picture of {} x {} pixels; choose a smaller size or "
                            "resolution.",
                            pixels.width(), pixels.height()));
  image.fill(transparent ? QColor(Qt::transparent) : to_qcolor(style.background()));
  const int dots_per_meter = static_cast<int>(std::lround(style.dpi / mm_per_inch * 1000.0));
  image.setDotsPerMeterX(dots_per_meter);
  image.setDotsPerMeterY(dots_per_meter);
  FigureScene scene;
  scene.lay_out(figure, style, pixels.width(), pixels.height());
  QPainter painter(&image);
  scene.paint(painter);
  return image;
}

QByteArray png_bytes(const Job& job) {
  const QSize size(units(job.width_mm, job.options.dpi), units(job.height_mm, job.options.dpi));
  if (size.width() < 1 || size.height() < 1 || std::max(size.width(), size.height()) > largest_pixels)
    throw Error(
        fmt::format("'{}' would have {} x {} pixels; choose a size and resolution that give 1 to {} pixels per side.",
                    job.file, size.width(), size.height(), largest_pixels),
        Error::Kind::usage);
  QImage image = picture(job.figure, file_style(job, job.options.dpi, true), size, job.options.transparent);
  if (!job.options.transparent)
    image = image.convertToFormat(QImage::Format_RGB32);
  image.setText(QStringLiteral("Title"), text(job.figure.title));
  image.setText(QStringLiteral("Description"), text(job.figure.caption));
  image.setText(QStringLiteral("Software"), creator());
  image.setText(QStringLiteral("Settings"), text(job.figure.settings));
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!image.save(&buffer, "PNG"))
    throw Error(fmt::format("The image for '{}' could not be encoded; choose a smaller size or resolution.", job.file));
  return bytes;
}

/// Written beside the target and renamed, so a failure leaves the old file as it was.
void write_whole(const std::string& file, const QByteArray& bytes) {
  QSaveFile target(text(file));
  if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size() || !target.commit())
    throw Error(fmt::format("'{}' could not be written: {}. Choose an existing, writable folder with free space.", file,
                            target.errorString().toStdString()));
}

double chosen_mm(double asked, double own, const char* side, const std::string& file) {
  const double mm = asked == 0.0 ? own : asked;
  if (!(mm > 0.0 && mm <= largest_mm))
    throw Error(
        fmt::format("The {} of '{}' is {} mm; give a value above 0 and at most {} mm.", side, file, mm, largest_mm),
        Error::Kind::usage);
  return mm;
}

std::string ending_of(const std::filesystem::path& file) {
  return lower_case(file.extension().string());
}

FigureModel with_letters(FigureModel figure, PanelLetters letters) {
  for (Panel& panel : figure.panels) {
    if (letters == PanelLetters::none)
      panel.letter.clear();
    panel.letter = lower_case(panel.letter);
  }
  return figure;
}

void need_application(const std::string& file) {
  if (qobject_cast<QGuiApplication*>(QCoreApplication::instance()) == nullptr)
    throw Error(
        fmt::format("'{}' could not be drawn because no fonts are loaded; start a QGuiApplication first.", file));
}

} // namespace

FigureExportOptions at_width(FigureExportOptions options, const FigureModel& figure, double width_mm) {
  options.width_mm = width_mm;
  options.height_mm = width_mm > 0.0 ? figure.height_mm * width_mm / figure.width_mm : 0.0;
  return options;
}

void export_figure(const FigureModel& figure, const std::filesystem::path& file, const FigureExportOptions& options) {
  const std::string name = file.string(), ending = ending_of(file);
  if (ending == ".csv") {
    write_whole(name, QByteArray::fromStdString(figure_csv(figure)));
    return;
  }
  if (ending != ".pdf" && ending != ".svg" && ending != ".png")
    throw Error(fmt::format("'{}' has no known figure extension; use .pdf, .svg, .png or .csv.", name),
                Error::Kind::usage);
  need_application(name);
  if (options.dpi < 1 || options.dpi > 4800)
    throw Error(fmt::format("The resolution of '{}' is {} dpi; give a value from 1 to 4800.", name, options.dpi),
                Error::Kind::usage);
  if (!(options.text_pt >= FigureExportOptions::least_text_pt && options.text_pt <= FigureExportOptions::most_text_pt))
    throw Error(fmt::format("The texts of '{}' would be {} pt high; give a size from {} to {} pt.", name,
                            options.text_pt, FigureExportOptions::least_text_pt, FigureExportOptions::most_text_pt),
                Error::Kind::usage);
  if (options.letters != PanelLetters::upper) {
    FigureExportOptions rest = options;
    rest.letters = PanelLetters::upper;
    export_figure(with_letters(figure, options.letters), file, rest);
    return;
  }
  const Job job{figure, name, options, chosen_mm(options.width_mm, figure.width_mm, "width", name),
                chosen_mm(options.height_mm, figure.height_mm, "height", name)};
  write_whole(name, ending == ".pdf" ? pdf_bytes(job) : ending == ".svg" ? svg_bytes(job) : png_bytes(job));
}

QImage render_figure(const FigureModel& figure, QSize pixels, double dpi, Theme theme) {
  need_application(figure.name);
  PlotStyle style;
  style.theme = theme;
  style.dpi = dpi;
  return picture(figure, style, pixels.expandedTo(QSize(1, 1)), false);
}

} // namespace striate
