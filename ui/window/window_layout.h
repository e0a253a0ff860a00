#pragma once
#include <QByteArray>
#include <QObject>
#include <QString>

#include <map>

class QMainWindow;
class QSettings;

namespace striate {

class DockPanel;

enum class LayoutPreset { explore, tune, train, present };

/// Where the panels are: presets, what the user made of each, saving and restoring.
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
  /// The present preset as it was made.
  void reset();

  QByteArray state() const;
  /// False when the bytes are no layout of this window; nothing is changed then.
  bool restore(const QByteArray& state);
  void save(QSettings& settings);
  /// The saved layout; the Explore preset when there is none or it is damaged.
  void load(const QSettings& settings);

signals:
  void preset_changed(LayoutPreset preset);

protected:
  /// Panels take their share of a window that was maximised or moved to another screen.
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void scale(double by_width, double by_height);
  int scaled_height(const QString& name, double by_height) const;
  void arrange_explore();
  void arrange_tune();
  void arrange_train();
  void arrange_present();
  void show_only(std::initializer_list<const char*> shown);

  QMainWindow& window_;
  std::map<QString, DockPanel*> panels_;
  LayoutPreset preset_ = LayoutPreset::explore;
  std::map<LayoutPreset, QByteArray> kept_;
};

} // namespace striate
