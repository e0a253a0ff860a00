#pragma once
#include <QSpinBox>

#include <optional>

namespace striate {

/// How often a probe takes a value: whole ms by keys and wheel, any part of a ms when it is typed ("0.25", "0,25"). The
/// form asks for interval_ms(); value() is its whole part.
class IntervalBox : public QSpinBox {
public:
  explicit IntervalBox(QWidget* parent = nullptr);

  double interval_ms() const { return value() + part_; }
  void set_interval(double ms);

  void stepBy(int steps) override;

protected:
  QValidator::State validate(QString& text, int& position) const override;
  int valueFromText(const QString& text) const override;
  QString textFromValue(int value) const override;
  void fixup(QString& text) const override;

private:
  std::optional<double> typed(QString text) const;

  mutable double part_ = 0.0; ///< of a ms, 0 to 1; Qt asks const functions what was typed
};

} // namespace striate
