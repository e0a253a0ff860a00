#include "ui/window/message_banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

#include <algorithm>
#include <chrono>

namespace striate {

using namespace std::chrono_literals;

MessageBanner::MessageBanner(QWidget* parent) : QFrame(parent), text_(new QLabel(this)), choices_(new QHBoxLayout) {
  setObjectName("message-banner");
  text_->setObjectName("message-text");
  text_->setAccessibleName(tr("Message"));
  text_->setWordWrap(true);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* close = new QPushButton(tr("Close"), this);
  close->setObjectName("message-close");
  connect(close, &QPushButton::clicked, this, &MessageBanner::dismiss);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 6, 10, 6);
  row->setSpacing(8);
  row->addWidget(text_, 1);
  row->addLayout(choices_);
  row->addWidget(close);
  timer_.setSingleShot(true);
  connect(&timer_, &QTimer::timeout, this, &MessageBanner::dismiss);
  hide();
}

void MessageBanner::tell(const QString& sentence, std::vector<Choice> choices) {
  put({.sentence = sentence, .error = false, .stays = false, .choices = std::move(choices)});
}

void MessageBanner::warn(const QString& sentence) {
  put({.sentence = sentence, .error = true, .stays = true, .choices = {}});
}

void MessageBanner::ask(const QString& sentence, std::vector<Choice> choices) {
  put({.sentence = sentence, .error = false, .stays = true, .choices = std::move(choices)});
}

QString MessageBanner::sentence() const {
  return messages_.empty() ? QString() : messages_.front().sentence;
}

void MessageBanner::put(Message message) {
  const auto same = [&](const Message& one) { return one.sentence == message.sentence; };
  if (message.sentence.isEmpty() || std::ranges::any_of(messages_, same))
    return;
  // News give way to whatever comes after them.
  if (!messages_.empty() && !messages_.front().stays)
    messages_.pop_front();
  if (message.error)
    messages_.push_front(std::move(message));
  else
    messages_.push_back(std::move(message));
  show_next();
}

void MessageBanner::show_next() {
  timer_.stop();
  while (QLayoutItem* old = choices_->takeAt(0)) {
    old->widget()->deleteLater();
    delete old;
  }
  if (messages_.empty()) {
    hide();
    return;
  }
  const Message& message = messages_.front();
  text_->setText(message.sentence);
  setProperty("kind", message.error ? "error" : "info");
  style()->unpolish(this);
  style()->polish(this);
  for (const Choice& choice : message.choices) {
    auto* button = new QPushButton(choice.text, this);
    button->setObjectName("message-choice");
    choices_->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, take = choice.take] {
      dismiss();
      take();
    });
  }
  show();
  if (!message.stays)
    timer_.start(8s);
}

void MessageBanner::dismiss() {
  if (!messages_.empty())
    messages_.pop_front();
  show_next();
}

} // namespace striate
