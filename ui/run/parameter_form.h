// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"

#include <QWidget>

#include <functional>
#include <map>
#include <string>

class QGridLayout;
class QLabel;

namespace striate {

class HintLabel;

/// Rows of parameters from the one table: label, entry, unit, a tooltip each; how a row looks follows from the type.
/// What an entry refuses is said below the rows.
class ParameterForm : public QWidget {
  Q_OBJECT
public:
  ParameterForm(ParameterEditor& editor, QWidget* parent);

  void add(const std::string& key);
  /// A list of values; without one the value of `single` counts, which the empty entry shows. check: refuses a text by
  /// throwing Error.
  void add_series(const std::string& key, const std::string& single, std::function<void(const ParameterSet&)> check);
  bool has(const std::string& key) const { return rows_.contains(key); }
  void set_row_visible(const std::string& key, bool visible);
  /// Entries are as wide as this text needs.
  void set_entry_sample(const QString& text);
  /// Width of the column of units: forms one below the other share the widest, so that their entries line up.
  int unit_width() const;
  void set_unit_width(int width);
  HintLabel* hint() const { return hint_; }

protected:
  void changeEvent(QEvent* event) override;

private:
  struct Row {
    QWidget* label = nullptr;
    QWidget* entry = nullptr;
    QLabel* unit = nullptr;
    QWidget* more = nullptr;
    bool fixed = false; ///< the entry is as wide as the others
  };
  Row& add_label(const Parameter& parameter, QWidget* entry);
  Row& add_row(const Parameter& parameter, QWidget* entry, const std::string& unit);
  template <typename Entry>
  Entry* with_hint(Entry* entry);
  QWidget* path_button(const Parameter& parameter);
  void fit_entries();

  ParameterEditor& editor_;
  QGridLayout* grid_;
  HintLabel* hint_;
  std::map<std::string, Row> rows_;
  int next_row_ = 0;
  QString sample_ = QStringLiteral("10000.00");
};

} // namespace striate
