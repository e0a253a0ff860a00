// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/painter_context_device.h"

#include "ui/plot/geometry_clip.h"
#include "ui/plot/marker_painter.h"
#include "ui/plot/plot_font.h"
#include "ui/plot/raster_line.h"
#include "ui/plot/vtk_image.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainterPath>
#include <vtkBrush.h>
#include <vtkMatrix3x3.h>
#include <vtkObjectFactory.h>
#include <vtkPen.h>
#include <vtkStdString.h>
#include <vtkTextProperty.h>
#include <vtkUnicodeString.h>

#include <algorithm>

namespace striate {
namespace {

constexpr qsizetype largest_soft_polygon = 64;

QTransform to_transform(vtkMatrix3x3* m) {
  return QTransform(m->GetElement(0, 0), m->GetElement(1, 0), m->GetElement(0, 1), m->GetElement(1, 1),
                    m->GetElement(0, 2), m->GetElement(1, 2));
}

Qt::PenStyle pen_style(int line_type) {
  switch (line_type) {
  case vtkPen::NO_PEN:
    return Qt::NoPen;
  case vtkPen::DASH_LINE:
    return Qt::DashLine;
  case vtkPen::DOT_LINE:
  case vtkPen::DENSE_DOT_LINE:
    return Qt::DotLine;
  case vtkPen::DASH_DOT_LINE:
    return Qt::DashDotLine;
  case vtkPen::DASH_DOT_DOT_LINE:
    return Qt::DashDotDotLine;
  default:
    return Qt::SolidLine;
  }
}

QColor color_of(const unsigned char* color, int components) {
  return QColor(color[0], color[1], color[2], components > 3 ? color[3] : 255);
}

QPainterPath wedge_path(QPointF center, double rx, double ry, double inner_rx, double inner_ry, double start,
                        double stop) {
  const QRectF outer(center.x() - rx, center.y() - ry, 2.0 * rx, 2.0 * ry);
  const QRectF inner(center.x() - inner_rx, center.y() - inner_ry, 2.0 * inner_rx, 2.0 * inner_ry);
  QPainterPath path;
  if (stop - start >= 360.0) { // whole rings have no radial edges
    path.addEllipse(outer);
    if (inner_rx > 0.0)
      path.addEllipse(inner);
    return path;
  }
  path.arcMoveTo(outer, start);
  path.arcTo(outer, start, stop - start);
  if (inner_rx > 0.0)
    path.arcTo(inner, stop, start - stop);
  else
    path.lineTo(center);
  path.closeSubpath();
  return path;
}

} // namespace

vtkStandardNewMacro(PainterContextDevice);

void PainterContextDevice::begin(QPainter& painter, int width, int height) {
  painter_ = &painter;
  const QPaintEngine::Type type = painter.paintEngine()->type();
  svg_ = type == QPaintEngine::SVG;
  raster_ = type == QPaintEngine::Raster;
  Geometry[0] = width;
  Geometry[1] = height;
  SetViewportSize(vtkVector2i(width, height));
  SetViewportRect(vtkRecti(0, 0, width, height));
  matrix_.reset();
  matrix_stack_.clear();
  clipping_ = false;
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::LosslessImageRendering);
}

void PainterContextDevice::End() {
  EnableClipping(false);
  painter_ = nullptr;
}

QPointF PainterContextDevice::to_painter(float x, float y) const {
  const QPointF p = matrix_.map(QPointF(x, y));
  return {p.x(), Geometry[1] - p.y()};
}

QPolygonF PainterContextDevice::to_painter(const float* points, int n) const {
  QPolygonF polygon(n);
  for (int i = 0; i < n; ++i)
    polygon[i] = to_painter(points[2 * i], points[2 * i + 1]);
  return polygon;
}

QPen PainterContextDevice::pen() const {
  QPen result(color_of(Pen->GetColorObject().GetData(), 4), Pen->GetWidth(), pen_style(Pen->GetLineType()), Qt::FlatCap,
              Qt::RoundJoin);
  if (result.style() == Qt::DashLine)
    result.setDashPattern({4.0, 3.0});
  return result;
}

QBrush PainterContextDevice::brush() const {
  if (vtkImageData* texture = Brush->GetTexture())
    return QBrush(to_qimage(texture));
  return QBrush(color_of(Brush->GetColorObject().GetData(), 4));
}

