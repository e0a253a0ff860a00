// SPDX-License-Identifier: Apache-2.0
#include "ui/network/network_controller.h"

#include "engine/parameters/meaning.h"
#include "ui/actions/action_list.h"
#include "ui/controls/parameter_editor.h"
#include "ui/network/network_dialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace striate {

namespace {

QString network_name(const ParameterSet& parameters) {
  const QString name = QString::fromStdString(parameters.choice("network"));
  return name == "file" ? QFileInfo(QString::fromStdString(parameters.text("network-file"))).fileName() : name;
}

/// Weights of a training run belong to the network they were trained on.
void drop_weights_of_another(ParameterSet& wanted, const ParameterSet& before) {
  if (!same_connectivity(wanted, before) && differences_of(Scope::weights, wanted, before).empty())
    wanted.set_text("weights", "");
}

} // namespace

NetworkController::NetworkController(QWidget* window, ParameterEditor& editor,
                                     std::function<void(const std::function<void()>&)> before)
    : QObject(window), window_(window), editor_(editor), before_(std::move(before)) {}

void NetworkController::connect_actions(ActionList& actions) {
  actions.handle("simulation.network", [this] { choose(); });
  actions.handle("file.open-network", [this] { ask_open(); });
}

void NetworkController::fill_recent_menu(QMenu* menu) {
  recent_.fill(menu, tr("No recent network"), [this](const QString& path) { open(path); });
}

void NetworkController::open(const QString& path) {
  ParameterSet parameters = editor_.parameters();
  parameters.set_text("network", "file");
  parameters.set_text("network-file", QFileInfo(path).absoluteFilePath().toStdString());
  take(parameters);
}

void NetworkController::take(const ParameterSet& wanted) {
  before_([this, wanted] {
    ParameterSet parameters = editor_.parameters(); // the stimulus may have been turned meanwhile
    copy_scope(Scope::network, wanted, parameters);
    copy_scope(Scope::weights, wanted, parameters);
    parameters.copy("network-cache", wanted);
    drop_weights_of_another(parameters, editor_.parameters());
    if (parameters != editor_.parameters())
      editor_.apply(tr("Network %1 → %2").arg(network_name(editor_.parameters()), network_name(parameters)),
                    parameters);
  });
}

void NetworkController::opened() {
  if (editor_.parameters().is(choices::NetworkKind::file))
    recent_.note(QString::fromStdString(editor_.parameters().text("network-file")));
}

QString NetworkController::dropped_network(const QMimeData* data) {
  for (const QUrl& url : data->urls())
    if (const QFileInfo file(url.toLocalFile()); url.isLocalFile() && (file.isDir() || file.suffix() == "json"))
      return file.absoluteFilePath();
  return {};
}

void NetworkController::choose() {
  auto* dialog = new NetworkDialog(editor_.parameters(), window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { take(dialog->parameters()); });
  dialog->open();
}

void NetworkController::ask_open() {
  const QStringList recent = recent_.existing();
  auto* dialog = new QFileDialog(window_, tr("Open a SONATA network"),
                                 recent.isEmpty() ? QDir::homePath() : QFileInfo(recent.front()).absolutePath(),
                                 tr("SONATA config (*.json)"));
  dialog->setObjectName("open-network");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &NetworkController::open);
  dialog->open();
}

} // namespace striate
