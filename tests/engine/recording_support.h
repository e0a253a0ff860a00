#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

namespace striate::test {

/// A folder that disappears with its contents.
class TemporaryFolder {
public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "striate-recording-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr)
      path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
  std::filesystem::path path_;
};

/// Ids of step `ms`: a pattern that every test can make again.
inline std::vector<std::uint32_t> pattern(std::int64_t ms, std::uint32_t spikes) {
  std::vector<std::uint32_t> ids(spikes);
  for (std::uint32_t i = 0; i < spikes; ++i)
    ids[i] = static_cast<std::uint32_t>(ms * 31) % 7 + 11 * i;
  return ids;
}

} // namespace striate::test
