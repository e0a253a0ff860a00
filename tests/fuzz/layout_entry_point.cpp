// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/hdf5/hdf5_file.h"
#include "engine/network/sonata/read/read_sonata.h"
#include "engine/simulation/network_check.h"
#include "tests/fuzz/hdf5_changes.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

namespace striate::fuzz {

namespace fs = std::filesystem;

namespace {

constexpr const char* files[] = {"v1_nodes.h5",           "v1_v1_edges.h5",        "lgn_nodes.h5",
                                 "lgn_v1_edges.h5",       "bkg_nodes.h5",          "bkg_v1_edges.h5",
                                 "v1_node_types.csv",     "v1_v1_edge_types.csv",  "lgn_node_types.csv",
                                 "lgn_v1_edge_types.csv", "bkg_v1_edge_types.csv", "bkg_node_types.csv"};
constexpr std::size_t hdf5_files = 6;
constexpr int most_changes = 6;

/// A copy of the sane network, made whole again after every run, removed at the end of the program.
class Workplace {
public:
  Workplace() : original_(fs::path(STRIATE_TEST_DATA) / "sonata" / "bmtk") {
    fs::copy(original_, folder(), fs::copy_options::recursive);
  }
  const fs::path& folder() const { return folder_.path(); }
  fs::path file(std::size_t index) const { return folder_ / "network" / files[index]; }
  void restore(std::size_t index) const {
    fs::copy_file(original_ / "network" / files[index], file(index), fs::copy_options::overwrite_existing);
  }

private:
  fs::path original_;
  test::TemporaryFolder folder_;
};

void change_text(const fs::path& file, ByteSource& bytes) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  in.close();
  const std::size_t at = (std::size_t{bytes.byte()} << 8 | bytes.byte()) % text.size();
  constexpr const char* pieces[] = {"NULL", "nan", "-1", "1e999", "\"", " ", "\r\n", "99999999999999999999",
                                    ",",    "inf"};
  const std::size_t piece = bytes.choice(std::size(pieces) + 1);
  if (piece == std::size(pieces))
    text.resize(at);
  else
    text.replace(at, std::min<std::size_t>(bytes.byte() % 8, text.size() - at), pieces[piece]);
  std::ofstream(file, std::ios::binary) << text;
}

void keep_promise(bool kept, const std::string& what) {
  if (kept)
    return;
  std::fprintf(stderr, "broken promise: %s\n", what.c_str());
  std::abort();
}

/// Validation finds an error exactly when reading throws one, and a network that was read can be simulated.
void read_both_ways(const fs::path& folder, const SonataOptions& options, ThreadPool& pool) {
  Task task("fuzz");
  const auto problems = validate_sonata(folder, options, pool, task);
  const auto error = std::ranges::find(problems, SonataProblem::Severity::error, &SonataProblem::severity);
  try {
    const SonataNetwork read = read_sonata(folder, options, pool, task);
    keep_promise(error == problems.end(),
                 "read although validation says: " + (error == problems.end() ? "" : error->sentence));
    try {
      check_network(*read.network, *read.network->tables, pool);
    } catch (const Error& failure) {
      keep_promise(false, failure.what());
    }
  } catch (const Error& failure) {
    keep_promise(error != problems.end(), std::string("validation does not know: ") + failure.what());
  }
}

} // namespace

void read_layout(Bytes input) {
  static const Workplace workplace;
  static ThreadPool pool(1);
  const hdf5::QuietErrors quiet;
  ByteSource bytes(input);
  SonataOptions options;
  const std::uint8_t choice = bytes.byte();
  if (choice % 4 == 1)
    options.radius_um = 60.0;
  if (choice % 4 == 2)
    options.nearest = choice;
  bool changed[std::size(files)] = {};
  for (int i = 0; i < most_changes && !bytes.empty(); ++i) {
    const std::size_t file = bytes.choice(std::size(files));
    changed[file] = true;
    if (file < hdf5_files)
      change_hdf5(workplace.file(file), bytes);
    else
      change_text(workplace.file(file), bytes);
  }
  read_both_ways(workplace.folder(), options, pool);
  for (std::size_t file = 0; file < std::size(files); ++file)
    if (changed[file])
      workplace.restore(file);
}

} // namespace striate::fuzz
