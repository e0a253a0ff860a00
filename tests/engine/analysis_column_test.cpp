// SPDX-License-Identifier: Apache-2.0
#include "analysis_support.h"
#include "engine/analysis/figures/column_figure.h"
#include "engine/core/errors.h"

#include <algorithm>
#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;

namespace {

/// Two excitatory cells on opposite sides of the axis and a PV cell on it.
Network three_cells() {
  Network network = network_of({{"e4Rorb", 100, 0, 0}, {"e4Rorb", -100, 0, 180}, {"i4Pvalb", 0, 0, 90}});
  network.neurons.y_um = {-300.0f, -300.0f, -400.0f};
  return network;
}

ColumnImage image_of(const Network& network, const ColumnCamera& camera, ColumnColoring coloring,
                     Theme theme = Theme::dark) {
  ColumnImage image;
  image.set_network(network);
  image.set_view(200, 200, 1.0, camera, coloring, theme);
  return image;
}

std::uint32_t pixel_at(const ColumnImage& image, const Network& network, std::uint32_t neuron) {
  const NeuronTable& neurons = network.neurons;
  const ColumnPoint at = image.project(neurons.x_um[neuron], neurons.y_um[neuron], neurons.z_um[neuron]);
  return image.pixels()[static_cast<std::size_t>(at.y) * 200 + static_cast<std::size_t>(at.x)];
}

} // namespace

TEST_CASE("the camera turns the column as its angles say, and lengths stay true") {
  const Network network = three_cells();
  const ColumnImage side = image_of(network, {0.0, 0.0, 1.0}, ColumnColoring::classes);
  const ColumnPoint right = side.project(100, -350, 0), left = side.project(-100, -350, 0);
  CHECK(right.y == doctest::Approx(100.0));
  CHECK((right.x - left.x) * side.um_per_pixel() == doctest::Approx(200.0));
  CHECK(side.project(0, -300, 0).y < side.project(0, -400, 0).y); // the pia is up
  CHECK(side.project(0, -350, 50).depth > side.project(0, -350, -50).depth);

  const ColumnImage turned = image_of(network, {90.0, 0.0, 1.0}, ColumnColoring::classes);
  CHECK(turned.project(100, -350, 0).x == doctest::Approx(turned.project(-100, -350, 0).x));
  CHECK(turned.project(100, -350, 0).depth == doctest::Approx(-100.0));

  const ColumnImage top = image_of(network, {0.0, 90.0, 1.0}, ColumnColoring::classes);
  CHECK(top.project(50, -300, 20).x == doctest::Approx(top.project(50, -400, 20).x));
  CHECK(top.project(50, -300, 20).y == doctest::Approx(top.project(50, -400, 20).y));
  CHECK(top.project(50, -300, 20).depth > top.project(50, -400, 20).depth); // the pia looks at us
}

TEST_CASE("zoom 1 shows every neuron, and a dot is picked where it is drawn") {
  const Network network = three_cells();
  for (const double pitch : {-60.0, 0.0, 30.0, 90.0}) {
    CAPTURE(pitch);
    ColumnImage image = image_of(network, {20.0, pitch, 1.0}, ColumnColoring::classes);
    image.draw({});
    for (std::uint32_t i = 0; i < 3; ++i) {
      const NeuronTable& neurons = network.neurons;
      const ColumnPoint at = image.project(neurons.x_um[i], neurons.y_um[i], neurons.z_um[i]);
      CHECK(at.x > 0.0f);
      CHECK(at.x < 200.0f);
      CHECK(at.y > 0.0f);
      CHECK(at.y < 200.0f);
      CHECK(image.pick(at.x, at.y, 5.0) == i);
      CHECK(pixel_at(image, network, i) != 0);
    }
    CHECK_FALSE(image.pick(-50.0, -50.0, 5.0).has_value());
  }
}

TEST_CASE("of two neurons behind each other the one in front is drawn and picked") {
  const Network network = three_cells();
  ColumnImage image = image_of(network, {90.0, 0.0, 1.0}, ColumnColoring::tuning);
  image.draw({});
  const ColumnPoint at = image.project(100, -300, 0);
  CHECK(image.pick(at.x, at.y, 5.0) == 1); // yaw 90: negative x looks at us
  const Rgba front = direction_color(180.0, Theme::dark);
  CHECK(((pixel_at(image, network, 0) >> 16) & 255) == doctest::Approx(front.r).epsilon(0.05));
}

TEST_CASE("a spike lights its neuron, in both themes") {
  const Network network = three_cells();
  for (const Theme theme : {Theme::dark, Theme::light}) {
    ColumnImage image = image_of(network, {0.0, 0.0, 1.0}, ColumnColoring::spikes, theme);
    image.draw(std::vector<float>{1.0f, 0.0f, 0.0f});
    CHECK((pixel_at(image, network, 0) >> 24) > 240);
    CHECK((pixel_at(image, network, 1) >> 24) < 128);
    const Rgba lit = palette(Ink::exc, theme);
    CHECK(((pixel_at(image, network, 0) >> 16) & 255) == doctest::Approx(lit.r).epsilon(0.05));
  }
}

TEST_CASE("the scale of rates is monotonic and clamps, directions are cyclic") {
  ColumnImage image = image_of(three_cells(), {0.0, 0.0, 1.0}, ColumnColoring::rate);
  image.draw(std::vector<float>{0.0f, 1000.0f, 10.0f});
  const auto red = [](double share) { return int{rate_color(share, Theme::dark).r}; };
  CHECK(red(0.0) < red(0.5));
  CHECK(red(0.5) < red(1.0));
  CHECK(red(2.0) == red(1.0));
  CHECK(direction_color(10.0, Theme::light).g == direction_color(370.0, Theme::light).g);
}

TEST_CASE("empty networks and impossible pictures") {
  ColumnImage image;
  image.set_network(Network{});
  image.set_view(10, 10, 1.0, {}, ColumnColoring::spikes, Theme::dark);
  image.draw({});
  CHECK(std::ranges::all_of(image.pixels(), [](std::uint32_t pixel) { return pixel == 0; }));
  CHECK_FALSE(image.pick(5, 5, 100).has_value());
  CHECK_THROWS_AS(image.set_view(0, 10, 1.0, {}, ColumnColoring::spikes, Theme::dark), Error);
  CHECK_THROWS_AS(image.draw(std::vector<float>{1.0f}), Error);
}

TEST_CASE("the figure of the column has every neuron once") {
  const Network network = three_cells();
  for (const ColumnColoring coloring : {ColumnColoring::classes, ColumnColoring::spikes}) {
    const FigureModel figure = column_figure(network, {}, coloring, std::vector<float>{1.0f, 0.0f, 0.0f});
    std::size_t dots = 0;
    for (const Series& series : figure.panels.front().series)
      dots += std::get<DotSeries>(series).x.size();
    CHECK(dots == 3);
    CHECK(figure.panels.front().series.size() == (coloring == ColumnColoring::spikes ? 3 : 2));
  }
  const FigureModel rates = column_figure(network, {}, ColumnColoring::rate, std::vector<float>{1.0f, 0.0f, 0.0f});
  CHECK(std::holds_alternative<ImageSeries>(rates.panels.front().series.front()));
}
