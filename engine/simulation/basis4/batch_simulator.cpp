// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/basis4/batch_simulator.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace striate {

namespace {

/// Hands trials to threads: of those nobody works on, the one with the most steps left.
class Turns {
public:
  Turns(int trials, std::int64_t steps) : left_(static_cast<std::size_t>(trials), steps), busy_(left_.size(), false) {}

  /// The trial to go on with, or nothing when the rest is in other hands.
  std::optional<std::size_t> take() {
    const std::lock_guard lock(mutex_);
    std::optional<std::size_t> best;
    for (std::size_t k = 0; k < left_.size(); ++k)
      if (!busy_[k] && left_[k] > 0 && (!best || left_[k] > left_[*best]))
        best = k;
    if (best)
      busy_[*best] = true;
    return best;
  }

  std::int64_t left(std::size_t k) const { return left_[k]; } ///< of a trial that is taken

  void give_back(std::size_t k, std::int64_t done) {
    const std::lock_guard lock(mutex_);
    left_[k] -= done;
    busy_[k] = false;
  }

private:
  std::mutex mutex_;
  std::vector<std::int64_t> left_;
  std::vector<bool> busy_;
};

/// The failure of the lowest trial; errors do not cross threads as exceptions.
class Failure {
public:
  void note(std::size_t trial, const std::string& sentence, Error::Kind kind) {
    const std::lock_guard lock(mutex_);
    if (!happened_ || trial < trial_) {
      trial_ = trial;
      sentence_ = sentence;
      kind_ = kind;
    }
    happened_ = true;
  }
  bool happened() const { return happened_; }
  void rethrow(std::uint32_t first_trial) const {
    if (happened_)
      throw Error(fmt::format("Trial {}: {}", first_trial + trial_, sentence_), kind_);
  }

private:
  std::mutex mutex_;
  std::atomic<bool> happened_{false};
  std::size_t trial_ = 0;
  std::string sentence_;
  Error::Kind kind_ = Error::Kind::work;
};

} // namespace

BatchSimulator::BatchSimulator(std::shared_ptr<const Network> network, const ModelTables& tables,
                               const SimulatorOptions& options, int trials)
    : pool_(options.threads), options_(options) {
  if (!network)
    throw Error("There is no network to simulate; build or open one first.");
  ThreadPool single(1); // a trial never has more than one thread, so its targets are one range
  tables_ = std::make_shared<const CpuTables>(std::move(network), tables, single);
  restart(options.trial, trials);
}

void BatchSimulator::restart(std::uint32_t first_trial, int trials) {
  if (trials < 1)
    throw Error(fmt::format("The batch has {} trials; at least 1 is needed.", trials), Error::Kind::usage);
  trials_.clear();
  for (int k = 0; k < trials; ++k) {
    SimulatorOptions own = options_;
    own.trial = first_trial + static_cast<std::uint32_t>(k);
    trials_.push_back(std::make_unique<CpuSimulator>(tables_, own));
  }
}

void BatchSimulator::run(std::int64_t steps, const MakeInput& input, const TakeSpikes& take) {
  Turns turns(size(), steps);
  Failure failure;
  const std::function<void(int)> work = [&](int) {
    Input made;
    while (const auto k = turns.take()) {
      std::int64_t done = 0;
      const std::int64_t wanted = std::min(chunk, turns.left(*k));
      try {
        CpuSimulator& simulator = *trials_[*k];
        for (; done < wanted && !failure.happened(); ++done) {
          made.lgn_spikes.clear();
          made.lgn_amounts.clear();
          made.background_spikes.reset();
          const std::int64_t step = simulator.now();
          input(static_cast<int>(*k), step, made);
          take(static_cast<int>(*k), step,
               simulator.step({.lgn_spikes = made.lgn_spikes,
                               .background_spikes = made.background_spikes,
                               .lgn_amounts = made.lgn_amounts}));
        }
      } catch (const Error& error) {
        failure.note(*k, error.what(), error.kind());
      } catch (const std::exception& error) {
        failure.note(*k, error.what(), Error::Kind::work);
      }
      turns.give_back(*k, failure.happened() ? turns.left(*k) : done);
    }
  };
  pool_.run(work);
  failure.rethrow(trials_.front()->options().trial);
}

} // namespace striate
