// SPDX-License-Identifier: Apache-2.0
#include "engine/session/tuning_screens.h"

#include "engine/session/session.h"

#include <algorithm>

namespace striate {

void TuningScreens::add(const ParameterSet& shown) {
  ParameterSet picture = shown;
  picture.set("trial", 0.0); // changes the noise, not the picture: random values are drawn already
  const auto known = std::ranges::find(screens_, picture, &Screen::shown);
  screen_of_.push_back(static_cast<std::size_t>(known - screens_.begin()));
  if (known == screens_.end())
    screens_.push_back({picture, make_player(picture, network_.lgn_units), still_, {}});
}

void TuningScreens::run(std::int64_t from, std::int64_t steps) {
  for (Screen& screen : screens_) {
    screen.rates_Hz.clear();
    for (std::int64_t step = 0; step < steps; ++step) {
      screen.player.advance(from + step);
      screen.lgn.show(screen.player.scene());
      const std::span<const float> now = screen.lgn.step();
      screen.rates_Hz.insert(screen.rates_Hz.end(), now.begin(), now.end());
    }
  }
}

std::span<const float> TuningScreens::rates_Hz(std::size_t trial, std::int64_t step) const {
  const std::size_t units = still_.size();
  return std::span(screens_[screen_of_[trial]].rates_Hz).subspan(static_cast<std::size_t>(step) * units, units);
}

} // namespace striate
