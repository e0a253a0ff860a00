// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/refusal.h"

#include <QLabel>
#include <QPointer>
#include <QTimer>
#include <QVariant>

#include <algorithm>
#include <chrono>

namespace striate {

namespace {

using namespace std::chrono_literals;

constexpr const char* refused_key = "refused"; ///< dynamic property of a field: the sentence
constexpr const char* bubble_name = "refusal";
constexpr auto shown_for = 10s;
constexpr int widest_px = 340;

QLabel* bubble_of(const QWidget& field) {
  for (QLabel* label : field.window()->findChildren<QLabel*>(QLatin1String(bubble_name), Qt::FindDirectChildrenOnly))
    if (label->property("field").value<QObject*>() == &field)
      return label;
  return nullptr;
}

void place(QLabel& bubble, const QWidget& field) {
  const QWidget& window = *field.window();
  const int wanted = bubble.fontMetrics().horizontalAdvance(bubble.text()) + 24;
  const int width = std::min({widest_px, window.width() - 8, wanted});
  bubble.resize(width, bubble.heightForWidth(width));
  QPoint at = field.mapTo(&window, QPoint(0, field.height() + 3));
  if (at.y() + bubble.height() > window.height())
    at = field.mapTo(&window, QPoint(0, -bubble.height() - 3));
  at.setX(std::clamp(at.x(), 4, std::max(4, window.width() - bubble.width() - 4)));
  bubble.move(at);
  bubble.raise();
  bubble.show();
}

} // namespace

void refuse(QWidget& field, const QString& sentence) {
  field.setProperty(refused_key, sentence);
  delete bubble_of(field);
  auto* bubble = new QLabel(sentence, field.window());
  bubble->setObjectName(QLatin1String(bubble_name));
  bubble->setProperty("field", QVariant::fromValue<QObject*>(&field));
  bubble->setAccessibleName(sentence);
  bubble->setTextFormat(Qt::PlainText);
  bubble->setWordWrap(true);
  bubble->setAttribute(Qt::WA_TransparentForMouseEvents);
  bubble->setStyleSheet(QStringLiteral("background: #a3303a; color: white; border-radius: 4px; padding: 4px 8px;"));
  place(*bubble, field);
  QObject::connect(&field, &QObject::destroyed, bubble, &QObject::deleteLater);
  QTimer::singleShot(shown_for, bubble, &QObject::deleteLater);
}

void settle(QWidget& field) {
  if (!field.property(refused_key).isValid())
    return;
  field.setProperty(refused_key, QVariant());
  delete bubble_of(field);
}

bool stops_for_refusal(QWidget& form) {
  for (QWidget* field : form.findChildren<QWidget*>()) {
    const QString sentence = field->property(refused_key).toString();
    if (sentence.isEmpty() || !field->isVisible())
      continue;
    refuse(*field, sentence);
    field->setProperty(refused_key, QVariant()); // it has been said: what stands there counts now
    return true;
  }
  return false;
}

} // namespace striate
