// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/filter_bank.h"
#include "engine/lgn/grating_sums.h"
#include "engine/lgn/screen_watch.h"
#include "gpu/device/device_array.h"
#include "gpu/device/row_store.h"
#include "gpu/tasks/lgn.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace striate {

/// The filters of an LGN population in a device's memory. Immutable; trials share them.
struct GpuFilters {
  /// Throws as Lgn.
  GpuFilters(const std::shared_ptr<Device>& device, const LgnUnits& units, LgnGeometry geometry);

  /// How the lines see pixels on one of the grids.
  struct Windows {
    Windows(const std::shared_ptr<Device>& device, const ReceptiveFields& fields);
    LgnWindows arrays() const;

    DeviceArray<std::int32_t> first_x, width_x, first_y, width_y;
    DeviceArray<std::uint32_t> offset_x, offset_y;
    DeviceArray<float> weights_x, weights_y;
  };
  const Windows& windows(PixelGrid grid) const { return grid == PixelGrid::picture && pictures ? *pictures : patterns; }

  FilterBank bank;
  Windows patterns;
  std::optional<Windows> pictures; ///< where they differ
  DeviceArray<LgnBlock> blocks;
  DeviceArray<float> taps, steps, spontaneous_Hz;
  DeviceArray<std::int32_t> second_line;
};

/// The LGN on a GPU, the twin of Lgn: the host works out what there is to do in each frame of a stretch
/// (GratingSchedule, FrameInput), the GPU does it for all lines (lgn_frame). Rates of gratings are those of the CPU to
/// the bit, those of footage to rounding. One thread.
class GpuLgn {
public:
  GpuLgn(std::shared_ptr<Device> device, std::shared_ptr<const GpuFilters> filters);

  const FilterBank& bank() const { return filters_->bank; }
  const std::shared_ptr<const GpuFilters>& filters() const { return filters_; }
  /// Works out the frames now .. now + frames - 1, during all of which the screen shows `scene`, and tells the GPU.
  /// Frames at and after `now` that were planned before have not happened. Throws as Lgn::show, and then nothing has
  /// changed.
  void plan(const Scene& scene, std::int64_t now, int frames);
  /// Remembers the GPU's state as it is before the planned frames, and goes back to it.
  void keep();
  void go_back();
  /// What a frame of the plan reads and writes, but for clock, random numbers and results.
  LgnTask task(int frame) const;
  /// Unlike before when the pointers in task() have changed.
  std::uint64_t layout() const { return layout_; }

  /// All that frames change.
  struct State {
    GratingSchedule gratings;
    Scene shown;
    std::int64_t planned = 0; ///< end of the latest plan
    RowStore<double> sums;    ///< of carriers: [re, im][line]
    RowStore<float> changes;  ///< of gratings: [re, im][line]
    RowStore<float> rows;     ///< of footage: what changed in a frame

    ScreenWatch screen;
    std::vector<std::int64_t> steps; ///< frames in which footage changed: their ids among the rows
    bool screen_gray = true;
    bool rests = false; ///< `settled` is not 0
    DeviceArray<float> seen, settled;

    State clone() const;
  };
  State moment() const { return state_.clone(); }
  void restore(const State& moment);
  /// Gray since ever, at frame 0.
  void reset();

private:
  State fresh() const;
  void forget(std::int64_t now);
  void plan_gratings(std::int64_t now);
  void start_footage();
  void plan_memory(std::int64_t now, int frames);
  void plan_footage(std::int64_t now, int frame, std::int64_t first);
  void look_at_pictures();
  /// As long as needed; tells when it has moved.
  template <typename T>
  void make_room(DeviceArray<T>& array, std::size_t size);
  std::uint32_t row_of(std::int64_t frame);

  std::shared_ptr<Device> device_;
  std::shared_ptr<const GpuFilters> filters_;
  GratingSums sums_of_;
  State state_;
  std::vector<LgnPass> passes_;
  std::vector<std::uint32_t> pass_begin_;
  std::vector<LookTask::Picture> pictures_; ///< of the plan
  std::vector<float> pixels_;
  bool remembers_ = false;

  DeviceArray<LgnPass> device_passes_;
  DeviceArray<std::uint32_t> device_pass_begin_;
  DeviceArray<LookTask::Picture> device_pictures_;
  DeviceArray<MemoryTask::Change> device_changes_;
  DeviceArray<std::uint32_t> absorbed_;
  DeviceArray<float> device_pixels_, inputs_, memory_;
  DeviceArray<double> kept_sums_;
  DeviceArray<float> kept_seen_, kept_settled_;
  std::uint64_t layout_ = 0;
};

} // namespace striate
