// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/card.h"

class QLabel;
class QPushButton;

namespace striate {

/// What rules the screen when it is not the panel alone: a protocol that plays, one that has ended, a movie that has no
/// file yet. One button does what is to be done about it. Takes no room while there is nothing to say.
class ScreenNote : public Card {
  Q_OBJECT
public:
  explicit ScreenNote(QWidget* parent);

  /// button: its text; empty: none. An empty text hides the note.
  void say(const QString& text, const QString& button = {}, const QString& button_tip = {});

signals:
  void pressed();

private:
  QLabel* text_;
  QPushButton* button_;
};

} // namespace striate
