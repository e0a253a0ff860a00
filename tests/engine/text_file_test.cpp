// SPDX-License-Identifier: Apache-2.0
// Files that are written whole: the old contents or the new ones, links and permissions kept, nothing left behind.
#include "engine/core/errors.h"
#include "engine/core/replace_file.h"
#include "engine/core/text_file.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace striate;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

std::string refusal(const fs::path& file, std::string_view text = "new") {
  try {
    write_text_file(file, text);
  } catch (const Error& failure) {
    return failure.what();
  }
  return "written";
}

} // namespace

TEST_CASE("a file is written whole, over an old one, with its permissions") {
  const test::TemporaryFolder folder;
  const fs::path file = folder / "a.txt";
  write_text_file(file, "old");
  CHECK(text_of(file) == "old");
  chmod(file.c_str(), 0640);
  const std::string bytes("n\0ew", 4);
  write_text_file(file, bytes);
  CHECK(text_of(file) == bytes);
  struct stat facts {};
  REQUIRE(stat(file.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0640);
  CHECK(files_in(folder / "") == 1);
  const fs::path longest = folder / std::string(255, 'x').c_str();
  write_text_file(longest, "x");
  CHECK(text_of(longest) == "x");
}

TEST_CASE("through a link the file behind it is written, and the link stays") {
  const test::TemporaryFolder folder;
  fs::create_directories(folder / "real");
  fs::create_symlink("real/b.txt", folder / "link");
  fs::create_symlink("link", folder / "second");
  write_text_file(folder / "second", "through"); // the file is not there yet
  CHECK(fs::is_symlink(folder / "second"));
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(text_of(folder / "real/b.txt") == "through");
  write_text_file(folder / "link", "again");
  CHECK(text_of(folder / "real/b.txt") == "again");
  CHECK(files_in(folder / "real") == 1);
  fs::create_symlink("loop", folder / "loop");
  CHECK(refusal(folder / "loop") != "written");
}

TEST_CASE("what cannot be written is one sentence with the reason, and leaves nothing") {
  const test::TemporaryFolder folder;
  CHECK(refusal(folder / "none/a.txt").find("none/a.txt could not be written (No such file") != std::string::npos);
  fs::create_directories(folder / "folder");
  CHECK(refusal(folder / "folder").find("could not be written") != std::string::npos);
  CHECK(refusal("/dev/full").find("/dev/full could not be written (No space left") != std::string::npos);
  CHECK(refusal("/dev/null") == "written");
  CHECK(files_in(folder / "folder") == 0);
  if (geteuid() != 0) {
    fs::permissions(folder / "folder", fs::perms::owner_read | fs::perms::owner_exec);
    CHECK(refusal(folder / "folder/a.txt").find("(Permission denied)") != std::string::npos);
    fs::permissions(folder / "folder", fs::perms::owner_all);
  }
}

TEST_CASE("a disk that fills while a file is written leaves the old one and no other") {
  const test::TemporaryFolder folder;
  write_text_file(folder / "a.txt", "old");
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) { // a limit on the size of files stands for a full disk
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    const std::string told = refusal(folder / "a.txt", std::string(5000, 'x'));
    _exit(told.find("a.txt could not be written (") != std::string::npos &&
                  told.find("space for 5000 bytes") != std::string::npos
              ? 0
              : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(text_of(folder / "a.txt") == "old");
  CHECK(files_in(folder / "") == 1);
}

TEST_CASE("two writers of one file leave one of the two texts") {
  const test::TemporaryFolder folder;
  const std::string a(20'000, 'a'), b(30'000, 'b');
  std::vector<std::thread> writers;
  for (const std::string* text : {&a, &b})
    writers.emplace_back([&, text] {
      for (int i = 0; i < 10; ++i)
        write_text_file(folder / "x", *text);
    });
  for (std::thread& writer : writers)
    writer.join();
  const std::string left = text_of(folder / "x");
  CHECK((left == a || left == b));
  CHECK(files_in(folder / "") == 1);
}
