// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

class QToolButton;

namespace striate {

/// A part of a form below a heading that opens and closes it.
class FoldSection : public QWidget {
  Q_OBJECT
public:
  FoldSection(const QString& title, QWidget* content, bool open, QWidget* parent);

  bool is_open() const;
  void set_open(bool open);

private:
  QToolButton* heading_;
  QWidget* content_;
};

} // namespace striate
