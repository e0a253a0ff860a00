// SPDX-License-Identifier: Apache-2.0
#include "ui/window/main_window.h"

#include "ui/actions/action_list.h"
#include "ui/export/figure_exporter.h"
#include "ui/layouts/explore/perturbation/perturbation_panel.h"
#include "ui/layouts/explore/recording/recording_panel.h"
#include "ui/layouts/explore/stimulus/stimulus_panel.h"
#include "ui/layouts/train/loss_view.h"
#include "ui/layouts/train/rate_views.h"
#include "ui/layouts/train/training_controller.h"
#include "ui/layouts/train/training_panel.h"
#include "ui/layouts/train/training_parts.h"
#include "ui/layouts/train/trial_view.h"
#include "ui/layouts/tune/comparison_view.h"
#include "ui/layouts/tune/neuron_tuning_view.h"
#include "ui/layouts/tune/result_view.h"
#include "ui/layouts/tune/study_data.h"
#include "ui/layouts/tune/tuning_controller.h"
#include "ui/layouts/tune/tuning_panel.h"
#include "ui/layouts/tune/tuning_work.h"
#include "ui/live/first_neuron.h"
#include "ui/network/network_controller.h"
#include "ui/run/recording_controller.h"
#include "ui/run/simulation_control.h"
#include "ui/session/last_network.h"
#include "ui/session/session_controller.h"
#include "ui/shell/dock_panel.h"
#include "ui/shell/main_menu.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/notice_area.h"
#include "ui/shell/status_line.h"
#include "ui/shell/task_bar.h"
#include "ui/shell/window_layout.h"
#include "ui/shell/window_settings.h"
#include "ui/theme/card.h"
#include "ui/transport/transport_bar.h"
#include "ui/views/column_view.h"
#include "ui/views/figure_view.h"
#include "ui/views/lgn_view.h"
#include "ui/views/population_view.h"
#include "ui/views/raster_view.h"
#include "ui/views/selection_view.h"
#include "ui/views/view_header.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QIcon>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QScreen>
#include <QSessionManager>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace striate {

namespace {

constexpr QSize default_size(1440, 900), smallest_size(700, 420);
constexpr QMargins usual_frame(4, 32, 4, 4); // of a window manager that has not told its own

QString dropped_session(const QMimeData* data) {
  for (const QUrl& url : data->urls())
    if (url.isLocalFile() && url.fileName().endsWith(".striate"))
      return url.toLocalFile();
  return {};
}

Theme kept_theme() {
  return WindowSettings().value("theme").toString() == "light" ? Theme::light : Theme::dark;
}

/// Font and style are there before any widget is made: none is measured in another font or polished twice.
QWidget* after_theme(QWidget* parent) {
  apply_theme(*qApp, kept_theme());
  return parent;
}

} // namespace

MainWindow::MainWindow(const ParameterSet& start, QWidget* parent)
    : QMainWindow(after_theme(parent)), actions_(new ActionList(this)), theme_(kept_theme()) {
  setObjectName("main-window");
  setWindowIcon(QIcon(":/icons/striate.svg"));
  setMinimumSize(smallest_size);
  setAcceptDrops(true);
  editor_.load(start);
  time_.attach(&data_);
  compose_top();
  compose_panels();
  simulation_ = new SimulationControl(data_, editor_, *tasks_, *banner_, this);
  recording_ = new RecordingController(data_, editor_, *tasks_, *banner_, this);
  sessions_ = new SessionController(this, *banner_, editor_.undo_stack(), [this] { return session(); });
  networks_ = new NetworkController(this, editor_,
                                    [this](const std::function<void()>& go_on) { sessions_->before_leaving(go_on); });
  tuning_control_ = new TuningController({data_, editor_, *banner_, *measuring_bar_, *tasks_, tuning_->bar()},
                                         *measuring_, *study_, this);
  training_control_ = new TrainingController(
      {data_, editor_, *banner_, *training_bar_, *tasks_, training_->panel->bar()},
      {training_->data, training_->work, training_->live, *training_->panel, *training_->checkpoints, *export_bar_},
      this);
  exporter_ = new FigureExporter(data_, *banner_, this);
  auto* recent_sessions = new QMenu(tr("Recent sessions"), this);
  sessions_->fill_recent_menu(recent_sessions);
  auto* recent_networks = new QMenu(tr("Recent networks"), this);
  networks_->fill_recent_menu(recent_networks);
  transport_->set_main_menu(make_main_menu(*actions_, recent_sessions, recent_networks, this));
  connect_actions();
  follow_data();
  show_theme();
  show_title();
  resize(default_size.boundedTo(screen()->availableGeometry().marginsRemoved(usual_frame).size()));
  sessions_->offer_recovery();
  simulation_->open();
}

