// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/flow_layout.h"

#include <algorithm>

namespace striate {

FlowLayout::FlowLayout(QWidget* parent, int gap_px) : QLayout(parent), gap_(gap_px) {
  setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item) {
  items_.emplace_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  if (index < 0 || index >= count())
    return nullptr;
  QLayoutItem* item = items_[static_cast<std::size_t>(index)].release();
  items_.erase(items_.begin() + index);
  return item;
}

int FlowLayout::heightForWidth(int width) const {
  return arrange({0, 0, width, 0}, false);
}

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const auto& item : items_)
    size = size.expandedTo(item->minimumSize());
  return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool place) const {
  int x = rect.x(), y = rect.y(), line = 0;
  for (const auto& item : items_) {
    if (item->isEmpty())
      continue; // hidden
    const QSize size(std::min(item->sizeHint().width(), rect.width()), item->sizeHint().height());
    if (x > rect.x() && x + size.width() > rect.x() + rect.width()) {
      x = rect.x();
      y += line + gap_;
      line = 0;
    }
    if (place)
      item->setGeometry({QPoint(x, y), size});
    x += size.width() + gap_;
    line = std::max(line, size.height());
  }
  return y + line - rect.y();
}

} // namespace striate
