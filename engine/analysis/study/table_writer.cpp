#include "engine/analysis/study/table_writer.h"

#include "engine/core/errors.h"

#include <fstream>
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
  std::ofstream stream(file_, std::ios::binary | std::ios::trunc);
  stream.write(out_.data(), static_cast<std::streamsize>(out_.size()));
  stream.close();
  if (!stream)
    throw Error(fmt::format("The table {} could not be written: check that its folder exists, may be written and has "
                            "{} bytes free.",
                            file_.string(), out_.size()));
}

} // namespace striate
