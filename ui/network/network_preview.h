// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/preview.h"
#include "engine/parameters/parameter_set.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <thread>

class QFormLayout;
class QLabel;

namespace striate {

/// What a network in files holds, told before it is opened: neurons by layer and class, edges, LGN units, warnings and
/// what is wrong. The files are looked at on a thread of its own, a moment after the last change; a look that is out of
/// date is given up. GUI thread.
class NetworkPreview : public QWidget {
  Q_OBJECT
public:
  explicit NetworkPreview(QWidget* parent = nullptr);
  ~NetworkPreview() override;

  /// Looks at the network that the parameters "network-file", "select-..." and "edge-variant" name.
  void look(const ParameterSet& parameters);

signals:
  /// usable: it can be opened, as far as was looked; false also while it is looked at.
  void judged(bool usable);

private:
  void start();
  void show_preview(const SonataPreview& preview);
  void show_sentence(const QString& sentence, bool wrong);

  ParameterSet parameters_;
  QTimer wait_;
  std::shared_ptr<Task> task_;
  QFormLayout* facts_;
  QLabel* neurons_;
  QLabel* cell_types_;
  QLabel* edges_;
  QLabel* inputs_;
  QLabel* sentence_;
  std::jthread worker_; ///< last: it ends before anything else goes
};

} // namespace striate
