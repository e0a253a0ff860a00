// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"
#include "ui/layouts/explore/stimulus/preset_store.h"

#include <QWidget>

#include <optional>

class QLineEdit;
class QPushButton;

namespace striate {

class FlowLayout;
class HintLabel;

/// Chips of the built-in and the user's presets; the ones that equal the current stimulus are lit. "Save preset +"
/// turns into a name to type. A user's chip is removed by its menu or the Delete key.
class PresetBar : public QWidget {
  Q_OBJECT
public:
  PresetBar(ParameterEditor& editor, QWidget* parent);

protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  struct Chip {
    Preset preset;
    QPushButton* button;
  };
  void open_store();
  void rebuild();
  void add_chip(const Preset& preset, bool users);
  void light_chips();
  void begin_saving();
  void finish_saving();
  void cancel_saving();
  void remove(const std::string& name);
  void show_remove_menu(QPushButton* chip, const std::string& name, const QPoint& position);
  void fit_height();

  ParameterEditor& editor_;
  std::optional<PresetStore> store_; ///< empty when the user's folder cannot be made
  std::vector<Chip> chips_;
  QWidget* flow_box_;
  FlowLayout* flow_;
  QPushButton* save_;
  QLineEdit* name_;
  HintLabel* hint_;
};

} // namespace striate
