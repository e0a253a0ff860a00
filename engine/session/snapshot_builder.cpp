// SPDX-License-Identifier: Apache-2.0
#include "engine/session/snapshot_builder.h"

#include "engine/core/simd.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>

namespace striate {

namespace {

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

void SnapshotBuilder::start_block(std::int64_t first_ms) {
  block_ = SpikeBlock{};
  block_.first_ms = first_ms;
  block_.offset.push_back(0);
  for (auto& sample : lgn_) {
    sample.rate_Hz.clear();
    sample.spike_ms.clear();
    sample.luminance.clear();
  }
  neuron_samples_.clear();
  marks_.clear();
  epochs_.clear();
}

void SnapshotBuilder::begin(const Session& session) {
  ++epoch_;
  protocol_ = std::make_shared<const Protocol>(session.protocol());
  start_block(session.now());
  neuron_.reset();
  std::erase_if(lgn_, [&](const auto& sample) { return sample.unit >= session.network().lgn_units.size(); });
  shown_ = session.scene();
  perturbation_.clear();
  epochs_.push_back({session.now(), session.stimulus(), session.grating(), shown_});
}

void SnapshotBuilder::select_neuron(std::optional<std::uint32_t> neuron) {
  neuron_ = neuron;
  neuron_samples_.clear();
}

void SnapshotBuilder::select_lgn_units(const std::vector<std::uint32_t>& units, const Session& session) {
  lgn_.clear();
  for (const std::uint32_t unit : units)
    if (unit < session.network().lgn_units.size())
      lgn_.push_back({unit,
                      std::vector<float>(static_cast<std::size_t>(steps()), std::numeric_limits<float>::quiet_NaN()),
                      {},
                      std::vector<float>(static_cast<std::size_t>(steps()), std::numeric_limits<float>::quiet_NaN())});
}

void SnapshotBuilder::add_epoch(std::int64_t from_ms, const Session& session) {
  shown_ = session.scene();
  marks_.push_back(
      {static_cast<double>(from_ms), shown_.is_gray() ? std::string("gray") : describe(session.stimulus()), {}});
  epochs_.push_back({from_ms, session.stimulus(), session.grating(), shown_});
}

void SnapshotBuilder::mark(const Session& session) {
  // A dragged dial edits many times a second: an edit at the same step replaces the mark.
  if (!marks_.empty() && marks_.back().time_ms == static_cast<double>(session.now()))
    marks_.pop_back();
  add_epoch(session.now(), session);
}

void SnapshotBuilder::add(const StepResult& step, const Session& session) {
  if (!(session.scene() == shown_)) // the run's own schedule changed the stimulus in this step
    add_epoch(step.ms, session);
  if (session.perturbation() != perturbation_) {
    perturbation_ = session.perturbation();
    if (perturbation_.empty())
      marks_.push_back({static_cast<double>(step.ms), "perturbation ends", StimulusMark::Kind::released});
    else
      marks_.push_back({static_cast<double>(step.ms), perturbation_, StimulusMark::Kind::perturbed});
  }
  block_.id.insert(block_.id.end(), step.spikes.begin(), step.spikes.end());
  block_.offset.push_back(static_cast<std::uint32_t>(block_.id.size()));
  const LgnUnits& units = session.network().lgn_units;
  for (auto& sample : lgn_) {
    sample.rate_Hz.push_back(step.lgn_rates_Hz[sample.unit]);
    if (std::find(step.lgn_spikes.begin(), step.lgn_spikes.end(), sample.unit) != step.lgn_spikes.end())
      sample.spike_ms.push_back(step.ms);
    sample.luminance.push_back(static_cast<float>(
        shown_.luminance(units.x_deg[sample.unit], units.y_deg[sample.unit], static_cast<double>(step.ms))));
  }
  if (neuron_)
    neuron_samples_.push_back(session.simulator().sample(*neuron_));
}

Snapshot SnapshotBuilder::finish(const Session& session) {
  Snapshot snapshot;
  snapshot.now_ms = session.now();
  snapshot.parameters = session.parameters();
  const Simulator& simulator = session.simulator();
  snapshot.backend = simulator.backend();
  if (snapshot.backend == "CPU")
    snapshot.backend +=
        fmt::format(" · {} thread{} · {}", simulator.threads(), simulator.threads() == 1 ? "" : "s", simd_name());
  if (const auto load = simulator.device_load())
    snapshot.backend +=
        fmt::format(" · {:.1f} of {:.0f} GB · {:.0f} % busy", static_cast<double>(load->used_bytes) * 1e-9,
                    static_cast<double>(load->total_bytes) * 1e-9, 100.0 * load->busy);
  snapshot.epoch = epoch_;
  snapshot.network = session.network_pointer();
  if (const auto rates = session.lgn_rates_Hz(); session.now() > 0 && !rates.empty()) {
    snapshot.lgn_rates_Hz.assign(rates.begin(), rates.end());
    snapshot.lgn_mean_Hz = std::accumulate(rates.begin(), rates.end(), 0.0) / static_cast<double>(rates.size());
  }
  snapshot.grating = session.grating();
  snapshot.scene = shown_;
  snapshot.protocol = protocol_;
  snapshot.marks = marks_;
  snapshot.epochs = epochs_;
  snapshot.lgn = lgn_;
  snapshot.neuron = neuron_;
  snapshot.neuron_samples = std::move(neuron_samples_);
  snapshot.spikes = std::make_shared<const SpikeBlock>(std::move(block_));
  snapshot.message = std::exchange(message_, {});
  snapshot.notice = std::exchange(notice_, {});
  start_block(session.now());
  return snapshot;
}

void merge_snapshots(Snapshot& earlier, Snapshot&& later) {
  if (later.epoch != earlier.epoch) {
    if (later.message.empty())
      later.message = std::move(earlier.message);
    if (later.notice.empty())
      later.notice = std::move(earlier.notice);
    earlier = std::move(later);
    return;
  }
  SpikeBlock block = *earlier.spikes;
  const auto shift = static_cast<std::uint32_t>(block.id.size());
  for (std::size_t i = 1; i < later.spikes->offset.size(); ++i)
    block.offset.push_back(later.spikes->offset[i] + shift);
  block.id.insert(block.id.end(), later.spikes->id.begin(), later.spikes->id.end());

  // Another choice of units or of the neuron starts its traces anew; padding keeps them aligned with the steps.
  const auto earlier_steps = static_cast<std::size_t>(earlier.spikes->steps());
  for (std::size_t i = 0; i < later.lgn.size(); ++i) {
    const bool same = i < earlier.lgn.size() && earlier.lgn[i].unit == later.lgn[i].unit;
    Snapshot::LgnSample joined;
    joined.unit = later.lgn[i].unit;
    if (same) {
      joined = std::move(earlier.lgn[i]);
    } else {
      joined.rate_Hz.assign(earlier_steps, std::numeric_limits<float>::quiet_NaN());
      joined.luminance = joined.rate_Hz;
    }
    append(joined.rate_Hz, std::move(later.lgn[i].rate_Hz));
    append(joined.luminance, std::move(later.lgn[i].luminance));
    append(joined.spike_ms, std::move(later.lgn[i].spike_ms));
    later.lgn[i] = std::move(joined);
  }
  if (later.neuron == earlier.neuron) {
    append(earlier.neuron_samples, std::move(later.neuron_samples));
    later.neuron_samples = std::move(earlier.neuron_samples);
  }
  append(earlier.marks, std::move(later.marks));
  later.marks = std::move(earlier.marks);
  append(earlier.epochs, std::move(later.epochs));
  later.epochs = std::move(earlier.epochs);
  later.spikes = std::make_shared<const SpikeBlock>(std::move(block));
  if (later.message.empty())
    later.message = std::move(earlier.message);
  if (later.notice.empty())
    later.notice = std::move(earlier.notice);
  earlier = std::move(later);
}

} // namespace striate
