// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <vector>

/// A small reverse-mode automatic differentiation in double, for the check of the hand-written adjoint.
namespace autodiff {

class Graph {
public:
  using Node = std::size_t;
  static constexpr Node none = ~std::size_t{0};

  /// A node without parents.
  Node leaf() {
    begin_.push_back(links_.size());
    return begin_.size() - 1;
  }
  /// Starts a node; then link() its parents with the partial derivative; constants (none) are left out.
  Node open() { return leaf(); }
  void link(Node parent, double partial) {
    if (parent != none)
      links_.push_back({parent, partial});
  }
  /// dLast/dNode for every node, the last one having derivative 1.
  std::vector<double> derivatives() const {
    std::vector<double> bar(begin_.size(), 0.0);
    bar.back() = 1.0;
    for (Node node = begin_.size(); node-- > 0;) {
      const std::size_t end = node + 1 < begin_.size() ? begin_[node + 1] : links_.size();
      for (std::size_t k = begin_[node]; k < end; ++k)
        bar[links_[k].parent] += links_[k].partial * bar[node];
    }
    return bar;
  }

private:
  struct Link {
    Node parent = 0;
    double partial = 0.0;
  };
  std::vector<std::size_t> begin_;
  std::vector<Link> links_;
};

/// A number and its node.
struct Value {
  double x = 0.0;
  Graph::Node node = Graph::none;
};

} // namespace autodiff
