// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"
#include "engine/stimulus/player/footage_source.h"
#include "engine/stimulus/protocol.h"
#include "engine/stimulus/scene.h"

#include <optional>
#include <string>

namespace striate {

/// Plays the stimulus of a run, frame by frame: gray before, the stimulus or the rows of a protocol, gray after; edits
/// act at the next frame. The same parameters and the same edits at the same frames give the same scenes. One thread.
class StimulusPlayer {
public:
  struct Screen {
    double width_deg = 120.0, height_deg = 80.0;
    /// FilterNet leaves out frame 0 of moving gratings (docs/model/lgn.md#eq-13): here at every onset, of a row as of
    /// an edit.
    bool drops_first_frame = false;
  };

  /// Reads protocol and movies; throws Error when one of them cannot be used.
  StimulusPlayer(const ParameterSet& parameters, const Screen& screen);

  /// Parameters from frame `now`, the next, on. Throws Error and changes nothing when a movie cannot be used.
  void edit(const ParameterSet& parameters, std::int64_t now);
  /// Goes on to a frame; frames must be asked for in order. Returns whether the scene changed by itself.
  bool advance(std::int64_t now);
  /// A frame after `now` before which advance() changes nothing; the largest number when it never will.
  std::int64_t next_change_after(std::int64_t now) const;
  /// Back to before frame 0.
  void rewind();

  const Scene& scene() const { return scene_; }
  /// As the user or the protocol set it; kind gray while nothing is shown.
  const Stimulus& stimulus() const { return stimulus_; }
  const Protocol& protocol() const { return protocol_; }
  /// What was done to a movie that was read, once; empty mostly.
  std::string take_notice() { return footage_.take_notice(); }

private:
  std::optional<std::size_t> row_at(std::int64_t now) const;
  std::int64_t delay_ms(std::size_t row) const;
  void show_late(std::int64_t now);
  Stimulus stimulus_of(std::size_t row) const;

  bool drops_first_frame_;
  ParameterSet parameters_;
  Protocol protocol_; ///< without one of the user's, a single row
  FootageSource footage_;
  std::optional<std::size_t> row_; ///< on the screen
  Stimulus stimulus_;              ///< of that row
  Scene scene_;
  /// What an edit began and the screen shows from the next frame on.
  struct Late {
    Scene scene;
    std::int64_t at_ms;
  };
  std::optional<Late> late_;
};

} // namespace striate
