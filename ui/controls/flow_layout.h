// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QLayout>

#include <memory>
#include <vector>

namespace striate {

/// Items in reading order, wrapped into lines like words.
class FlowLayout : public QLayout {
  Q_OBJECT
public:
  FlowLayout(QWidget* parent, int gap_px);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override;
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override { return minimumSize(); }
  QSize minimumSize() const override;
  void setGeometry(const QRect& rect) override;

private:
  /// Height used; moves the items when `place`.
  int arrange(const QRect& rect, bool place) const;

  int gap_;
  std::vector<std::unique_ptr<QLayoutItem>> items_;
};

} // namespace striate
