// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/shell/window_plan.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <map>

class QMainWindow;
class QSettings;

namespace striate {

class DockPanel;
struct LayoutState;

/// Where the panels are: presets as they are drawn (window_plan.h), what the user made of each, saving and restoring.
/// A layout that nobody changed is laid out again for each size of the window and never kept; every change of layout
/// takes all panels out first, so that nothing of the layout before can stay.
class WindowLayout : public QObject {
  Q_OBJECT
public:
  /// Panels by the name of their role: "stimulus", "perturbation", "recording", "lgn", "population", "selection",
  /// "column"; in the Tune preset "tuning", "measured", "comparison"; in the Train preset "training", "trials",
  /// "rates", "before-after", "checkpoints".
  WindowLayout(QMainWindow& window, std::map<QString, DockPanel*> panels);

  LayoutPreset preset() const { return preset_; }
  /// Changes to a preset, as the user left it last.
  void use(LayoutPreset preset);
  /// The present preset as it is drawn.
  void reset();
  /// Shows or hides one panel; one that has no place in this layout gets one at the right.
  void show_panel(const QString& name, bool visible);

  /// The present preset and where its panels are.
  QByteArray state() const;
  /// False when the bytes are no layout of this window; nothing is changed then.
  bool restore(const QByteArray& state);
  void save(QSettings& settings);
  /// The saved layout; as drawn where there is none, where it is damaged or of a version with other panels.
  void load(const QSettings& settings);

signals:
  void preset_changed(LayoutPreset preset);

protected:
  /// Panels take their share of a window of another size, and the room they need; a drag of the edge between two of
  /// them is the user's own layout.
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  QStringList panel_names() const;
  QStringList structure() const;
  QList<QSize> needs() const;
  bool as_drawn() const;
  void follow_window(const QEvent& event);
  void redraw_soon();
  void keep();
  void take_apart();
  bool take(const LayoutState& kept);
  void place(const std::vector<PanelPlace>& places, Qt::DockWidgetArea area);
  void give_sizes();
  void draw();
  void draw_for_this_size();
  void scale(double by_width, double by_height);

  QMainWindow& window_;
  std::map<QString, DockPanel*> panels_;
  LayoutPreset preset_ = LayoutPreset::explore;
  std::map<LayoutPreset, QByteArray> kept_; ///< what the user changed
  WindowPlan plan_;                         ///< that was drawn last
  QStringList drawn_;                       ///< its structure; empty: this layout was not drawn but restored
  QList<QSize> needs_;                      ///< of the panels then
  QByteArray empty_;                        ///< Qt's state of a window without panels
  QByteArray before_drag_;
  bool redraw_waits_ = false, arranged_ = false, dragging_ = false;
};

} // namespace striate
