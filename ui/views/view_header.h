// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace striate {

/// The line above a view: its heading at the left, controls and quiet facts at the right.
class ViewHeader : public QWidget {
  Q_OBJECT
public:
  explicit ViewHeader(const QString& heading, QWidget* parent = nullptr);

  void add(QWidget* widget);              ///< to the right of the space, before the facts
  void set_facts(const QString& text);    ///< quiet text at the far right; may be rich text
  void set_heading_visible(bool visible); ///< a dock with a title bar of its own needs no second heading

private:
  QLabel* heading_;
  QLabel* facts_;
  QHBoxLayout* layout_;
};

} // namespace striate
