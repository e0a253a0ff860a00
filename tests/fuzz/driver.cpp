// SPDX-License-Identifier: Apache-2.0
// fuzz_driver <seconds> <corpus folder> [seed]: runs every entry point over its corpus and over random
// changes of it, without a fuzzing compiler. An input that crashes or hangs (60 s) stays behind in the file
// that the output names.
#include "tests/fuzz/entry_points.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <unistd.h>

using namespace striate::fuzz;
namespace fs = std::filesystem;

namespace {

using Input = std::vector<std::uint8_t>;
using Random = std::mt19937_64;
constexpr std::size_t longest = 4096;
constexpr unsigned hang_s = 60;

Input read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Input> read_corpus(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file())
      paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Input> corpus;
  for (const fs::path& path : paths)
    corpus.push_back(read_file(path));
  return corpus;
}

std::size_t below(Random& random, std::size_t count) {
  return count == 0 ? 0 : random() % count;
}

/// One to eight small changes: bytes set, inserted, removed, copied, or a piece of another input.
Input changed(Input input, const std::vector<Input>& corpus, Random& random) {
  for (std::size_t changes = 1 + below(random, 8); changes > 0; --changes) {
    const std::size_t at = below(random, input.size() + 1);
    const auto place = input.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(random, 5)) {
    case 0:
      if (at < input.size())
        input[at] = static_cast<std::uint8_t>(random());
      break;
    case 1:
      input.insert(place, static_cast<std::uint8_t>(random()));
      break;
    case 2:
      input.erase(place,
                  place + static_cast<std::ptrdiff_t>(below(random, std::min<std::size_t>(9, input.size() - at + 1))));
      break;
    case 3: {
      const Input piece(input.begin(), place);
      input.insert(input.end(), piece.begin(), piece.end());
      break;
    }
    default: {
      const Input& other = corpus[below(random, corpus.size())];
      const std::size_t from = below(random, other.size() + 1);
      const std::size_t length = below(random, std::min<std::size_t>(33, other.size() - from + 1));
      const auto begin = other.begin() + static_cast<std::ptrdiff_t>(from);
      input.insert(place, begin, begin + static_cast<std::ptrdiff_t>(length));
      break;
    }
    }
  }
  if (input.size() > longest)
    input.resize(longest);
  return input;
}

/// Runs inputs and keeps the one under way on disk: a crash leaves it, and the output says where.
class Runner {
public:
  explicit Runner(const char* entry) : trace_(folder_ / entry) {
    std::printf("%s: the input under way is %s\n", entry, trace_.c_str());
    std::fflush(stdout);
  }
  void run(const EntryPoint& entry, const Input& input) {
    std::ofstream(trace_, std::ios::binary)
        .write(reinterpret_cast<const char*>(input.data()), static_cast<std::streamsize>(input.size()));
    alarm(hang_s);
    entry.run(input);
    alarm(0);
  }

private:
  striate::test::TemporaryFolder folder_;
  fs::path trace_;
};

void fuzz(const EntryPoint& entry, const fs::path& folder, double seconds, std::uint64_t seed) {
  const std::vector<Input> corpus = read_corpus(folder);
  if (corpus.empty()) {
    std::fprintf(stderr, "%s holds no inputs\n", folder.c_str());
    std::exit(1);
  }
  Runner runner(entry.name);
  for (const Input& input : corpus)
    runner.run(entry, input);
  Random random(seed);
  const auto start = std::chrono::steady_clock::now();
  std::uint64_t runs = 0;
  while (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < seconds) {
    runner.run(entry, changed(corpus[below(random, corpus.size())], corpus, random));
    ++runs;
  }
  std::printf("%s: %zu inputs of the corpus, %llu changed ones\n", entry.name, corpus.size(),
              static_cast<unsigned long long>(runs));
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: fuzz_driver <seconds> <corpus folder> [seed]\n");
    return 2;
  }
  const double seconds = std::atof(argv[1]) / static_cast<double>(std::size(entry_points));
  const std::uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  for (const EntryPoint& entry : entry_points)
    fuzz(entry, fs::path(argv[2]) / entry.name, seconds, seed);
  return 0;
}
