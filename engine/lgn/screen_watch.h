// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/scene.h"

#include <cstdint>
#include <memory>
#include <utility>

namespace striate {

/// Which picture of its footage a scene shows, frame by frame. Value type.
class ScreenWatch {
public:
  /// Goes on to a frame of the scene; returns whether another picture is on the screen than at the frame before.
  bool look(const Scene& scene, std::int64_t now) {
    if (scene.footage != footage_ || scene.footage_origin_ms != origin_ms_) {
      picture_ = unknown;
      footage_ = scene.footage;
      origin_ms_ = scene.footage_origin_ms;
    }
    const std::int64_t next = footage_ ? footage_->picture_at(now - origin_ms_) : Footage::gray;
    afresh_ = picture_ == unknown || picture_ == Footage::gray;
    return next != std::exchange(picture_, next);
  }
  /// The next look() sees another picture, whatever it is.
  void forget() { picture_ = unknown; }

  /// Of the latest look(). The footage may be null, then the picture is gray.
  const std::shared_ptr<const Footage>& footage() const { return footage_; }
  std::int64_t picture() const { return picture_; }
  bool afresh() const { return afresh_; } ///< the frame before was gray or is not known

private:
  static constexpr std::int64_t unknown = -2; ///< a picture number that no footage gives

  std::shared_ptr<const Footage> footage_;
  std::int64_t origin_ms_ = 0;
  std::int64_t picture_ = Footage::gray;
  bool afresh_ = false;
};

} // namespace striate
