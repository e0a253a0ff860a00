// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace striate::app {

/// What a piece of work in a process of its own measured: named numbers in order, and its largest resident memory.
struct ChildResult {
  struct Value {
    std::string name;
    double value = 0.0;
  };
  std::vector<Value> values;
  double peak_mb = 0.0;

  double operator[](const std::string& name) const;
};

/// Runs `work` in a child process, so that its peak memory is its own. Call it while this process has one thread.
/// Throws Error with the child's sentence when it fails.
ChildResult measure_in_child(const std::function<std::vector<ChildResult::Value>()>& work);

} // namespace striate::app
