// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/explore/stimulus/presets.h"

#include <filesystem>
#include <vector>

namespace striate {

/// The user's own presets and the file that keeps them. A file that cannot be read is never overwritten: it is set
/// aside as "presets.json.broken" before the next one is written.
class PresetStore {
public:
  explicit PresetStore(std::filesystem::path file);

  /// Reads the file, if there is one; throws Error naming file, preset and key, and then holds none.
  void load();
  const std::vector<Preset>& presets() const { return presets_; }
  /// Adds a preset or replaces the one of that name, and writes the file. Throws Error when it cannot be written; the
  /// presets are then as before.
  void put(const Preset& preset);
  void remove(const std::string& name);

private:
  void write(const std::vector<Preset>& presets) const;
  void set_broken_file_aside();

  std::filesystem::path file_;
  std::vector<Preset> presets_;
  bool broken_ = false;
};

} // namespace striate
