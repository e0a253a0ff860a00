#include "ui/window/window_layout.h"

#include "ui/window/dock_panel.h"

#include <QMainWindow>
#include <QResizeEvent>
#include <QSettings>
#include <QTimer>

#include <algorithm>

namespace striate {

namespace {

constexpr int layout_version = 6;
constexpr int three_panels_need_px = 1150, four_panels_need_px = 1300;
constexpr int stimulus_most_px = 560;

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

LayoutPreset preset_of(const QString& name) {
  for (const PresetName& one : presets)
    if (name == QLatin1String(one.name))
      return one.preset;
  return LayoutPreset::explore;
}

} // namespace

WindowLayout::WindowLayout(QMainWindow& window, std::map<QString, DockPanel*> panels)
    : QObject(&window), window_(window), panels_(std::move(panels)) {
  window_.setDockNestingEnabled(true);
  window_.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  window_.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  window_.installEventFilter(this);
}

bool WindowLayout::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &window_ && event->type() == QEvent::Resize) {
    const auto* resized = static_cast<QResizeEvent*>(event);
    const QSizeF before = resized->oldSize(), now = resized->size();
    if (window_.isVisible() && before.isValid() && !before.isEmpty())
      scale(now.width() / before.width(), now.height() / before.height());
  }
  return QObject::eventFilter(watched, event);
}

/// The stimulus has as many lines on a large screen as on a small one; the column below it takes the room.
int WindowLayout::scaled_height(const QString& name, double by_height) const {
  const int height = static_cast<int>(panels_.at(name)->height() * by_height);
  const DockPanel* stimulus = panels_.at("stimulus");
  if ((name != "stimulus" && name != "column") || !panels_.at("column")->isVisible() || !stimulus->isVisible())
    return height;
  const int spare = std::max(0, static_cast<int>(stimulus->height() * by_height) - stimulus_most_px);
  return name == "stimulus" ? height - spare : height + spare;
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
      heights << scaled_height(name, by_height);
    }
  // The window lays its docks out in the new size first.
  QTimer::singleShot(0, this, [this, docks, widths, heights, wide = leaps(by_width), high = leaps(by_height)] {
    if (wide)
      window_.resizeDocks(docks, widths, Qt::Horizontal);
    if (high)
      window_.resizeDocks(docks, heights, Qt::Vertical);
  });
}

void WindowLayout::use(LayoutPreset preset) {
  if (preset != preset_)
    kept_[preset_] = window_.saveState(layout_version);
  preset_ = preset;
  const auto kept = kept_.find(preset);
  if (kept == kept_.end() || !window_.restoreState(kept->second, layout_version))
    reset();
  emit preset_changed(preset_);
}

void WindowLayout::reset() {
  kept_.erase(preset_);
  for (const auto& [name, panel] : panels_)
    panel->setFloating(false);
  if (preset_ == LayoutPreset::explore)
    arrange_explore();
  else if (preset_ == LayoutPreset::tune)
    arrange_tune();
  else if (preset_ == LayoutPreset::train)
    arrange_train();
  else
    arrange_present();
}

QByteArray WindowLayout::state() const {
  return window_.saveState(layout_version);
}

bool WindowLayout::restore(const QByteArray& state) {
  return window_.restoreState(state, layout_version);
}

void WindowLayout::save(QSettings& settings) {
  kept_[preset_] = state();
  for (const auto& [preset, bytes] : kept_)
    settings.setValue(key_of(preset), bytes);
  settings.setValue("layout/preset", name_of(preset_));
}

void WindowLayout::load(const QSettings& settings) {
  for (const PresetName& one : presets)
    if (const QByteArray bytes = settings.value(key_of(one.preset)).toByteArray(); !bytes.isEmpty())
      kept_[one.preset] = bytes;
  preset_ = preset_of(settings.value("layout/preset").toString());
  use(preset_);
}

// Widths follow the window, within what the panels need and what they can use.
void WindowLayout::arrange_explore() {
  DockPanel* stimulus = panels_.at("stimulus");
  DockPanel* lgn = panels_.at("lgn");
  DockPanel* population = panels_.at("population");
  DockPanel* selection = panels_.at("selection");
  DockPanel* column = panels_.at("column");
  DockPanel* perturbation = panels_.at("perturbation");
  DockPanel* recording = panels_.at("recording");
  show_only({"stimulus", "perturbation", "recording", "column", "lgn", "population", "selection"});
  window_.addDockWidget(Qt::LeftDockWidgetArea, stimulus);
  window_.splitDockWidget(stimulus, column, Qt::Vertical);
  const int width = window_.width(), height = window_.height();
  const bool low = height < three_panels_need_px; // then the LGN moves below the selection, which has room
  if (!low)
    window_.splitDockWidget(column, lgn, Qt::Vertical);
  const bool high = height >= four_panels_need_px; // else the perturbation shares the column's place
  if (high)
    window_.splitDockWidget(stimulus, perturbation, Qt::Vertical);
  else
    window_.tabifyDockWidget(column, perturbation);
  window_.addDockWidget(Qt::BottomDockWidgetArea, population);
  window_.addDockWidget(Qt::RightDockWidgetArea, selection);
  if (low)
    window_.splitDockWidget(selection, lgn, Qt::Vertical);
  if (high) // near the button that starts it; else it shares the selection's place
    window_.splitDockWidget(selection, recording, Qt::Vertical);
  else
    window_.tabifyDockWidget(selection, recording);
  column->raise();
  selection->raise();
  window_.resizeDocks({stimulus, selection},
                      {std::clamp(width * 21 / 100, 284, 460), std::clamp(width * 22 / 100, 288, 560)}, Qt::Horizontal);
  window_.resizeDocks({population}, {std::clamp(height * 26 / 100, 190, 460)}, Qt::Vertical);
  const int stimulus_height = std::clamp(height * 58 / 100, 400, stimulus_most_px);
  const int rest = std::max(height - stimulus_height - 90, 240);
  constexpr int perturbation_height = 260, recording_height = 440;
  if (high) {
    window_.resizeDocks({stimulus, perturbation, column, lgn},
                        {stimulus_height, perturbation_height, (rest - perturbation_height) * 55 / 100,
                         (rest - perturbation_height) * 45 / 100},
                        Qt::Vertical);
    window_.resizeDocks({selection, recording}, {height - recording_height - 90, recording_height}, Qt::Vertical);
  } else if (low) {
    window_.resizeDocks({stimulus, column}, {stimulus_height, rest}, Qt::Vertical);
    window_.resizeDocks({selection, lgn}, {height * 58 / 100, height * 42 / 100}, Qt::Vertical);
  } else
    window_.resizeDocks({stimulus, column, lgn}, {stimulus_height, rest * 55 / 100, rest * 45 / 100}, Qt::Vertical);
}

