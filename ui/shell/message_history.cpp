// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/message_history.h"

#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace striate {

MessageHistory::MessageHistory(const QStringList& messages, QWidget* window) : QDialog(window) {
  setObjectName("message-history");
  setWindowTitle(tr("Messages"));
  auto* text = new QPlainTextEdit(messages.isEmpty() ? tr("No messages yet.") : messages.join(u'\n'), this);
  text->setObjectName("message-list");
  text->setAccessibleName(tr("Messages, newest first"));
  text->setReadOnly(true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 18, 20, 16);
  column->setSpacing(12);
  column->addWidget(text);
  column->addWidget(buttons);
  resize(620, 340);
}

} // namespace striate
