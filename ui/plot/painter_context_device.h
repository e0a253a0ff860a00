// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFont>
#include <QImage>
#include <QPainter>
#include <QTransform>
#include <vtkContextDevice2D.h>
#include <vtkNew.h>

#include <vector>

namespace striate {

/// A VTK 2-D drawing device over QPainter: one scene for the screen, PNG, PDF and SVG, with real text, no OpenGL and no
/// display. Scene units are units of the paint device, y upwards from the bottom edge; pen widths and text sizes
/// (vtkTextProperty::FontSize) are in the same units and are not scaled by the matrix. GUI thread only.
class PainterContextDevice : public vtkContextDevice2D {
public:
  static PainterContextDevice* New();
  vtkTypeMacro(PainterContextDevice, vtkContextDevice2D);

  /// Draws with this painter, which must outlive the drawing, on an area of width x height units from its origin.
  void begin(QPainter& painter, int width, int height);
  void End() override;

  void DrawPoly(float* points, int n, unsigned char* colors, int components) override;
  void DrawLines(float* points, int n, unsigned char* colors, int components) override;
  void DrawPoints(float* points, int n, unsigned char* colors, int components) override;
  void DrawPointSprites(vtkImageData* sprite, float* points, int n, unsigned char* colors, int components) override;
  void DrawMarkers(int shape, bool highlight, float* points, int n, unsigned char* colors, int components) override;
  void DrawQuad(float* points, int n) override;
  void DrawQuadStrip(float* points, int n) override;
  void DrawColoredPolygon(float* points, int n, unsigned char* colors, int components) override;
  void DrawEllipseWedge(float x, float y, float outer_x, float outer_y, float inner_x, float inner_y, float start_deg,
                        float stop_deg) override;
  void DrawEllipticArc(float x, float y, float radius_x, float radius_y, float start_deg, float stop_deg) override;

  void DrawString(float* point, const vtkStdString& text) override;
  void DrawString(float* point, const vtkUnicodeString& text) override;
  void ComputeStringBounds(const vtkStdString& text, float bounds[4]) override;
  void ComputeStringBounds(const vtkUnicodeString& text, float bounds[4]) override;
  void ComputeJustifiedStringBounds(const char* text, float bounds[4]) override;
  void DrawMathTextString(float* point, const vtkStdString& text) override;

  void DrawImage(float point[2], float scale, vtkImageData* image) override;
  void DrawImage(const vtkRectf& position, vtkImageData* image) override;
  /// The same without a copy into VTK: `position` in scene units, rows of the image from the top.
  void draw_image(const vtkRectf& position, const QImage& image);

  void SetColor4(unsigned char color[4]) override;
  void SetTexture(vtkImageData* image, int properties) override;
  void SetPointSize(float size) override;
  void SetLineWidth(float width) override;
  void SetLineType(int type) override;

  void SetMatrix(vtkMatrix3x3* matrix) override;
  void GetMatrix(vtkMatrix3x3* matrix) override;
  void MultiplyMatrix(vtkMatrix3x3* matrix) override;
  void PushMatrix() override;
  void PopMatrix() override;

  void SetClipping(int* rectangle) override; ///< x, y, width, height
  void EnableClipping(bool enable) override;

protected:
  PainterContextDevice() = default;
  ~PainterContextDevice() override = default;

private:
  QPointF to_painter(float x, float y) const;
  QPolygonF to_painter(const float* points, int n) const;
  QPen pen() const;
  QBrush brush() const;
  QFont font() const;
  bool clips_geometry() const;
  void stroke(const QPolygonF& line);
  void fill(const QPolygonF& polygon);
  void draw_path(const QPainterPath& path, const QPen& pen, const QBrush& brush);

  QPainter* painter_ = nullptr;
  bool svg_ = false; ///< QSvgGenerator writes no clip paths: geometry is clipped here
  bool raster_ = false;
  QTransform matrix_;
  std::vector<QTransform> matrix_stack_;
  QRectF clip_; ///< in painter coordinates
  bool clipping_ = false;
};

} // namespace striate
