// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/network/network.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <thread>

namespace striate {

class MessageBanner;
class TaskBar;

/// Writes the network of a checkpoint as SONATA files on a thread of its own; the task bar shows it. One at a time.
class SonataExport : public QObject {
  Q_OBJECT
public:
  SonataExport(TaskBar& tasks, MessageBanner& banner, QObject* parent);
  ~SonataExport() override;

  /// network: as the run trained it. Throws Error when the folder cannot be used.
  void start(std::shared_ptr<const Network> network, const std::filesystem::path& checkpoint,
             const std::filesystem::path& folder);

private:
  void ended(const TaskStatus& status);

  TaskBar& tasks_;
  MessageBanner& banner_;
  std::shared_ptr<Task> task_;
  std::filesystem::path folder_;
  std::thread thread_;
};

} // namespace striate
