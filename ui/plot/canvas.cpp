// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/canvas.h"

#include "ui/plot/painter_context_device.h"

#include <vtkBrush.h>
#include <vtkPen.h>
#include <vtkStdString.h>
#include <vtkTextProperty.h>
#include <vtkVector.h>

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

void set_pen(vtkPen& pen, Rgba color, double width, bool dashed) {
  pen.SetColor(color.r, color.g, color.b, color.a);
  pen.SetWidth(static_cast<float>(width));
  pen.SetLineType(dashed ? vtkPen::DASH_LINE : vtkPen::SOLID_LINE);
}

int point_count(const Points& points) {
  return static_cast<int>(points.size() / 2);
}

} // namespace

void Canvas::set_line(Rgba color, double width_pt, bool dashed) {
  const double width = px(width_pt);
  set_pen(*context_.GetPen(), color, style_.snap ? std::max(width, 1.0) : width, dashed);
}

void Canvas::set_fill(Rgba color) {
  context_.GetBrush()->SetColor(color.r, color.g, color.b, color.a);
  context_.GetPen()->SetLineType(vtkPen::NO_PEN); // VTK outlines what it fills
}

double Canvas::snapped(double position) const {
  if (!style_.snap)
    return position;
  vtkPen& pen = *context_.GetPen();
  const double width = std::max(1.0, std::round(static_cast<double>(pen.GetWidth())));
  pen.SetWidth(static_cast<float>(width));
  const bool odd = static_cast<long>(width) % 2 != 0;
  return odd ? std::floor(position) + 0.5 : std::round(position);
}

void Canvas::line(double x0, double y0, double x1, double y1) {
  context_.DrawLine(static_cast<float>(x0), static_cast<float>(y0), static_cast<float>(x1), static_cast<float>(y1));
}

void Canvas::horizontal(double y, double from_x, double to_x) {
  const double on = snapped(y);
  line(from_x, on, to_x, on);
}

void Canvas::vertical(double x, double from_y, double to_y) {
  const double on = snapped(x);
  line(on, from_y, on, to_y);
}

void Canvas::polyline(Points& points) {
  if (points.size() >= 4)
    context_.DrawPoly(points.data(), point_count(points));
}

void Canvas::polygon(Points& points) {
  if (points.size() >= 6)
    context_.DrawPolygon(points.data(), point_count(points));
}

void Canvas::rectangle(const Box& box) {
  const auto left = static_cast<float>(box.left), right = static_cast<float>(box.right);
  const auto bottom = static_cast<float>(box.bottom), top = static_cast<float>(box.top);
  float corners[] = {left, bottom, right, bottom, right, top, left, top};
  context_.DrawQuad(corners);
}

void Canvas::circle(double x, double y, double radius) {
  context_.DrawArc(static_cast<float>(x), static_cast<float>(y), static_cast<float>(radius), 0.0F, 360.0F);
}

void Canvas::ring(double x, double y, double outer_radius, double inner_radius) {
  context_.DrawWedge(static_cast<float>(x), static_cast<float>(y), static_cast<float>(outer_radius),
                     static_cast<float>(inner_radius), 0.0F, 360.0F);
}

void Canvas::dots(Points& points, Rgba color, double diameter_pt) {
  set_pen(*context_.GetPen(), color, px(diameter_pt), false);
  context_.DrawMarkers(VTK_MARKER_CIRCLE, false, points.data(), point_count(points));
}

void Canvas::image(const Box& box, const ImageSeries& image) {
  auto* device = PainterContextDevice::SafeDownCast(context_.GetDevice());
  const std::size_t pixels = static_cast<std::size_t>(std::max(image.width, 0)) * std::max(image.height, 0);
  if (device == nullptr || pixels == 0 || image.pixels.size() < pixels)
    return;
  const QImage view(reinterpret_cast<const uchar*>(image.pixels.data()), image.width, image.height,
                    static_cast<qsizetype>(image.width) * 4, QImage::Format_ARGB32_Premultiplied); // no copy
  device->draw_image(vtkRectf(static_cast<float>(box.left), static_cast<float>(box.bottom),
                              static_cast<float>(box.width()), static_cast<float>(box.height())),
                     view);
}

namespace {

/// Where a text lands that is drawn at (x, y); turned ones are turned about that point.
Box text_box(const std::string& string, double x, double y, TextRole role, const PlotStyle& style, AlignX align_x,
             AlignY align_y, bool upwards) {
  const double width = text_width(string, role, style), height = text_height(role, style);
  const double left = align_x == AlignX::left ? 0.0 : align_x == AlignX::center ? -0.5 * width : -width;
  const double bottom = align_y == AlignY::bottom ? 0.0 : align_y == AlignY::center ? -0.5 * height : -height;
  return upwards ? Box{x - bottom - height, y + left, x - bottom, y + left + width}
                 : Box{x + left, y + bottom, x + left + width, y + bottom + height};
}

} // namespace

void Canvas::text(const std::string& string, double x, double y, TextRole role, Rgba color, AlignX align_x,
                  AlignY align_y, bool upwards) {
  if (string.empty())
    return;
  vtkTextProperty& property = *context_.GetTextProp();
  property.SetFontSize(style_.text_px(role));
  property.SetBold(style_.bold(role));
  property.SetItalic(false);
  property.SetColor(color.r / 255.0, color.g / 255.0, color.b / 255.0);
  property.SetOpacity(color.a / 255.0);
  property.SetOrientation(upwards ? 90.0 : 0.0);
  property.SetJustification(align_x == AlignX::left     ? VTK_TEXT_LEFT
                            : align_x == AlignX::center ? VTK_TEXT_CENTERED
                                                        : VTK_TEXT_RIGHT);
  property.SetVerticalJustification(align_y == AlignY::bottom   ? VTK_TEXT_BOTTOM
                                    : align_y == AlignY::center ? VTK_TEXT_CENTERED
                                                                : VTK_TEXT_TOP);
  context_.DrawString(static_cast<float>(x), static_cast<float>(y), vtkStdString(string));
  if (texts_ != nullptr)
    texts_->push_back({string, text_box(string, x, y, role, style_, align_x, align_y, upwards)});
}

void Canvas::clip(const Box& box) {
  const int left = static_cast<int>(std::floor(box.left)), bottom = static_cast<int>(std::floor(box.bottom));
  int rectangle[] = {left, bottom, static_cast<int>(std::ceil(box.right)) - left,
                     static_cast<int>(std::ceil(box.top)) - bottom};
  context_.GetDevice()->SetClipping(rectangle);
  context_.GetDevice()->EnableClipping(true);
}

void Canvas::no_clip() {
  context_.GetDevice()->EnableClipping(false);
}

} // namespace striate
