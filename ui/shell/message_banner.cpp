// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/message_banner.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTime>

#include <algorithm>
#include <chrono>

namespace striate {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype history_most = 200;
constexpr int mark_px = 4;

QPushButton* quiet_button(const QString& text, const char* name, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  button->setObjectName(QString::fromLatin1(name));
  button->setFocusPolicy(Qt::TabFocus); // a click leaves the keyboard where it was
  return button;
}

} // namespace

MessageBanner::MessageBanner(QWidget* parent)
    : Card(parent, Part::whole, QPalette::Button), text_(new QLabel(this)), choices_(new QHBoxLayout),
      more_(quiet_button({}, "message-more", this)) {
  setObjectName("message-banner");
  text_->setObjectName("message-text");
  text_->setTextFormat(Qt::PlainText);
  text_->setWordWrap(true);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  text_->setFocusPolicy(Qt::NoFocus);
  auto* close = quiet_button(tr("Close"), "message-close", this);
  connect(close, &QPushButton::clicked, this, &MessageBanner::dismiss);
  connect(more_, &QPushButton::clicked, this, &MessageBanner::history_wanted);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12 + mark_px, 6, 10, 6);
  row->setSpacing(8);
  row->addWidget(text_, 1);
  row->addLayout(choices_);
  row->addWidget(more_);
  row->addWidget(close);
  timer_.setSingleShot(true);
  connect(&timer_, &QTimer::timeout, this, [this] {
    news_.reset();
    show_now();
  });
  hide();
}

void MessageBanner::tell(const QString& sentence, std::vector<Choice> choices) {
  if (sentence.isEmpty())
    return;
  note(sentence, false);
  news_ = Message{.sentence = sentence, .cause = {}, .choices = std::move(choices)};
  timer_.start(8s);
  show_now();
}

void MessageBanner::warn(const QString& sentence) {
  warn_of({}, sentence);
}

void MessageBanner::warn_of(const QString& cause, const QString& sentence) {
  if (sentence.isEmpty())
    return;
  std::erase_if(errors_, [&](const Message& one) {
    return one.sentence == sentence || (!cause.isEmpty() && one.cause == cause);
  });
  note(sentence, true);
  errors_.push_back({.sentence = sentence, .cause = cause, .choices = {}});
  news_.reset(); // they give way to whatever is worse
  show_now();
}

void MessageBanner::forgive(const QString& cause) {
  if (std::erase_if(errors_, [&](const Message& one) { return one.cause == cause; }) > 0)
    show_now();
}

void MessageBanner::ask(const QString& sentence, std::vector<Choice> choices) {
  note(sentence, false);
  questions_.push_back({.sentence = sentence, .cause = {}, .choices = std::move(choices)});
  show_now();
}

const MessageBanner::Message* MessageBanner::shown() const {
  return news_ ? &*news_ : !errors_.empty() ? &errors_.back() : !questions_.empty() ? &questions_.front() : nullptr;
}

bool MessageBanner::error_shown() const {
  return !news_ && !errors_.empty();
}

QString MessageBanner::sentence() const {
  return shown() ? shown()->sentence : QString();
}

QStringList MessageBanner::history() const {
  return history_;
}

void MessageBanner::note(const QString& sentence, bool error) {
  const QString time = QTime::currentTime().toString(QStringLiteral("HH:mm:ss"));
  history_.prepend(error ? tr("%1  Problem: %2").arg(time, sentence) : tr("%1  %2").arg(time, sentence));
  if (history_.size() > history_most)
    history_.removeLast();
}

void MessageBanner::show_now() {
  const Message* message = shown();
  if (!message) {
    hide();
    return;
  }
  const QString spoken = error_shown() ? tr("Problem: %1").arg(message->sentence) : message->sentence;
  const bool fresh = isHidden() || accessibleName() != spoken;
  setAccessibleName(spoken);
  text_->setText(message->sentence);
  text_->setAccessibleName(spoken);
  more_->setVisible(history_.size() > 1);
  const auto others = error_shown() ? errors_.size() - 1 : errors_.size();
  more_->setText(others > 0 ? tr("%1 more").arg(others) : tr("All"));
  more_->setToolTip(tr("Show all messages"));
  more_->setAccessibleName(others > 0 ? tr("%1 more problems; all messages").arg(others) : tr("All messages"));
  show_choices(*message);
  show();
  update();
  if (fresh) {
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
  }
}

void MessageBanner::show_choices(const Message& message) {
  while (QLayoutItem* old = choices_->takeAt(0)) {
    old->widget()->hide();
    old->widget()->deleteLater();
    delete old;
  }
  for (const Choice& choice : message.choices) {
    QPushButton* const button = quiet_button(choice.text, "message-choice", this);
    choices_->addWidget(button);
    button->show();
    connect(button, &QPushButton::clicked, this, [this, take = choice.take] {
      dismiss();
      take();
    });
  }
}

/// Closing an error closes those it stands for, too: they are in the history.
void MessageBanner::dismiss() {
  if (news_) {
    news_.reset();
    timer_.stop();
  } else if (!errors_.empty())
    errors_.clear();
  else if (!questions_.empty())
    questions_.pop_front();
  show_now();
}

void MessageBanner::paintEvent(QPaintEvent* event) {
  Card::paintEvent(event);
  QPainter painter(this);
  painter.fillRect(QRect(1, 6, mark_px, height() - 12),
                   palette().color(error_shown() ? QPalette::BrightText : QPalette::Link));
}

} // namespace striate
