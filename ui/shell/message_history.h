// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDialog>
#include <QStringList>

namespace striate {

/// All messages of this run of the program, newest first, to read and to copy.
class MessageHistory : public QDialog {
  Q_OBJECT
public:
  MessageHistory(const QStringList& messages, QWidget* window);
};

} // namespace striate
