// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/palette.h"

#include <array>

namespace striate {
namespace {

constexpr Rgba hex(std::uint32_t rgb, std::uint8_t alpha = 255) {
  return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8), static_cast<std::uint8_t>(rgb),
          alpha};
}

struct Row {
  Ink ink;
  Rgba dark, light, print;
};

constexpr std::array palette_rows{
    Row{Ink::text, hex(0xE6EAEF), hex(0x1B232C), hex(0x000000)},
    Row{Ink::quiet, hex(0x8C97A3), hex(0x66707B), hex(0x555555)},
    Row{Ink::grid, hex(0x37414C), hex(0xD5DBE1), hex(0xCCCCCC)},
    Row{Ink::band, hex(0xFFFFFF, 10), hex(0x22303C, 14), hex(0x808080, 26)},
    Row{Ink::accent, hex(0x3B8BFF), hex(0x1668D8), hex(0x1F5FBF)},
    Row{Ink::stimulus, hex(0xFFD34D), hex(0xA86B00), hex(0x000000)},
    Row{Ink::threshold, hex(0xC9A24A), hex(0x94701A), hex(0x808080)},
    // Classes of neurons, one hue each in all themes; print: the laminar figure of the field.
    Row{Ink::exc, hex(0xF26B6B), hex(0xCF2F2F), hex(0xFF0000)},
    Row{Ink::pv, hex(0x7FA0FF), hex(0x2B4FE0), hex(0x0000FF)},
    Row{Ink::sst, hex(0x5CC85C), hex(0x1B7F1B), hex(0x008000)},
    Row{Ink::vip, hex(0xB07CFF), hex(0x8524E8), hex(0x9400D3)},
    Row{Ink::l1, hex(0xFFC0CB), hex(0xC4536C), hex(0xFFC0CB)},
    // Pooled populations.
    Row{Ink::excitatory, hex(0xF26B6B), hex(0xCF2F2F), hex(0xFF0000)},
    Row{Ink::inhibitory, hex(0x7FA6FF), hex(0x2F5FD0), hex(0x0000FF)},
    // Excitatory cells by layer.
    Row{Ink::layer1, hex(0xC3C9D0), hex(0x6B747E), hex(0x787878)},
    Row{Ink::layer23, hex(0xF26B6B), hex(0xC93038), hex(0xD42A2A)},
    Row{Ink::layer4, hex(0xFF7E73), hex(0xD64A2E), hex(0xC93C3C)},
    Row{Ink::layer5, hex(0xFF9F50), hex(0xC46A0C), hex(0xB8692E)},
    Row{Ink::layer6, hex(0xFF9494), hex(0xA84848), hex(0xAF5757)},
    Row{Ink::lgn_rate, hex(0xF26B6B), hex(0xCF2F2F), hex(0xFF0000)},
    Row{Ink::lgn_spike, hex(0x7FA6FF), hex(0x2F5FD0), hex(0x0000FF)},
    Row{Ink::recurrent, hex(0x7FA6FF), hex(0x2F5FD0), hex(0x1F5FBF)},
    Row{Ink::voltage, hex(0x6FC3EE), hex(0x1173A8), hex(0x1F77B4)},
    // Sources of data: model, untrained model, recordings.
    Row{Ink::model, hex(0xFF9F40), hex(0xC2610A), hex(0xFF8C00)},
    Row{Ink::untrained, hex(0xFFCC80), hex(0xA87A2A), hex(0xFFCC80)},
    Row{Ink::recorded, hex(0xA7B0BA), hex(0x6B747E), hex(0x7F7F7F)},
    Row{Ink::weight_before, hex(0x87CEEB), hex(0x2E86AB), hex(0x87CEEB)},
    Row{Ink::weight_after, hex(0xFFB347), hex(0xB36B00), hex(0xFFA500)},
    // Terms of a training loss.
    Row{Ink::loss_rate, hex(0xFF9F40), hex(0xC2610A), hex(0xE07B00)},
    Row{Ink::loss_voltage, hex(0x6FC3EE), hex(0x1173A8), hex(0x1F77B4)},
    Row{Ink::loss_selectivity, hex(0xF26B6B), hex(0xCF2F2F), hex(0xD62728)},
    Row{Ink::loss_sync, hex(0xB07CFF), hex(0x8524E8), hex(0x9400D3)},
    Row{Ink::loss_weights, hex(0x7AC142), hex(0x4C7F19), hex(0x2CA02C)},
    Row{Ink::theta, hex(0x7FA6FF), hex(0x2F5FD0), hex(0x1F5FBF)},
    Row{Ink::alpha, hex(0x7AC142), hex(0x4C7F19), hex(0x2CA02C)},
    Row{Ink::beta, hex(0xFFB347), hex(0xB36B00), hex(0xFF8C00)},
    Row{Ink::gamma, hex(0xF26B6B), hex(0xCF2F2F), hex(0xD62728)},
    Row{Ink::ground, hex(0x191E24), hex(0xFFFFFF), hex(0xFFFFFF)},
};

constexpr bool rows_follow_the_enum() {
  for (std::size_t i = 0; i < palette_rows.size(); ++i)
    if (palette_rows[i].ink != static_cast<Ink>(i))
      return false;
  return palette_rows.size() == static_cast<std::size_t>(Ink::ground) + 1;
}
static_assert(rows_follow_the_enum(), "the table is indexed by Ink");

} // namespace

Rgba palette(Ink ink, Theme theme) {
  const Row& row = palette_rows.at(static_cast<std::size_t>(ink));
  switch (theme) {
  case Theme::dark:
    return row.dark;
  case Theme::light:
    return row.light;
  case Theme::print:
    break;
  }
  return row.print;
}

Ink class_ink(CellClass cell_class) {
  switch (cell_class) {
  case CellClass::exc:
    return Ink::exc;
  case CellClass::pv:
    return Ink::pv;
  case CellClass::sst:
    return Ink::sst;
  case CellClass::vip:
    return Ink::vip;
  case CellClass::l1:
    break;
  }
  return Ink::l1;
}

Ink layer_ink(int layer) {
  switch (layer) {
  case 1:
    return Ink::layer1;
  case 2:
    return Ink::layer23;
  case 4:
    return Ink::layer4;
  case 5:
    return Ink::layer5;
  default:
    return Ink::layer6;
  }
}

} // namespace striate
