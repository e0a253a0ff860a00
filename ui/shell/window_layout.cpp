// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/window_layout.h"

#include "ui/shell/dock_panel.h"
#include "ui/shell/layout_state.h"

#include <QLayout>
#include <QMainWindow>
#include <QResizeEvent>
#include <QSettings>
#include <QTimer>

#include <algorithm>
#include <optional>

namespace striate {

namespace {

struct PresetName {
  LayoutPreset preset;
  const char* name;
};
constexpr PresetName presets[] = {{LayoutPreset::explore, "explore"},
                                  {LayoutPreset::tune, "tune"},
                                  {LayoutPreset::train, "train"},
                                  {LayoutPreset::present, "present"}};

QString name_of(LayoutPreset preset) {
  const auto* found = std::ranges::find(presets, preset, &PresetName::preset);
  return QString::fromLatin1(found->name);
}

QString key_of(LayoutPreset preset) {
  return QStringLiteral("layout/") + name_of(preset);
}

std::optional<LayoutPreset> preset_of(const QString& name) {
  for (const PresetName& one : presets)
    if (name == QLatin1String(one.name))
      return one.preset;
  return std::nullopt;
}

QString to_text(std::string_view name) {
  return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

WindowLayout::WindowLayout(QMainWindow& window, std::map<QString, DockPanel*> panels)
    : QObject(&window), window_(window), panels_(std::move(panels)) {
  window_.setDockNestingEnabled(true);
  window_.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  window_.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  window_.installEventFilter(this);
  empty_ = window_.saveState();
}

bool WindowLayout::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &window_ && arranged_)
    follow_window(*event);
  return QObject::eventFilter(watched, event);
}

void WindowLayout::follow_window(const QEvent& event) {
  switch (event.type()) {
  case QEvent::Resize: {
    const auto& resized = static_cast<const QResizeEvent&>(event);
    const QSizeF before = resized.oldSize(), now = resized.size();
    if (as_drawn())
      redraw_soon();
    else if (window_.isVisible() && before.isValid() && !before.isEmpty())
      scale(now.width() / before.width(), now.height() / before.height());
    break;
  }
  case QEvent::LayoutRequest: // what a panel shows may need more room, or less
    if (!dragging_ && as_drawn() && needs() != needs_)
      redraw_soon();
    break;
  case QEvent::MouseButtonPress: // between the panels the window itself is hit
    dragging_ = true;
    before_drag_ = window_.saveState();
    break;
  case QEvent::MouseButtonRelease:
    if (dragging_ && window_.saveState() != before_drag_)
      drawn_.clear();
    dragging_ = false;
    break;
  default:
    break;
  }
}

void WindowLayout::redraw_soon() {
  if (!redraw_waits_)
    QTimer::singleShot(0, this, &WindowLayout::draw_for_this_size);
  redraw_waits_ = true;
}

void WindowLayout::scale(double by_width, double by_height) {
  constexpr double jump = 1.15; // a drag of the window's edge comes in smaller steps and leaves the panels alone
  const auto leaps = [](double ratio) { return ratio > jump || ratio < 1.0 / jump; };
  QList<QDockWidget*> docks;
  QList<int> widths, heights;
  for (const auto& [name, panel] : panels_)
    if (panel->isVisible() && !panel->isFloating()) {
      docks << panel;
      widths << static_cast<int>(panel->width() * by_width);
      heights << static_cast<int>(panel->height() * by_height);
    }
  // The window lays its docks out in the new size first.
  QTimer::singleShot(0, this, [this, docks, widths, heights, wide = leaps(by_width), high = leaps(by_height)] {
    if (wide)
      window_.resizeDocks(docks, widths, Qt::Horizontal);
    if (high)
      window_.resizeDocks(docks, heights, Qt::Vertical);
  });
}

QStringList WindowLayout::panel_names() const {
  QStringList names;
  for (const auto& [name, panel] : panels_)
    names << panel->objectName();
  names.sort();
  return names;
}

/// Which panels are where and in which order, whatever their sizes.
QStringList WindowLayout::structure() const {
  std::vector<std::pair<QList<int>, QString>> found;
  for (const auto& [name, panel] : panels_)
    if (!panel->isHidden() || panel->isFloating()) {
      const QRect place = panel->geometry();
      const bool behind = place.right() < 0; // Qt puts the panels behind another one out of sight
      QStringList beside;
      for (const QDockWidget* other : window_.tabifiedDockWidgets(panel))
        beside << other->objectName();
      beside.sort();
      const int area = panel->isFloating() ? 0 : window_.dockWidgetArea(panel);
      found.push_back({{area, behind, behind ? 0 : place.top(), behind ? 0 : place.left()},
                       QStringLiteral("%1 %2 %3 %4").arg(area).arg(behind).arg(name, beside.join(u','))});
    }
  std::ranges::sort(found);
  QStringList result;
  for (const auto& [order, text] : found)
    result << text;
  return result;
}

QList<QSize> WindowLayout::needs() const {
  QList<QSize> result;
  for (const auto& [name, panel] : panels_)
    if (!panel->isHidden())
      result << panel->minimumSizeHint();
  return result;
}

bool WindowLayout::as_drawn() const {
  return !drawn_.isEmpty() && structure() == drawn_;
}

void WindowLayout::keep() {
  if (!arranged_)
    return;
  if (as_drawn())
    kept_.erase(preset_);
  else
    kept_[preset_] = state();
}

void WindowLayout::use(LayoutPreset preset) {
  if (arranged_ && preset == preset_)
    return emit preset_changed(preset_);
  keep();
  preset_ = preset;
  const auto kept = kept_.find(preset);
  const auto state = kept == kept_.end() ? std::nullopt : LayoutState::unpacked(kept->second);
  if (!state || !take(*state))
    reset();
  emit preset_changed(preset_);
}

void WindowLayout::reset() {
  kept_.erase(preset_);
  draw();
}

void WindowLayout::take_apart() {
  for (const auto& [name, panel] : panels_) {
    if (panel->isFloating())
      panel->setFloating(false);
    window_.removeDockWidget(panel);
  }
  window_.restoreState(empty_); // else Qt keeps their places and the rows of tabs that nobody uses
  drawn_.clear();
}

bool WindowLayout::take(const LayoutState& kept) {
  if (kept.panels != panel_names() || preset_of(kept.preset) != preset_)
    return false;
  take_apart();
  if (!window_.restoreState(kept.docks)) {
    draw();
    return false;
  }
  arranged_ = true;
  redraw_waits_ = false;
  return true;
}

void WindowLayout::place(const std::vector<PanelPlace>& places, Qt::DockWidgetArea area) {
  for (const PanelPlace& one : places) {
    DockPanel* const front = panels_.at(to_text(one.panels.front()));
    window_.addDockWidget(area, front, area == Qt::BottomDockWidgetArea ? Qt::Horizontal : Qt::Vertical);
    front->show();
    for (std::size_t i = 1; i < one.panels.size(); ++i) {
      DockPanel* const behind = panels_.at(to_text(one.panels[i]));
      window_.tabifyDockWidget(panels_.at(to_text(one.panels[i - 1])), behind);
      behind->show();
    }
    front->raise();
  }
}

void WindowLayout::give_sizes() {
  const auto resize = [this](const std::vector<PanelPlace>& places, int width) {
    QList<QDockWidget*> docks;
    QList<int> heights;
    for (const PanelPlace& one : places) {
      docks << panels_.at(to_text(one.panels.front()));
      heights << one.height_px;
    }
    if (docks.isEmpty())
      return;
    window_.resizeDocks(docks, heights, Qt::Vertical);
    if (width > 0)
      window_.resizeDocks({docks.front()}, {width}, Qt::Horizontal);
  };
  resize(plan_.left, plan_.left_px);
  resize(plan_.right, plan_.right_px);
  resize(plan_.bottom, 0);
  window_.layout()->activate();
  drawn_ = structure();
  needs_ = needs();
}

void WindowLayout::draw() {
  plan_ = window_plan(preset_, window_.size());
  window_.setUpdatesEnabled(false);
  take_apart();
  place(plan_.left, Qt::LeftDockWidgetArea);
  place(plan_.bottom, Qt::BottomDockWidgetArea);
  place(plan_.right, Qt::RightDockWidgetArea);
  window_.layout()->activate();
  give_sizes();
  window_.setUpdatesEnabled(true);
  arranged_ = true;
  // Panels that were never seen before ask for less once they have their fonts.
  redraw_waits_ = false;
  redraw_soon();
}

void WindowLayout::draw_for_this_size() {
  if (!redraw_waits_)
    return;
  redraw_waits_ = false;
  if (!as_drawn())
    return; // the user was quicker
  const WindowPlan plan = window_plan(preset_, window_.size());
  if (!plan.same_places(plan_))
    return draw();
  plan_ = plan;
  give_sizes();
}

void WindowLayout::show_panel(const QString& name, bool visible) {
  DockPanel* const panel = panels_.at(name);
  if (visible && !panel->isFloating() && window_.dockWidgetArea(panel) == Qt::NoDockWidgetArea)
    window_.addDockWidget(Qt::RightDockWidgetArea, panel, Qt::Vertical);
  panel->setVisible(visible);
  if (visible)
    panel->raise(); // it may share its place with another
}

QByteArray WindowLayout::state() const {
  return LayoutState{.preset = name_of(preset_), .panels = panel_names(), .docks = window_.saveState()}.packed();
}

bool WindowLayout::restore(const QByteArray& bytes) {
  const auto state = LayoutState::unpacked(bytes);
  const auto preset = state ? preset_of(state->preset) : std::nullopt;
  if (!preset || state->panels != panel_names())
    return false;
  if (*preset != preset_)
    keep();
  preset_ = *preset;
  const bool taken = take(*state);
  emit preset_changed(preset_);
  return taken;
}

void WindowLayout::save(QSettings& settings) {
  keep();
  for (const PresetName& one : presets)
    if (const auto kept = kept_.find(one.preset); kept != kept_.end())
      settings.setValue(key_of(one.preset), kept->second);
    else
      settings.remove(key_of(one.preset));
  settings.setValue("layout/preset", name_of(preset_));
}

void WindowLayout::load(const QSettings& settings) {
  for (const PresetName& one : presets)
    if (const QByteArray bytes = settings.value(key_of(one.preset)).toByteArray(); !bytes.isEmpty())
      kept_[one.preset] = bytes;
  use(preset_of(settings.value("layout/preset").toString()).value_or(LayoutPreset::explore));
}

} // namespace striate
