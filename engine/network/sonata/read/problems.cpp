// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/problems.h"

#include <fmt/format.h>

namespace striate::sonata {

namespace {

constexpr std::size_t most_kept = 1000;

SonataProblem described(SonataProblem::Severity severity, const Place& place, const std::string& what) {
  SonataProblem problem{severity, place.file.string(), place.object, place.row, place.file.string()};
  if (!place.object.empty())
    problem.sentence += ", " + place.object;
  if (place.row)
    problem.sentence += fmt::format(", row {}", *place.row);
  problem.sentence += ": " + what + ".";
  return problem;
}

/// Thrown by fail(): carries the parts to attempt().
class Failure : public Error {
public:
  explicit Failure(SonataProblem problem) : Error(problem.sentence), problem_(std::move(problem)) {}
  const SonataProblem& problem() const { return problem_; }

private:
  SonataProblem problem_;
};

} // namespace

void Problems::keep(SonataProblem problem) {
  if (problem.severity == SonataProblem::Severity::error)
    ++errors_;
  if (problems_.size() < most_kept)
    problems_.push_back(std::move(problem));
}

void Problems::error(const Place& place, const std::string& what) {
  if (!gentle())
    fail(place, what);
  keep(described(SonataProblem::Severity::error, place, what));
}

void Problems::fail(const Place& place, const std::string& what) {
  throw Failure(described(SonataProblem::Severity::error, place, what));
}

void Problems::warn(const Place& place, const std::string& what) {
  keep(described(SonataProblem::Severity::warning, place, what));
}

bool Problems::attempt(const std::function<void()>& work) {
  if (!gentle()) {
    work();
    return true;
  }
  try {
    work();
    return true;
  } catch (const Failure& failure) {
    keep(failure.problem());
  } catch (const Error& failure) {
    keep({SonataProblem::Severity::error, {}, {}, {}, failure.what()});
  }
  return false;
}

} // namespace striate::sonata
