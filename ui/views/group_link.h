// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace striate {

class FigureWidget;
class LiveData;

/// Names of classes and layers in a figure (legend entries, names of ticks, titles, labels of layers) highlight their
/// group in all views: while the pointer is on one, and after a click until the next one. Both must outlive the link.
void link_groups(FigureWidget& plot, LiveData& data);

} // namespace striate
