#pragma once
#include <QFrame>
#include <QTimer>

#include <deque>
#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace striate {

/// One sentence for the user below the transport bar, never in the way. Errors stay until closed, news go by
/// themselves; several wait in line, errors first.
class MessageBanner : public QFrame {
  Q_OBJECT
public:
  explicit MessageBanner(QWidget* parent);

  struct Choice {
    QString text;
    std::function<void()> take;
  };
  void tell(const QString& sentence, std::vector<Choice> choices = {});
  void warn(const QString& sentence);
  /// Stays until one of the choices is taken or it is closed.
  void ask(const QString& sentence, std::vector<Choice> choices);
  QString sentence() const; ///< what is shown now; empty: nothing

private:
  struct Message {
    QString sentence;
    bool error = false, stays = false;
    std::vector<Choice> choices;
  };
  void put(Message message);
  void show_next();
  void dismiss();

  std::deque<Message> messages_; ///< front: shown now
  QLabel* text_;
  QHBoxLayout* choices_;
  QTimer timer_;
};

} // namespace striate
