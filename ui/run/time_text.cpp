#include "ui/run/time_text.h"

#include <QObject>

#include <cmath>

namespace striate {

QString time_text(double seconds) {
  const auto s = static_cast<qint64>(std::ceil(seconds));
  return s < 60     ? QObject::tr("%1 s").arg(s)
         : s < 3600 ? QObject::tr("%1 min %2 s").arg(s / 60).arg(s % 60)
                    : QObject::tr("%1 h %2 min").arg(s / 3600).arg(s / 60 % 60);
}

} // namespace striate
