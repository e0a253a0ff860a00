// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>

namespace striate {

/// The file of QPdfWriter, which knows pages of whole points only, with pages of exactly this size in points: their
/// lower left part is kept. Throws Error when the file is not built as QPdfWriter builds it.
QByteArray with_page_size(QByteArray pdf, double width_pt, double height_pt);

} // namespace striate