// Views and panels first: they read the data, which are members and would go before them.
MainWindow::~MainWindow() {
  editor_.disconnect(this);
  editor_.undo_stack().disconnect(this);
  data_.disconnect(this);
  delete tuning_control_;
  delete measuring_;
  delete training_control_;
  delete simulation_;
  delete recording_;
  for (const auto& [key, panel] : panels_) {
    panel->disconnect(this);
    delete panel;
  }
  delete takeCentralWidget();
  delete training_;
}

ParameterSet MainWindow::last_used_parameters() {
  return with_remembered_network();
}

void MainWindow::compose_top() {
  auto* top = new QWidget(this);
  auto* column = new QVBoxLayout(top);
  column->setContentsMargins(0, 0, 0, 8);
  column->setSpacing(8);
  transport_ = new TransportBar(*actions_, top);
  column->addWidget(transport_);
  setMenuWidget(top);
  notices_ = new NoticeArea(this);
  tasks_ = new TaskBar("task-bar", notices_);
  measuring_bar_ = new TaskBar("task-bar", notices_);
  training_bar_ = new TaskBar("task-bar", notices_);
  export_bar_ = new TaskBar("task-bar", notices_);
  banner_ = new MessageBanner(notices_);
  for (QWidget* line : std::initializer_list<QWidget*>{tasks_, measuring_bar_, training_bar_, export_bar_, banner_})
    notices_->add(line);
  status_ = new StatusLine(*actions_, this);
  setStatusBar(status_);
}

void MainWindow::compose_panels() {
  views_ = {new RasterView(&data_, &time_), new PopulationView(&data_, &time_), new LgnView(&data_, &time_),
            new SelectionView(&data_, &time_), new ColumnView(&data_, &time_)};
  compose_tuning();
  compose_training();
  auto* card = new Card;
  card->setObjectName("central-panel");
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(2, 2, 2, 2);
  column->addWidget(center_);
  setCentralWidget(card);

  stimulus_ = new StimulusPanel(editor_);
  auto* header = new ViewHeader(tr("Stimulus"));
  header->add(stimulus_->kind_box());
  panels_["stimulus"] = new DockPanel(tr("Stimulus"), "panel-stimulus", header, stimulus_, this);
  perturbation_ = new PerturbationPanel(editor_, data_);
  auto* perturbation_header = new ViewHeader(tr("Perturbation"));
  perturbation_header->set_facts(tr("off"));
  connect(perturbation_, &PerturbationPanel::state_changed, perturbation_header, &ViewHeader::set_facts);
  panels_["perturbation"] =
      new DockPanel(tr("Perturbation"), "panel-perturbation", perturbation_header, perturbation_, this);
  recording_panel_ = new RecordingPanel(editor_, data_);
  auto* recording_header = new ViewHeader(tr("Recording"));
  connect(recording_panel_, &RecordingPanel::state_changed, recording_header, &ViewHeader::set_facts);
  panels_["recording"] = new DockPanel(tr("Recording"), "panel-recording", recording_header, recording_panel_, this);
  panels_["population"] = add_view_panel("population", views_[population_index]);
  panels_["lgn"] = add_view_panel("lgn", views_[lgn_index]);
  panels_["selection"] = add_view_panel("selection", views_[selection_index]);
  panels_["column"] = add_view_panel("column", views_[column_index]);
  for (const auto& [key, panel] : panels_) // a panel that comes to the front would lie over the notices
    connect(panel, &QDockWidget::visibilityChanged, notices_, &QWidget::raise);
  layout_ = new WindowLayout(*this, panels_);
  setContentsMargins(8, 8, 8, 0);
}

