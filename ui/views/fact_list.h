// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

#include <utility>
#include <vector>

class QFormLayout;
class QLabel;

namespace striate {

/// Quiet names with their values, one a line. Rows are made once and then only change their text.
class FactList : public QWidget {
  Q_OBJECT
public:
  explicit FactList(QWidget* parent = nullptr);

  void set_facts(const std::vector<std::pair<QString, QString>>& facts);

private:
  QFormLayout* layout_;
  std::vector<std::pair<QLabel*, QLabel*>> rows_;
};

} // namespace striate
