// SPDX-License-Identifier: Apache-2.0
#include "ui/run/time_text.h"

#include <QObject>

#include <algorithm>
#include <cmath>

namespace striate {

QString time_text(double seconds) {
  const auto s = static_cast<qint64>(std::ceil(seconds));
  return s < 60     ? QObject::tr("%1 s").arg(s)
         : s < 3600 ? QObject::tr("%1 min %2 s").arg(s / 60).arg(s % 60)
                    : QObject::tr("%1 h %2 min").arg(s / 3600).arg(s / 60 % 60);
}

QString rough_time_text(double seconds) {
  return seconds < 90.0     ? QObject::tr("%1\u00a0s").arg(std::max(1.0, seconds), 0, 'f', 0)
         : seconds < 5400.0 ? QObject::tr("%1\u00a0min").arg(seconds / 60.0, 0, 'f', 0)
                            : QObject::tr("%1\u00a0h").arg(seconds / 3600.0, 0, 'f', seconds < 36000.0 ? 1 : 0);
}

} // namespace striate