QFont PainterContextDevice::font() const {
  QFont result = plot_font(TextProp->GetFontSize(), TextProp->GetBold() != 0);
  result.setItalic(TextProp->GetItalic() != 0);
  return result;
}

bool PainterContextDevice::clips_geometry() const {
  return svg_ && clipping_;
}

void PainterContextDevice::stroke(const QPolygonF& line) {
  if (raster_) {
    stroke_raster_line(*painter_, line);
    return;
  }
  if (!clips_geometry()) {
    painter_->drawPolyline(line);
    return;
  }
  for (const QPolygonF& part : clip_polyline(line, clip_))
    painter_->drawPolyline(part);
}

void PainterContextDevice::fill(const QPolygonF& polygon) {
  painter_->setPen(Qt::NoPen);
  painter_->setBrush(brush());
  // On pictures soft edges make areas of hundreds of corners ten times slower; such an area lies under its line.
  painter_->setRenderHint(QPainter::Antialiasing, !raster_ || polygon.size() < largest_soft_polygon);
  painter_->drawPolygon(clips_geometry() ? clip_polygon(polygon, clip_) : polygon);
  painter_->setRenderHint(QPainter::Antialiasing);
}

void PainterContextDevice::draw_path(const QPainterPath& path, const QPen& outline, const QBrush& area) {
  painter_->setPen(outline);
  painter_->setBrush(area);
  if (!clips_geometry()) {
    painter_->drawPath(path);
    return;
  }
  QPainterPath window;
  window.addRect(clip_);
  painter_->drawPath(path.intersected(window));
}

void PainterContextDevice::DrawPoly(float* points, int n, unsigned char* colors, int components) {
  if (Pen->GetLineType() == vtkPen::NO_PEN)
    return;
  QPen line_pen = pen();
  painter_->setBrush(Qt::NoBrush);
  if (colors == nullptr) {
    painter_->setPen(line_pen);
    stroke(to_painter(points, n));
    return;
  }
  for (int i = 0; i + 1 < n; ++i) { // VTK colours points; a segment takes the colour of its first
    line_pen.setColor(color_of(colors + i * components, components));
    painter_->setPen(line_pen);
    stroke(to_painter(points + 2 * i, 2));
  }
}

void PainterContextDevice::DrawLines(float* points, int n, unsigned char* colors, int components) {
  if (Pen->GetLineType() == vtkPen::NO_PEN)
    return;
  QPen line_pen = pen();
  painter_->setPen(line_pen);
  painter_->setBrush(Qt::NoBrush);
  for (int i = 0; i + 1 < n; i += 2) {
    if (colors != nullptr) {
      line_pen.setColor(color_of(colors + i * components, components));
      painter_->setPen(line_pen);
    }
    stroke(to_painter(points + 2 * i, 2));
  }
}

void PainterContextDevice::DrawPoints(float* points, int n, unsigned char* colors, int components) {
  DrawMarkers(VTK_MARKER_SQUARE, false, points, n, colors, components);
}

void PainterContextDevice::DrawPointSprites(vtkImageData* sprite, float* points, int n, unsigned char* colors,
                                            int components) {
  if (sprite == nullptr) {
    DrawMarkers(VTK_MARKER_SQUARE, false, points, n, colors, components);
    return;
  }
  const QImage image = to_qimage(sprite);
  const double size = Pen->GetWidth();
  for (int i = 0; i < n; ++i) {
    const QPointF at = to_painter(points[2 * i], points[2 * i + 1]);
    if (!clips_geometry() || clip_.contains(at))
      painter_->drawImage(QRectF(at.x() - 0.5 * size, at.y() - 0.5 * size, size, size), image);
  }
}

void PainterContextDevice::DrawMarkers(int shape, bool, float* points, int n, unsigned char* colors, int components) {
  const double size = Pen->GetWidth();
  const QColor pen_color = color_of(Pen->GetColorObject().GetData(), 4);
  MarkerPainter marker(*painter_, shape, size, raster_);
  for (int i = 0; i < n; ++i) {
    const QPointF at = to_painter(points[2 * i], points[2 * i + 1]);
    if (clipping_ && !clip_.contains(at))
      continue;
    marker.draw(at, colors != nullptr ? color_of(colors + i * components, components) : pen_color);
  }
}

