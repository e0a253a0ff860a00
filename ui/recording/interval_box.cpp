#include "ui/recording/interval_box.h"

#include <QLineEdit>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr int longest_ms = 1'000'000; // as parse_probes() takes it

} // namespace

IntervalBox::IntervalBox(QWidget* parent) : QSpinBox(parent) {
  setRange(0, longest_ms);
  setValue(1);
}

void IntervalBox::set_interval(double ms) {
  part_ = ms - std::floor(ms);
  setValue(static_cast<int>(std::floor(ms)));
  lineEdit()->setText(prefix() + textFromValue(value()) + suffix()); // also when the whole part is the same
}

void IntervalBox::stepBy(int steps) {
  part_ = 0.0;
  setValue(std::max(1, value() + steps));
}

/// Numbers as people write them; none for what is no number.
std::optional<double> IntervalBox::typed(QString text) const {
  text.remove(prefix());
  text.remove(suffix());
  bool number = false;
  const double ms = QLocale::c().toDouble(text.trimmed().replace(u',', u'.'), &number);
  return number && std::isfinite(ms) ? std::optional(ms) : std::nullopt;
}

QValidator::State IntervalBox::validate(QString& text, int& /*position*/) const {
  const auto ms = typed(text);
  if (!ms)
    return QString(text).remove(prefix()).remove(suffix()).trimmed().isEmpty() ? QValidator::Intermediate
                                                                               : QValidator::Invalid;
  if (*ms < 0.0 || *ms > longest_ms)
    return QValidator::Invalid;
  return *ms > 0.0 ? QValidator::Acceptable : QValidator::Intermediate;
}

int IntervalBox::valueFromText(const QString& text) const {
  const double ms = typed(text).value_or(1.0);
  part_ = ms - std::floor(ms);
  return static_cast<int>(std::floor(ms));
}

QString IntervalBox::textFromValue(int value) const {
  return QString::number(value + part_, 'g', 10);
}

void IntervalBox::fixup(QString& text) const {
  part_ = 0.0;
  text = prefix() + QStringLiteral("1") + suffix();
}

} // namespace striate
