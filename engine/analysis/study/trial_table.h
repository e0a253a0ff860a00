// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// One presentation of a stimulus on the clock of its spike file, in ms.
struct TableTrial {
  double start_ms = 0.0, stop_ms = 0.0;
  double gray_from_ms = 0.0;  ///< gray screen from here to start; equal to start when there was none
  double direction_deg = 0.0; ///< NaN for a blank trial
  double contrast = 0.8;
  double spatial_frequency = 0.0, temporal_frequency = 0.0; ///< cycles per degree, Hz; 0 = not known
  std::string condition; ///< what was shown beside these numbers, in words; empty: nothing else differs between trials
  std::string file;      ///< spike file of the trial as the table names it; empty: all trials share the given files
  int direction = -1, level = -1, repeat = 0; ///< indices into TrialTable; -1 for a blank trial
};

/// What was shown in all directions: one contrast, one spatial and one temporal frequency, one condition.
struct StimulusLevel {
  double contrast = 0.0, spatial_frequency = 0.0, temporal_frequency = 0.0;
  std::string condition{};
  auto operator<=>(const StimulusLevel&) const = default;
};

/// What was shown: trials in the order of the table, directions, contrasts and levels in ascending order.
struct TrialTable {
  std::vector<TableTrial> trials;
  std::vector<double> directions, contrasts;
  std::vector<StimulusLevel> levels;
  int repeats = 0; ///< most trials of one direction and level
  int blanks = 0;

  double shortest_stimulus_ms() const;
  double shortest_gray_ms() const; ///< 0 when a trial has none before it
  /// Index of the level selectivity is measured at: of those with the most directions, then the most trials, the
  /// highest contrast, and there the frequencies nearest to 0.04 cycles per degree and 2 Hz, the reference's grating.
  /// -1 without any.
  int main_level() const;
  /// Directions in which the condition of a level was shown, ascending: those of all its contrasts and frequencies.
  std::vector<double> directions_of(int level) const;
  bool has_conditions() const; ///< some levels differ in their condition
  /// Fills directions, contrasts, levels, repeats, indices of trials; numbers equal but for rounding become one.
  void index();
};

/// Reads a stimulus table (core/csv.h): start, stop and direction are needed; contrast, spatial_frequency,
/// temporal_frequency, condition (what else differs, in words), gray_start and file may be there. Other spellings:
/// start_time, onset; stop_time, end, offset; orientation, angle. Directions go round the circle; without a value, as
/// "gray" or "blank", or with the contrast 0, a row is a blank trial. Without gray_start the gray before a trial begins
/// where the last trial of its file before it in time ended, in whatever row it stands, or at 0. Times are multiplied
/// by ms_per_unit. Throws Error naming file, line and column.
TrialTable read_trial_table(const std::filesystem::path& file, double ms_per_unit = 1.0);
TrialTable parse_trial_table(std::string_view text, const std::string& name, double ms_per_unit = 1.0);
/// The table as CSV text that the functions above read again.
std::string table_text(const TrialTable& table);

} // namespace striate
