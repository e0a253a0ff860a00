// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/explore/perturbation/perturbation_edits.h"

#include <QWidget>

#include <optional>

class QLabel;
class QVBoxLayout;

namespace striate {

class HintLabel;
class LiveData;
class PerturbationForm;
class PerturbationRow;

/// What is done to chosen neurons of the running network: add current, silence, scale weights, from now until released
/// or between two times. Follows the editor, whoever changes it.
class PerturbationPanel : public QWidget {
  Q_OBJECT
public:
  PerturbationPanel(ParameterEditor& editor, LiveData& live_data, QWidget* parent = nullptr);

public slots:
  /// Puts the cursor into the first control.
  void begin();
  /// Ends all that acts now.
  void release_all();

signals:
  /// "off", "silence L2/3_PV", "2 act": for the panel's header.
  void state_changed(const QString& words);

private:
  void compose();
  void fill();
  void show_now();
  void submit();
  void edit(std::optional<std::size_t> index);
  /// Does an edit of the list; what is wrong with it is said below the form.
  template <typename Work>
  bool attempt(Work work);
  std::int64_t now_ms() const;

  LiveData& data_;
  PerturbationEdits edits_;
  PerturbationForm* form_;
  QWidget* list_;
  HintLabel* hint_; ///< what is wrong with what was asked for
  QVBoxLayout* rows_layout_;
  QLabel* empty_;
  std::vector<PerturbationRow*> rows_;
  std::optional<std::size_t> edited_;
  QString state_;
};

} // namespace striate
