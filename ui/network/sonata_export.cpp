// SPDX-License-Identifier: Apache-2.0
#include "ui/network/sonata_export.h"

#include "engine/network/sonata/write/sonata_writer.h"
#include "engine/training/run/trained_network.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/task_bar.h"

namespace striate {

SonataExport::SonataExport(TaskBar& tasks, MessageBanner& banner, QObject* parent)
    : QObject(parent), tasks_(tasks), banner_(banner) {
  connect(&tasks_, &TaskBar::ended, this, &SonataExport::ended);
}

SonataExport::~SonataExport() {
  if (task_)
    task_->cancel();
  if (thread_.joinable())
    thread_.join();
}

void SonataExport::start(std::shared_ptr<const Network> network, const std::filesystem::path& checkpoint,
                         const std::filesystem::path& folder) {
  if (task_) {
    banner_.tell(tr("A network is already being exported; wait for it or cancel it."));
    return;
  }
  check_sonata_place(folder, false);
  folder_ = folder;
  task_ = std::make_shared<Task>(tr("Export network").toStdString());
  tasks_.watch(task_);
  thread_ = std::thread([task = task_, network = std::move(network), checkpoint, folder] {
    task->run([&](Task& running) {
      ThreadPool pool(1); // the training may need the other cores
      running.set_step("reading the weights");
      const auto trained = checkpoint_network(network, checkpoint, pool);
      write_sonata(*trained, folder, SonataWriteOptions{}, running);
    });
  });
}

void SonataExport::ended(const TaskStatus& status) {
  if (thread_.joinable())
    thread_.join();
  task_.reset();
  if (status.state == TaskState::failed)
    banner_.warn(QString::fromStdString(status.error));
  else if (status.state == TaskState::done)
    banner_.tell(tr("Wrote the trained network to %1; File > Open network… opens it.")
                     .arg(QString::fromStdString(folder_.string())));
}

} // namespace striate
