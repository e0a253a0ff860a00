// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/plot_style.h"

#include "ui/plot/plot_font.h"

#include <QFontMetricsF>

#include <cmath>

namespace striate {
namespace {

double text_pt(TextRole role, bool paper) {
  switch (role) {
  case TextRole::tick:
    return paper ? 7.0 : 8.0;
  case TextRole::label:
    return paper ? 7.5 : 8.0;
  case TextRole::title:
    return paper ? 8.0 : 8.5;
  case TextRole::legend:
    return paper ? 7.0 : 8.0;
  case TextRole::mark:
    return paper ? 7.0 : 8.0;
  case TextRole::caption:
    return 5.5;
  case TextRole::figure_title:
    return paper ? 9.0 : 10.5;
  }
  return 8.0;
}

} // namespace

int PlotStyle::text_px(TextRole role) const {
  return static_cast<int>(std::lround(px(text_scale * text_pt(role, theme == Theme::print))));
}

double text_width(const std::string& text, TextRole role, const PlotStyle& style) {
  return QFontMetricsF(plot_font(style.text_px(role), style.bold(role)))
      .horizontalAdvance(QString::fromStdString(text));
}

double text_height(TextRole role, const PlotStyle& style) {
  return QFontMetricsF(plot_font(style.text_px(role), style.bold(role))).height();
}

} // namespace striate
