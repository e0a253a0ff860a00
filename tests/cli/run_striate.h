// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>

/// The program itself, run as a user runs it.
namespace striate::test {

namespace fs = std::filesystem;

struct Result {
  int exit_code = -1;
  std::string out;   ///< standard output
  std::string error; ///< standard error
};

/// A path that does not exist yet, in a folder that goes when the program ends.
inline fs::path scratch(const std::string& name) {
  static const TemporaryFolder root;
  const fs::path path = root / name.c_str();
  fs::remove_all(path);
  return path;
}

inline Result shell(const std::string& line) {
  const fs::path error_file = scratch("stderr");
  const std::string command = line + " 2>" + error_file.string();
  Result result;
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer{};
  for (std::size_t read = 0; (read = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    result.out.append(buffer.data(), read);
  const int status = pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  std::ifstream in(error_file);
  result.error.assign(std::istreambuf_iterator<char>(in), {});
  return result;
}

inline Result striate_command(const std::string& arguments) {
  return shell("env -u DISPLAY -u WAYLAND_DISPLAY -u QT_QPA_PLATFORM " STRIATE_PROGRAM " " + arguments);
}

/// The failure is one line that starts with the program's name.
inline void check_sentence(const Result& result, int exit_code, const std::string& part) {
  CAPTURE(result.error);
  CHECK(result.exit_code == exit_code);
  CHECK(contains(result.error, part));
  CHECK(contains(result.error, "striate: "));
  CHECK(std::count(result.error.begin(), result.error.end(), '\n') == 1);
}

inline const std::string tiny_run = "simulate --network tiny --gray-before 50 --duration 300 ";

} // namespace striate::test
