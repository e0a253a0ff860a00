// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/vtk_image.h"

#include <vtkImageData.h>

namespace striate {

QImage to_qimage(vtkImageData* image) {
  const int* size = image->GetDimensions();
  const int components = image->GetNumberOfScalarComponents();
  if (image->GetScalarType() != VTK_UNSIGNED_CHAR || size[0] <= 0 || size[1] <= 0)
    return {};
  const QImage::Format format = components == 4   ? QImage::Format_RGBA8888
                                : components == 3 ? QImage::Format_RGB888
                                : components == 1 ? QImage::Format_Grayscale8
                                                  : QImage::Format_Invalid;
  if (format == QImage::Format_Invalid)
    return {};
  const QImage wrapped(static_cast<const uchar*>(image->GetScalarPointer()), size[0], size[1],
                       static_cast<qsizetype>(size[0]) * components, format);
  return wrapped.mirrored(false, true).convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

} // namespace striate