void WindowLayout::arrange_tune() {
  DockPanel* tuning = panels_.at("tuning");
  DockPanel* column = panels_.at("column");
  DockPanel* measured = panels_.at("measured");
  DockPanel* comparison = panels_.at("comparison");
  show_only({"tuning", "column", "measured", "comparison"});
  window_.addDockWidget(Qt::BottomDockWidgetArea, panels_.at("population"));
  window_.addDockWidget(Qt::LeftDockWidgetArea, tuning);
  window_.splitDockWidget(tuning, column, Qt::Vertical);
  window_.addDockWidget(Qt::RightDockWidgetArea, measured);
  window_.splitDockWidget(measured, comparison, Qt::Vertical);
  const int width = window_.width(), height = window_.height();
  window_.resizeDocks({tuning, measured},
                      {std::clamp(width * 19 / 100, 280, 400), std::clamp(width * 20 / 100, 280, 520)}, Qt::Horizontal);
  const int form = std::clamp(height * 50 / 100, 450, 520); // the form needs no more
  window_.resizeDocks({tuning, column}, {form, std::max(height - form - 90, 180)}, Qt::Vertical);
  window_.resizeDocks({measured, comparison}, {height * 52 / 100, height * 48 / 100}, Qt::Vertical);
}

void WindowLayout::arrange_train() {
  DockPanel* training = panels_.at("training");
  DockPanel* trials = panels_.at("trials");
  DockPanel* rates = panels_.at("rates");
  DockPanel* before_after = panels_.at("before-after");
  DockPanel* checkpoints = panels_.at("checkpoints");
  show_only({"training", "trials", "rates", "before-after", "checkpoints"});
  window_.addDockWidget(Qt::LeftDockWidgetArea, training);
  window_.addDockWidget(Qt::BottomDockWidgetArea, trials);
  window_.addDockWidget(Qt::RightDockWidgetArea, rates);
  const int width = window_.width(), height = window_.height();
  const bool high = height >= four_panels_need_px; // else before and after shares a place with the rates
  window_.splitDockWidget(rates, checkpoints, Qt::Vertical);
  if (high)
    window_.splitDockWidget(rates, before_after, Qt::Vertical);
  else
    window_.tabifyDockWidget(rates, before_after);
  rates->raise();
  window_.resizeDocks({training, rates},
                      {std::clamp(width * 21 / 100, 280, 400), std::clamp(width * 27 / 100, 330, 640)}, Qt::Horizontal);
  window_.resizeDocks({trials}, {std::clamp(height * 36 / 100, 230, 560)}, Qt::Vertical);
  if (high)
    window_.resizeDocks({rates, before_after, checkpoints}, {height * 42 / 100, height * 32 / 100, height * 26 / 100},
                        Qt::Vertical);
  else
    window_.resizeDocks({rates, checkpoints}, {height * 62 / 100, height * 38 / 100}, Qt::Vertical);
}

void WindowLayout::arrange_present() {
  DockPanel* stimulus = panels_.at("stimulus");
  DockPanel* population = panels_.at("population");
  show_only({"stimulus", "population"});
  window_.addDockWidget(Qt::LeftDockWidgetArea, stimulus);
  window_.addDockWidget(Qt::BottomDockWidgetArea, population);
  window_.resizeDocks({stimulus}, {std::clamp(window_.width() * 20 / 100, 284, 400)}, Qt::Horizontal);
  window_.resizeDocks({population}, {std::clamp(window_.height() * 28 / 100, 230, 460)}, Qt::Vertical);
}

// Panels that a preset does not show have a place all the same, for when the user asks for one.
void WindowLayout::show_only(std::initializer_list<const char*> shown) {
  for (const auto& [name, panel] : panels_) {
    const bool visible = std::ranges::any_of(shown, [&](const char* one) { return name == QLatin1String(one); });
    if (!visible)
      window_.addDockWidget(Qt::RightDockWidgetArea, panel);
    panel->setVisible(visible);
  }
}

} // namespace striate
