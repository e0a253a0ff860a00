// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

#include <QDialog>

#include <map>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace striate {

class NetworkPreview;

/// Chooses another network: size, seed, weight rule, or files; says what it will hold before it is built or opened. All
/// controls come from the parameter table's group "Network".
class NetworkDialog : public QDialog {
  Q_OBJECT
public:
  NetworkDialog(const ParameterSet& parameters, QWidget* window);

  const ParameterSet& parameters() const { return parameters_; }

private:
  QWidget* make_control(const Parameter& parameter);
  QWidget* with_browse_button(const Parameter& parameter, QLineEdit* line);
  void take(const Parameter& parameter, double value);
  void show_rows();
  void show_estimate();
  bool from_file() const;
  void grow();

  ParameterSet parameters_;
  QFormLayout* form_;
  std::map<std::string, QWidget*> controls_;
  QLabel* neurons_;
  QLabel* edges_;
  QLabel* memory_;
  QWidget* estimate_;
  NetworkPreview* preview_;
  QPushButton* build_;
};

} // namespace striate
