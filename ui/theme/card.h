// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFrame>
#include <QPalette>

namespace striate {

/// A rounded ground with a thin edge, in the colours of the palette: panels, bars, messages.
class Card : public QFrame {
  Q_OBJECT
public:
  /// upper and lower: the two halves of one card, one above the other.
  enum class Part { whole, upper, lower };
  explicit Card(QWidget* parent = nullptr, Part part = Part::whole, QPalette::ColorRole ground = QPalette::Base);

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  Part part_;
  QPalette::ColorRole ground_;
};

} // namespace striate