void MainWindow::compose_tuning() {
  study_ = new StudyData(data_, this);
  measuring_ = new TuningWork(this);
  views_.push_back(new ResultView(study_));
  views_.push_back(new NeuronTuningView(study_));
  center_ = new QStackedWidget;
  center_->addWidget(views_[raster_index]);
  center_->addWidget(views_[results_index]);
  tuning_ = new TuningPanel(editor_, *measuring_);
  comparison_ = new ComparisonView(study_);
  panels_["tuning"] = new DockPanel(tr("Tuning run"), "panel-tuning", new ViewHeader(tr("Tuning run")), tuning_, this);
  panels_["measured"] = add_view_panel("measured", views_[measured_index]);
  panels_["comparison"] =
      new DockPanel(tr("Against Neuropixels"), "panel-comparison", comparison_->header(), comparison_, this);
}

void MainWindow::compose_training() {
  training_ = new TrainingParts(data_, editor_, this);
  center_->addWidget(training_->losses);
  training_->add_panels(panels_, this);
}

DockPanel* MainWindow::add_view_panel(const char* key, FigureView* view) {
  return new DockPanel(view->title(), QStringLiteral("panel-") + QLatin1String(key), view->header(), view, this);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape)
    data_.select_group(std::nullopt);
  else
    QMainWindow::keyPressEvent(event);
}

void MainWindow::follow_data() {
  connect(&data_, &LiveData::updated, this, &MainWindow::show_update);
  connect(&data_, &LiveData::message, banner_, &MessageBanner::warn);
  connect(&data_, &LiveData::notice, banner_, [this](const QString& sentence) { banner_->tell(sentence); });
  connect(&data_, &LiveData::network_changed, this, [this] {
    const auto network = data_.network();
    status_->show_network(*network);
    stimulus_->preview().set_network_radius(network->recipe.radius_um);
    stimulus_->preview().set_field({network->lgn_units.field_width_deg, network->lgn_units.field_height_deg});
    data_.select_neuron(first_neuron(*network, editor_.parameters().number("direction")));
  });
  connect(&data_, &LiveData::group_changed, this, [this] {
    const auto group = data_.shown_group();
    status_->show_group(group ? QString::fromStdString(group->label()) : QString());
  });
  connect(simulation_, &SimulationControl::network_opened, this, &remember_network);
  connect(simulation_, &SimulationControl::network_opened, networks_, &NetworkController::opened);
  connect(simulation_, &SimulationControl::network_opened, tuning_control_, &RunController::network_opened);
  connect(simulation_, &SimulationControl::network_opened, training_control_, &RunController::network_opened);
  connect(sessions_, &SessionController::opened, this, &MainWindow::take_session);
  connect(sessions_, &SessionController::saved, this, [this] {
    editor_.undo_stack().setClean();
    show_title();
  });
  connect(sessions_, &SessionController::recovered, this, &MainWindow::show_title);
  connect(qApp, &QGuiApplication::commitDataRequest, this, [this](QSessionManager&) {
    sessions_->close_unasked();
    closing_ = Closing::unasked;
  });
  connect(&editor_, &ParameterEditor::changed, sessions_, &SessionController::edited);
  connect(&editor_.undo_stack(), &QUndoStack::cleanChanged, this, &MainWindow::show_title);
}

void MainWindow::show_update() {
  const Snapshot* now = data_.latest();
  if (!now)
    return;
  transport_->show_snapshot(*now);
  status_->show_snapshot(*now);
  stimulus_->show_run(now->protocol, now->now_ms, now->parameters);
  stimulus_->preview().set_scene(now->scene, static_cast<double>(now->now_ms));
  stimulus_->preview().set_receptive_fields(data_.lgn_fields());
}

