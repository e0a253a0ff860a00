#pragma once
#include "engine/analysis/palette.h"

#include <QString>

namespace striate {

/// Style sheet of the labels and small controls inside a view.
QString view_style(Theme theme);

} // namespace striate
