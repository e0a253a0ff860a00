// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/table_writer.h"

#include "engine/core/text_file.h"

#include <utility>

namespace striate {

TableWriter::TableWriter(std::filesystem::path file, char separator, std::string_view header,
                         std::span<const std::string> remarks)
    : file_(std::move(file)), separator_(separator) {
  for (const std::string& remark : remarks)
    fmt::format_to(std::back_inserter(out_), "# {}\n", remark);
  fmt::format_to(std::back_inserter(out_), "{}\n", header);
}

TableWriter& TableWriter::cell(std::string_view text) {
  if (!first_)
    out_.push_back(separator_);
  first_ = false;
  out_.append(text.data(), text.data() + text.size());
  return *this;
}

void TableWriter::end_row() {
  out_.push_back('\n');
  first_ = true;
}

void TableWriter::write() const {
  write_text_file(file_, {out_.data(), out_.size()});
}

} // namespace striate
