// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/figure_widget.h"

#include "ui/plot/figure_scene.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>
#include <utility>

namespace striate {
namespace {

struct Hit {
  int panel = -1;
  double x = 0.0, y = 0.0;
};

QString description(const FigureModel& figure) {
  QStringList names;
  for (const Panel& panel : figure.panels) {
    const std::string& name = !panel.title.empty() ? panel.title : panel.id;
    if (!name.empty())
      names << QString::fromStdString(name);
  }
  return FigureWidget::tr("Figure with %n panel(s): %1", nullptr, static_cast<int>(figure.panels.size()))
      .arg(names.join(QStringLiteral(", ")));
}

} // namespace

struct FigureWidget::Private {
  FigureModel figure;
  Theme theme = Theme::dark;
  FigureScene scene;
  bool laid_out = false;
  QSize pixels;       ///< of the layout
  double scale = 1.0; ///< device pixels per widget unit

  std::function<bool(const std::string&)> is_name;
  std::string name; ///< under the pointer; empty: none

  // Dragging: from a press inside a panel to the release.
  std::string pressed_name;
  int pressed_panel = -1;
  QPointF pressed_at, last_at;
  bool dragging = false;

  PlotStyle style(const QWidget& widget) const {
    PlotStyle result;
    result.theme = theme;
    result.dpi = widget.logicalDpiY() * scale;
    return result;
  }

  void lay_out(const QWidget& widget) {
    scale = widget.devicePixelRatioF();
    const QSize size(qRound(widget.width() * scale), qRound(widget.height() * scale));
    if (laid_out && size == pixels)
      return;
    pixels = size;
    scene.lay_out(figure, style(widget), size.width(), size.height());
    laid_out = true;
  }

  /// Scene units are device pixels from the bottom left corner.
  std::pair<double, double> to_data(int panel, QPointF at) const {
    return scene.layout().panels[static_cast<std::size_t>(panel)].map.to_data(at.x() * scale,
                                                                              pixels.height() - at.y() * scale);
  }

  QRectF on_widget(const Box& box) const {
    return {box.left / scale, (pixels.height() - box.top) / scale, box.width() / scale, box.height() / scale};
  }

  /// The name under the pointer; the last one drawn lies on top.
  std::string name_at(QPointF at) const {
    if (!is_name)
      return {};
    const auto& texts = scene.texts();
    for (auto drawn = texts.rbegin(); drawn != texts.rend(); ++drawn)
      if (on_widget(drawn->box).contains(at) && is_name(drawn->text))
        return drawn->text;
    return {};
  }

  Hit hit(const QWidget& widget, QPointF at) {
    lay_out(widget);
    const std::vector<PanelLayout>& panels = scene.layout().panels;
    for (std::size_t i = 0; i < panels.size(); ++i) {
      if (!panels[i].map.area().contains(at.x() * scale, pixels.height() - at.y() * scale))
        continue;
      const int panel = static_cast<int>(i);
      const auto [x, y] = to_data(panel, at);
      return {panel, x, y};
    }
    return {};
  }
};

FigureWidget::FigureWidget(QWidget* parent) : QWidget(parent), d_(std::make_unique<Private>()) {
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent); // the whole widget is painted, nothing shines through
  setMinimumSize(80, 40);
}

FigureWidget::~FigureWidget() = default;

void FigureWidget::set_figure(FigureModel figure) {
  d_->figure = std::move(figure);
  d_->laid_out = false;
  const QString name = QString::fromStdString(d_->figure.title);
  if (accessibleName() != name) { // tells screen readers, so only when it changes
    setAccessibleName(name);
    setAccessibleDescription(description(d_->figure));
  }
  update();
}

const FigureModel& FigureWidget::figure() const {
  return d_->figure;
}

void FigureWidget::set_theme(Theme theme) {
  d_->theme = theme;
  d_->laid_out = false;
  update();
}

Theme FigureWidget::theme() const {
  return d_->theme;
}

QRectF FigureWidget::data_area(int panel) const {
  d_->lay_out(*this);
  if (panel < 0 || static_cast<std::size_t>(panel) >= d_->scene.layout().panels.size())
    return {};
  const Box& area = d_->scene.layout().panels[static_cast<std::size_t>(panel)].map.area();
  const double scale = d_->scale;
  return {area.left / scale, (d_->pixels.height() - area.top) / scale, area.width() / scale, area.height() / scale};
}

