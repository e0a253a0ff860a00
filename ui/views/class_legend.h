// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/cell_group.h"
#include "engine/analysis/palette.h"

#include <QWidget>

#include <utility>
#include <vector>

class QToolButton;

namespace striate {

class LiveData;

/// A legend whose entries are buttons: the pointer over one highlights its group in all views, a click keeps it, a
/// second one lets it go.
class ClassLegend : public QWidget {
  Q_OBJECT
public:
  struct Entry {
    QString text;
    CellGroup group;
    Ink ink = Ink::text;
    bool line = false; ///< a stroke instead of a dot
  };
  ClassLegend(LiveData* live_data, std::vector<Entry> entries, QWidget* parent = nullptr);

  /// Exc, PV, SST, VIP, L1.
  static std::vector<Entry> classes();
  void set_theme(Theme theme);

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void follow_group();

  LiveData* data_;
  std::vector<std::pair<QToolButton*, Entry>> buttons_;
};

} // namespace striate