void PainterContextDevice::DrawQuad(float* points, int n) {
  fill(to_painter(points, n));
}

void PainterContextDevice::DrawQuadStrip(float* points, int n) {
  const QPolygonF strip = to_painter(points, n);
  for (int i = 0; i + 3 < n; i += 2)
    fill(QPolygonF{strip[i], strip[i + 1], strip[i + 3], strip[i + 2]});
}

void PainterContextDevice::DrawColoredPolygon(float* points, int n, unsigned char* colors, int components) {
  if (colors != nullptr)
    Brush->SetColor(vtkColor4ub(colors[0], colors[1], colors[2], components > 3 ? colors[3] : Brush->GetOpacity()));
  fill(to_painter(points, n));
}

void PainterContextDevice::DrawEllipseWedge(float x, float y, float outer_x, float outer_y, float inner_x,
                                            float inner_y, float start_deg, float stop_deg) {
  const double sx = matrix_.m11(), sy = matrix_.m22();
  draw_path(wedge_path(to_painter(x, y), outer_x * sx, outer_y * sy, inner_x * sx, inner_y * sy, start_deg, stop_deg),
            Qt::NoPen, brush());
}

void PainterContextDevice::DrawEllipticArc(float x, float y, float radius_x, float radius_y, float start_deg,
                                           float stop_deg) {
  const QPointF center = to_painter(x, y);
  const double rx = radius_x * matrix_.m11(), ry = radius_y * matrix_.m22();
  const QRectF box(center.x() - rx, center.y() - ry, 2.0 * rx, 2.0 * ry);
  QPainterPath path;
  path.arcMoveTo(box, start_deg);
  path.arcTo(box, start_deg, stop_deg - start_deg);
  draw_path(path, pen(), Qt::NoBrush);
}

void PainterContextDevice::ComputeStringBounds(const vtkStdString& text, float bounds[4]) {
  const QFontMetricsF metrics(font());
  bounds[0] = bounds[1] = 0.0F;
  bounds[2] = static_cast<float>(metrics.horizontalAdvance(QString::fromStdString(text)));
  bounds[3] = static_cast<float>(metrics.height());
}

void PainterContextDevice::DrawString(float* point, const vtkStdString& text) {
  const QFont text_font = font();
  const QFontMetricsF metrics(text_font);
  const QString string = QString::fromStdString(text);
  const double width = metrics.horizontalAdvance(string);

  const int across = TextProp->GetJustification(), along = TextProp->GetVerticalJustification();
  const double dx = across == VTK_TEXT_CENTERED ? -0.5 * width : across == VTK_TEXT_RIGHT ? -width : 0.0;
  const double dy = along == VTK_TEXT_TOP        ? metrics.ascent()
                    : along == VTK_TEXT_CENTERED ? 0.5 * metrics.capHeight()
                                                 : -metrics.descent();
  double rgb[3];
  TextProp->GetColor(rgb);
  painter_->setPen(QColor::fromRgbF(static_cast<float>(rgb[0]), static_cast<float>(rgb[1]), static_cast<float>(rgb[2]),
                                    static_cast<float>(TextProp->GetOpacity())));
  painter_->setFont(text_font);
  const bool was_clipping = clipping_;
  EnableClipping(false); // labels may hang over the data area
  const QPointF at = to_painter(point[0], point[1]);
  if (TextProp->GetOrientation() == 0.0) {
    painter_->drawText(at + QPointF(dx, dy), string);
  } else {
    painter_->save();
    painter_->translate(at);
    painter_->rotate(-TextProp->GetOrientation());
    painter_->drawText(QPointF(dx, dy), string);
    painter_->restore();
  }
  EnableClipping(was_clipping);
}

void PainterContextDevice::DrawString(float* point, const vtkUnicodeString& text) {
  DrawString(point, vtkStdString(text.utf8_str()));
}

void PainterContextDevice::ComputeStringBounds(const vtkUnicodeString& text, float bounds[4]) {
  ComputeStringBounds(vtkStdString(text.utf8_str()), bounds);
}