void FigureWidget::set_names(std::function<bool(const std::string&)> is_name) {
  d_->is_name = std::move(is_name);
}

QRectF FigureWidget::name_area(const std::string& name) const {
  for (const DrawnText& drawn : d_->scene.texts())
    if (drawn.text == name)
      return d_->on_widget(drawn.box);
  return {};
}

void FigureWidget::point_at(const std::string& name) {
  if (name == d_->name)
    return;
  d_->name = name;
  if (name.empty())
    unsetCursor();
  else
    setCursor(Qt::PointingHandCursor);
  emit name_hovered(QString::fromStdString(name));
}

void FigureWidget::set_cursor_x(double x) {
  d_->scene.set_cursor_x(x);
  update();
}

void FigureWidget::paintEvent(QPaintEvent*) {
  d_->lay_out(*this);
  QPainter painter(this);
  painter.fillRect(rect(), to_qcolor(d_->style(*this).background()));
  painter.scale(1.0 / d_->scale, 1.0 / d_->scale); // one scene unit is one device pixel
  d_->scene.paint(painter);
}

void FigureWidget::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (d_->pressed_panel >= 0 && (event->buttons() & Qt::LeftButton)) {
    d_->lay_out(*this);
    if (!d_->dragging)
      d_->dragging = (at - d_->pressed_at).manhattanLength() >= QApplication::startDragDistance();
    if (d_->dragging && static_cast<std::size_t>(d_->pressed_panel) < d_->scene.layout().panels.size()) {
      const auto [x0, y0] = d_->to_data(d_->pressed_panel, d_->last_at);
      const auto [x1, y1] = d_->to_data(d_->pressed_panel, at);
      d_->last_at = at;
      emit dragged(d_->pressed_panel, x1 - x0, y1 - y0);
    }
    return;
  }
  point_at(d_->name_at(at));
  const Hit hit = d_->name.empty() ? d_->hit(*this, at) : Hit{};
  if (hit.panel >= 0)
    emit hovered(hit.panel, hit.x, hit.y, at.toPoint());
  else
    emit left();
}

void FigureWidget::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) {
    QWidget::mousePressEvent(event);
    return;
  }
  d_->pressed_at = d_->last_at = event->position();
  d_->pressed_name = d_->name_at(event->position());
  d_->pressed_panel = d_->pressed_name.empty() ? d_->hit(*this, event->position()).panel : -1;
  d_->dragging = false;
}

void FigureWidget::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) {
    QWidget::mouseReleaseEvent(event);
    return;
  }
  if (const std::string name = std::exchange(d_->pressed_name, {}); !name.empty()) {
    if (d_->name_at(event->position()) == name)
      emit name_clicked(QString::fromStdString(name));
    return;
  }
  const bool click = d_->pressed_panel >= 0 && !d_->dragging;
  d_->pressed_panel = -1;
  const Hit hit = d_->hit(*this, event->position());
  if (click && hit.panel >= 0)
    emit clicked(hit.panel, hit.x, hit.y);
}

void FigureWidget::mouseDoubleClickEvent(QMouseEvent* event) {
  const Hit hit = d_->hit(*this, event->position());
  if (event->button() == Qt::LeftButton && hit.panel >= 0)
    emit double_clicked(hit.panel, hit.x, hit.y);
}

void FigureWidget::wheelEvent(QWheelEvent* event) {
  const Hit hit = d_->hit(*this, event->position());
  // Alt turns a vertical wheel into a horizontal one on some platforms.
  const QPoint delta = event->angleDelta();
  const double steps = (delta.y() != 0 ? delta.y() : delta.x()) / 120.0;
  if (hit.panel < 0 || steps == 0.0) {
    event->ignore();
    return;
  }
  emit wheel_turned(hit.panel, hit.x, hit.y, steps, event->modifiers());
  event->accept();
}

void FigureWidget::leaveEvent(QEvent* event) {
  point_at({});
  emit left();
  QWidget::leaveEvent(event);
}

} // namespace striate
