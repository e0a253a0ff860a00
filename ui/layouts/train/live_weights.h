// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/session/simulation_service.h"

#include <QThreadPool>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

namespace striate {

/// Lends the newest weights of a training run to the simulation that the window shows, every few seconds at most, and
/// so that it takes at most a tenth of the training's time; gives the network's own weights back when they are wanted
/// no longer. The service must outlive it.
class LiveWeights {
public:
  explicit LiveWeights(SimulationService& service) : service_(service) {}
  ~LiveWeights() { returning_.waitForDone(); }

  void set_wanted(bool wanted); ///< GUI thread; returns at once
  bool wanted() const { return wanted_.load(std::memory_order_relaxed); }
  /// The thread that trains: calls trained() and lends its weights when they are due. network: as it was opened.
  void offer(const std::shared_ptr<const Network>& network,
             const std::function<std::shared_ptr<const Network>()>& trained);

private:
  void give_back();

  SimulationService& service_;
  std::atomic<bool> wanted_{false};
  std::mutex mutex_;                    ///< guards what follows
  std::shared_ptr<const Network> lent_; ///< whose weights are replaced; nullptr: none
  std::chrono::steady_clock::time_point next_{};
  QThreadPool returning_;
};

} // namespace striate
