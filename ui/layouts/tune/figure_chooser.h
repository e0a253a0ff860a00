// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/figure_catalog.h"

#include <QWidget>

#include <string>
#include <vector>

class QComboBox;
class QToolButton;

namespace striate {

/// Chooses one of many figures: a list by groups, and two buttons for the one before and the next.
class FigureChooser : public QWidget {
  Q_OBJECT
public:
  explicit FigureChooser(QWidget* parent = nullptr);

  /// Takes the preferred figure, else keeps the chosen one, else takes the first. Says changed() in any case.
  void set_entries(const std::vector<FigureEntry>& entries, const std::string& preferred = {});
  std::string chosen() const;           ///< name; empty when there is nothing to choose
  void choose(const std::string& name); ///< a name that is not listed changes nothing
  void step(int by);                    ///< to a neighbour; stays at the ends

signals:
  void changed();

private:
  void enable_buttons();

  QComboBox* list_;
  QToolButton* before_;
  QToolButton* next_;
};

} // namespace striate
