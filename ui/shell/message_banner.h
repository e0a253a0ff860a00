// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/card.h"

#include <QStringList>
#include <QTimer>

#include <deque>
#include <functional>
#include <optional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace striate {

/// One sentence for the user at a fixed place over the window, never moving it and never taking the keyboard. News go
/// by themselves after 8 s; an error stays until it is closed or its cause is gone; questions wait below. The newest
/// error is shown with the count of those before it; all that was said can be read again.
class MessageBanner : public Card {
  Q_OBJECT
public:
  explicit MessageBanner(QWidget* parent);

  struct Choice {
    QString text;
    std::function<void()> take;
  };
  void tell(const QString& sentence, std::vector<Choice> choices = {});
  void warn(const QString& sentence);
  /// An error that goes when forgive(cause) is called; another one of the same cause takes its place.
  void warn_of(const QString& cause, const QString& sentence);
  void forgive(const QString& cause);
  /// Stays until one of the choices is taken or it is closed.
  void ask(const QString& sentence, std::vector<Choice> choices);

  QString sentence() const; ///< what is shown now; empty: nothing
  /// All that was said, newest first, a line each with its time.
  QStringList history() const;

signals:
  void history_wanted();

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  struct Message {
    QString sentence, cause;
    std::vector<Choice> choices;
  };
  const Message* shown() const;
  bool error_shown() const;
  void note(const QString& sentence, bool error);
  void show_now();
  void show_choices(const Message& message);
  void dismiss();

  std::optional<Message> news_;
  std::vector<Message> errors_;   ///< newest last
  std::deque<Message> questions_; ///< front: asked first
  QStringList history_;
  QLabel* text_;
  QHBoxLayout* choices_;
  QPushButton* more_;
  QTimer timer_;
};

} // namespace striate
