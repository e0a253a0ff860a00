// SPDX-License-Identifier: Apache-2.0
#include "ui/actions/line_icon.h"

#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

// In the global namespace, as Q_INIT_RESOURCE asks: a static library's resources are only linked when named.
static void load_icon_resources() {
  Q_INIT_RESOURCE(icons);
}

namespace striate {

namespace {

QPixmap rendered(QSvgRenderer& renderer, int side, qreal ratio) {
  const int pixels = qRound(side * ratio);
  QPixmap pixmap(pixels, pixels);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  renderer.render(&painter);
  painter.end();
  pixmap.setDevicePixelRatio(ratio);
  return pixmap;
}

QByteArray in_color(QByteArray svg, const QColor& color) {
  return svg.replace("#000", color.name().toUtf8());
}

} // namespace

QIcon line_icon(const QString& name, const QColor& color) {
  load_icon_resources();
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly))
    return {};
  const QByteArray svg = file.readAll();
  QSvgRenderer normal(in_color(svg, color));
  // Qt greys pixmaps of disabled actions on its own only under some styles; a mix with mid gray reads in both themes.
  const QColor faint((color.red() + 2 * 110) / 3, (color.green() + 2 * 114) / 3, (color.blue() + 2 * 120) / 3);
  QSvgRenderer disabled(in_color(svg, faint));
  QIcon icon;
  const qreal ratio = qGuiApp ? qGuiApp->devicePixelRatio() : 1.0;
  for (const int side : {16, 18, 24}) {
    icon.addPixmap(rendered(normal, side, ratio), QIcon::Normal);
    icon.addPixmap(rendered(disabled, side, ratio), QIcon::Disabled);
  }
  return icon;
}

} // namespace striate
