// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDialog>

namespace striate {

/// Version, what the model is built from, licences.
class AboutDialog : public QDialog {
  Q_OBJECT
public:
  explicit AboutDialog(QWidget* window);
};

} // namespace striate
