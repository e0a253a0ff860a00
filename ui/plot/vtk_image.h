// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QImage>

class vtkImageData;

namespace striate {

/// A copy of an 8-bit VTK image of 1, 3 or 4 components, rows from the top as Qt has them. A null image for other
/// types.
QImage to_qimage(vtkImageData* image);

} // namespace striate
