// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/stimulus/movie/array_file.h"

#include <fmt/format.h>

namespace striate {

ValueRange automatic_range(NumberKind kind, float least, float greatest, const std::string& name) {
  constexpr ValueRange unit{0.0f, 1.0f}, symmetric{-1.0f, 1.0f}, bytes{0.0f, 255.0f}, words{0.0f, 65535.0f};
  if (kind == NumberKind::picture)
    return bytes;
  if (kind == NumberKind::boolean)
    return unit;
  if (kind != NumberKind::real && least >= 0.0f && greatest == 1.0f)
    throw Error(fmt::format("All values of {} are whole numbers from 0 to 1: black and white, or two shades of black; "
                            "choose the movie range 0..1 or 0..255.",
                            name));
  if (kind == NumberKind::uint8)
    return bytes;
  if (kind == NumberKind::uint16)
    return greatest > 255.0f ? words : bytes;
  if (kind == NumberKind::real && least >= 0.0f && greatest <= 1.0f)
    return unit;
  if (least >= -1.0f && greatest <= 1.0f && (kind == NumberKind::real || least < 0.0f))
    return symmetric;
  if (least >= 0.0f && greatest < 256.0f)
    return bytes;
  if (least == greatest)
    throw Error(
        fmt::format("All values of {} are {:g}, so its range is ambiguous; choose the movie range.", name, least));
  return {least, greatest};
}

} // namespace striate
