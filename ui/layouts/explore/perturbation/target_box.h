// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QComboBox>

#include <cstdint>
#include <optional>

namespace striate {

class LiveData;

/// Which neurons: the selected neuron, a layer, a class or both from the list, or anything typed in the language of
/// selections ("L2/3_PV,ids:1,5-9").
class TargetBox : public QComboBox {
  Q_OBJECT
public:
  explicit TargetBox(QWidget* parent = nullptr);

  /// What the first entry of the list stands for; it cannot be chosen while nothing is selected.
  void set_selected_neuron(std::optional<std::uint64_t> id);
  /// The neuron that is selected in the views, from now on.
  void follow_selection(LiveData& live);
  QString target() const { return currentText().trimmed(); }
  void set_target(const QString& text) { setEditText(text); }
  void settle(); ///< what was typed has been taken: undo goes to the window from now on

protected:
  bool event(QEvent* event) override;

private:
  std::optional<std::uint64_t> selected_;
};

} // namespace striate