void PainterContextDevice::ComputeJustifiedStringBounds(const char* text, float bounds[4]) {
  ComputeStringBounds(vtkStdString(text), bounds);
  const int across = TextProp->GetJustification(), along = TextProp->GetVerticalJustification();
  bounds[0] = across == VTK_TEXT_CENTERED ? -0.5F * bounds[2] : across == VTK_TEXT_RIGHT ? -bounds[2] : 0.0F;
  bounds[1] = along == VTK_TEXT_TOP ? -bounds[3] : along == VTK_TEXT_CENTERED ? -0.5F * bounds[3] : 0.0F;
}

void PainterContextDevice::DrawMathTextString(float* point, const vtkStdString& text) {
  DrawString(point, text);
}

void PainterContextDevice::DrawImage(float point[2], float scale, vtkImageData* image) {
  const QImage picture = to_qimage(image);
  draw_image(vtkRectf(point[0], point[1], scale * static_cast<float>(picture.width()),
                      scale * static_cast<float>(picture.height())),
             picture);
}

void PainterContextDevice::DrawImage(const vtkRectf& position, vtkImageData* image) {
  draw_image(position, to_qimage(image));
}

void PainterContextDevice::draw_image(const vtkRectf& position, const QImage& image) {
  const QRectF target =
      QRectF(to_painter(position.GetX(), position.GetY()),
             to_painter(position.GetX() + position.GetWidth(), position.GetY() + position.GetHeight()))
          .normalized();
  const bool same_size = qRound(target.width()) == image.width() && qRound(target.height()) == image.height();
  if (raster_ && same_size && painter_->deviceTransform().type() <= QTransform::TxScale) {
    painter_->drawImage(QPointF(qRound(target.x()), qRound(target.y())), image); // pixel for pixel, no resampling
    return;
  }
  painter_->setPen(Qt::NoPen);
  painter_->setBrush(Qt::black); // the PDF engine draws pictures with the opacity of the last brush
  if (!clips_geometry()) {
    painter_->drawImage(target, image);
    return;
  }
  const QRectF shown = target.intersected(clip_);
  if (shown.isEmpty())
    return;
  const double sx = image.width() / target.width(), sy = image.height() / target.height();
  painter_->drawImage(
      shown, image,
      QRectF((shown.x() - target.x()) * sx, (shown.y() - target.y()) * sy, shown.width() * sx, shown.height() * sy));
}

void PainterContextDevice::SetColor4(unsigned char color[4]) {
  Pen->SetColor(color);
  Pen->SetOpacity(color[3]);
  Brush->SetColor(color);
  Brush->SetOpacity(color[3]);
}

void PainterContextDevice::SetTexture(vtkImageData* image, int properties) {
  Brush->SetTexture(image);
  Brush->SetTextureProperties(properties);
}

void PainterContextDevice::SetPointSize(float size) {
  Pen->SetWidth(size);
}
void PainterContextDevice::SetLineWidth(float width) {
  Pen->SetWidth(width);
}
void PainterContextDevice::SetLineType(int type) {
  Pen->SetLineType(type);
}

void PainterContextDevice::SetMatrix(vtkMatrix3x3* matrix) {
  matrix_ = to_transform(matrix);
}

void PainterContextDevice::GetMatrix(vtkMatrix3x3* matrix) {
  const double rows[3][3] = {
      {matrix_.m11(), matrix_.m21(), matrix_.dx()}, {matrix_.m12(), matrix_.m22(), matrix_.dy()}, {0.0, 0.0, 1.0}};
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      matrix->SetElement(i, j, rows[i][j]);
}

void PainterContextDevice::MultiplyMatrix(vtkMatrix3x3* matrix) {
  matrix_ = to_transform(matrix) * matrix_;
}

void PainterContextDevice::PushMatrix() {
  matrix_stack_.push_back(matrix_);
}

void PainterContextDevice::PopMatrix() {
  if (matrix_stack_.empty())
    return;
  matrix_ = matrix_stack_.back();
  matrix_stack_.pop_back();
}

void PainterContextDevice::SetClipping(int* rectangle) {
  clip_ = QRectF(rectangle[0], Geometry[1] - rectangle[1] - rectangle[3], rectangle[2], rectangle[3]);
}

void PainterContextDevice::EnableClipping(bool enable) {
  if (clipping_ == enable && !enable)
    return;
  clipping_ = enable;
  if (svg_ || painter_ == nullptr)
    return;
  if (enable)
    painter_->setClipRect(clip_, Qt::ReplaceClip);
  else
    painter_->setClipping(false);
}

} // namespace striate
