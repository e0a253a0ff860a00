// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QColor>
#include <QIcon>
#include <QString>

namespace striate {

/// A line icon of resources/icons in one colour; a null icon for an unknown name.
QIcon line_icon(const QString& name, const QColor& color);

} // namespace striate
