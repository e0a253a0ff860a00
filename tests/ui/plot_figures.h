// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "ui/theme/theme.h"

#include <QImage>

/// Figures that the tests of drawing and writing share, and what they look for in pictures.
namespace striate {

/// With name, title, caption and settings.
FigureModel figure_of(Panel panel);
/// y = 5 from x = 0 to 10 on axes from 0 to 10.
FigureModel line_figure();
/// Dots in the lower half of the axes only.
FigureModel dot_figure(int dots);

bool near_color(QRgb pixel, QColor color, int tolerance = 40);
int count_color(const QImage& image, QRect part, QColor color);
QColor ink(Ink name, Theme theme);

} // namespace striate
