// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/perturbation_schedule.h"
#include "ui/controls/parameter_editor.h"

#include <functional>
#include <memory>
#include <vector>

namespace striate {

/// The list of perturbations as the editor holds it (the text parameter "perturb"), and every way to change it. Each
/// change is one undo step; the simulation takes it at its next millisecond. A change that the network has no neurons
/// for throws a usage Error and changes nothing. GUI thread.
class PerturbationEdits {
public:
  /// network: the one that runs; may give nullptr, then targets are not looked up.
  PerturbationEdits(ParameterEditor& editor, std::function<std::shared_ptr<const Network>()> network);

  const std::vector<PerturbationTerm>& terms() const { return terms_; }
  /// Reads the editor again; true when the list is another one now.
  bool refresh();

  /// Throws a usage Error when the same acts already over that time.
  void add(const PerturbationTerm& term);
  void replace(std::size_t index, const PerturbationTerm& term);
  void remove(std::size_t index);
  void enable(std::size_t index, bool on);
  /// Ends it now; one that has not begun is removed.
  void release(std::size_t index, std::int64_t now_ms);
  /// Releases all that act. Nothing happens when none does.
  void release_all(std::int64_t now_ms);

private:
  void apply(const QString& name, const std::vector<PerturbationTerm>& terms);

  ParameterEditor& editor_;
  std::function<std::shared_ptr<const Network>()> network_;
  std::vector<PerturbationTerm> terms_;
  std::string text_;
};

} // namespace striate
