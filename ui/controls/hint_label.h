// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QLabel>
#include <QTimer>

namespace striate {

/// A sentence about a mistake, right below the control it belongs to. Takes no room while it has nothing to say.
class HintLabel : public QLabel {
  Q_OBJECT
public:
  explicit HintLabel(QWidget* parent);

  /// Shows the sentence for some seconds.
  void say(const QString& sentence);
  void clear_hint();

private:
  QTimer fade_;
};

} // namespace striate
