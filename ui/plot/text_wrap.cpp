// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/text_wrap.h"

#include <sstream>

namespace striate {

std::vector<std::string> wrap_text(const std::string& text, double width,
                                   const std::function<double(const std::string&)>& width_of) {
  std::vector<std::string> lines;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!lines.empty() && width_of(lines.back() + " " + word) <= width)
      lines.back() += " " + word;
    else
      lines.push_back(word);
  }
  return lines;
}

} // namespace striate