void MainWindow::show_title() {
  const QString name = sessions_->name();
  setWindowTitle(name.isEmpty() ? QStringLiteral("Striate") : QStringLiteral("%1[*] – Striate").arg(name));
  setWindowModified(!name.isEmpty() && !editor_.undo_stack().isClean());
}

void MainWindow::set_theme(Theme theme) {
  if (theme == theme_)
    return;
  theme_ = theme;
  apply_theme(*qApp, theme);
  show_theme();
  WindowSettings().setValue("theme", theme == Theme::dark ? "dark" : "light");
}

void MainWindow::show_theme() {
  actions_->set_icon_color(surface_colors(theme_).text);
  transport_->set_theme(theme_);
  status_->set_theme(theme_);
  stimulus_->set_theme(theme_);
  for (FigureView* view : views_)
    view->set_theme(theme_);
  training_->set_theme(theme_);
  actions_->action(theme_ == Theme::dark ? "view.theme-dark" : "view.theme-light")->setChecked(true);
}

SessionDocument MainWindow::session() const {
  return {editor_.parameters(), layout_->state(), theme_ == Theme::dark ? "dark" : "light"};
}

void MainWindow::take_session(const SessionDocument& document) {
  editor_.load(document.parameters);
  if (arranged_)
    layout_->restore(document.layout);
  else
    session_layout_ = document.layout;
  if (!document.theme.empty())
    set_theme(document.theme == "light" ? Theme::light : Theme::dark);
  show_title();
}

void MainWindow::open_session(const QString& file) {
  sessions_->open(file.toStdString());
}

void MainWindow::save_session(const QString& file) {
  sessions_->save_to(file.toStdString());
}

// Panels are arranged in the size the window really gets.
void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  if (arranged_)
    return;
  arranged_ = true;
  const WindowSettings settings;
  if (const QByteArray geometry = settings.value("geometry").toByteArray(); !geometry.isEmpty())
    restoreGeometry(geometry);
  layout_->load(settings);
  layout_->restore(session_layout_);
}

void MainWindow::show_fitting() {
  show();
  fit_to_screen();
  QTimer::singleShot(300, this, &MainWindow::fit_to_screen); // the frame is there now
}

/// The window with its frame is on the screen; where there is no room for the usual size it is smaller.
void MainWindow::fit_to_screen() {
  if (isMaximized() || isFullScreen())
    return;
  const QRect free = screen()->availableGeometry(), outside = frameGeometry();
  const QSize frame = outside.size() - size();
  const QSize fitting = size().boundedTo(free.size() - frame).expandedTo(minimumSize());
  if (fitting != size())
    resize(fitting);
  const QSize all = fitting + frame;
  const QPoint corner(std::clamp(outside.left(), free.left(), std::max(free.left(), free.right() + 1 - all.width())),
                      std::clamp(outside.top(), free.top(), std::max(free.top(), free.bottom() + 1 - all.height())));
  if (corner != outside.topLeft())
    move(corner);
}

void MainWindow::end_unasked() {
  closing_ = Closing::unasked;
  close();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (closing_ == Closing::asks && sessions_->has_unsaved_changes()) {
    event->ignore();
    sessions_->before_leaving([this] {
      closing_ = Closing::agreed;
      close();
    });
    return;
  }
  if (recording_->recording())
    recording_->stop(); // the worker writes the end of the file before it goes
  WindowSettings settings;
  settings.setValue("geometry", saveGeometry());
  layout_->save(settings);
  if (closing_ == Closing::unasked)
    sessions_->close_unasked();
  else
    sessions_->close();
  event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!dropped_session(event->mimeData()).isEmpty() || !NetworkController::dropped_network(event->mimeData()).isEmpty())
    event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  if (const QString file = dropped_session(event->mimeData()); !file.isEmpty())
    open_session(file);
  else if (const QString network = NetworkController::dropped_network(event->mimeData()); !network.isEmpty())
    networks_->open(network);
}

} // namespace striate
