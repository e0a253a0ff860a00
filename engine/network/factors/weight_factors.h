// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// One line of a table of weight factors: all synapses from `source` onto `target` are multiplied
/// (docs/model/network.md#eq-21).
struct WeightFactor {
  std::string source;             ///< a selection of neurons ("Exc", "L4_PV", "VIP"), "LGN" or "background"
  std::string target;             ///< a selection of neurons
  double ln_weight = 0.0;         ///< logarithm of the factor
  double b_orientation = 0.0;     ///< like-to-like in orientation
  double c_direction = 0.0;       ///< like-to-like in direction
  std::optional<double> total_pA; ///< total weight per target cell where the factor was found; none: as it stands
  std::string place;              ///< "FILE, line 3", for sentences

  bool external() const { return source == lgn || source == background; }
  static constexpr const char* lgn = "LGN";
  static constexpr const char* background = "background";
};

/// A table of weight factors: what training by factors or by feedback finds, in a form that a person can read and that
/// any seed and size of the network can take. A value type.
struct WeightFactors {
  std::vector<WeightFactor> rows;

  /// Reads a CSV table in one of two layouts. Long: source, target, ln_weight and, where wanted, b_orientation,
  /// c_direction, total_pA. By target type: target_type, ln_excitatory, ln_inhibitory, ln_lgn, ln_background,
  /// b_orientation, c_direction and, where wanted, total_excitatory_pA, total_inhibitory_pA. Throws Error naming file,
  /// line and column for what is missing, not a number, unknown, given twice or beyond +-max_exponent.
  static WeightFactors read(const std::filesystem::path& file);
  /// The same from text; `name` stands for the file in errors.
  static WeightFactors parse(std::string_view text, const std::string& name);

  /// The table in the long layout, with the shortest numbers that read back as they are.
  std::string csv() const;
  /// 32 hexadecimal digits that follow from the factors alone, not from layout or name of the file.
  std::string digest() const;

  static constexpr double max_exponent = 20.0; ///< of ln_weight, b_orientation and c_direction
};

} // namespace striate
