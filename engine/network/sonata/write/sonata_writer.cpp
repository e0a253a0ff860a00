// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/write/sonata_writer.h"

#include "engine/core/errors.h"
#include "engine/core/text_file.h"
#include "engine/network/lgn_filters.h"
#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/write/write_columns.h"
#include "engine/network/sonata/write/write_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unistd.h>

namespace striate {

namespace fs = std::filesystem;

namespace sonata {

PopulationFile::PopulationFile(fs::path new_file, const std::string& name)
    : path(std::move(new_file)), file(hdf5::checked(H5Fcreate(path.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT),
                                                    H5Fclose, path, "The new file")) {
  hdf5::write_numbers(file, magic_attribute, {magic}, true, path);
  hdf5::write_numbers(file, version_attribute, {version.begin(), version.end()}, false, path);
  const hdf5::Id links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(links, 1);
  group = hdf5::checked(H5Gcreate2(file, name.c_str(), links, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, path, name);
}

void PopulationFile::close() {
  group.reset();
  if (!file.reset())
    throw Error(fmt::format("{} could not be written: {}. Free space on the disk or choose another folder.",
                            path.string(), hdf5::last_reason()));
}

void write_file(const fs::path& path, std::string_view text) {
  write_text_file(path, text);
}

} // namespace sonata

namespace {

/// What may be in a folder that is replaced: our own parts and what a simulation with our config adds.
constexpr std::array<const char*, 6> own_parts = {
    sonata::network_folder,      sonata::components_folder,      sonata::config_file,
    sonata::circuit_config_file, sonata::simulation_config_file, "output"};

} // namespace

void check_sonata_place(const fs::path& folder, bool overwrite) {
  std::error_code failure;
  if (!fs::exists(folder, failure))
    return;
  if (!fs::is_directory(folder))
    throw Error(fmt::format("{} is a file; choose a folder for the network.", folder.string()));
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!overwrite)
      throw Error(fmt::format("The folder {} is not empty; choose another one or allow overwriting.", folder.string()));
    const std::string name = entry.path().filename().string();
    if (std::ranges::find(own_parts, name) == own_parts.end())
      throw Error(fmt::format(
          "The folder {} holds {}, which is not part of a network, and is not replaced; choose another folder.",
          folder.string(), name));
  }
}

namespace {

/// A folder beside the final one that disappears unless it was renamed.
class Unfinished {
public:
  explicit Unfinished(const fs::path& folder)
      : folder_(folder), path_(fmt::format("{}.unfinished-{}", folder.string(), getpid())) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Unfinished() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  const fs::path& path() const { return path_; }

  /// Puts the folder in its place; what was there goes afterwards.
  void finish() {
    const fs::path old = fmt::format("{}.replaced-{}", folder_.string(), getpid());
    const bool replaces = fs::exists(folder_) && !fs::is_empty(folder_);
    if (replaces)
      fs::rename(folder_, old);
    fs::rename(path_, folder_);
    if (replaces)
      fs::remove_all(old);
  }

private:
  fs::path folder_, path_;
};

} // namespace

void write_sonata(const Network& network, const fs::path& folder, const SonataWriteOptions& options, Task& task) {
  if (options.compression < 0 || options.compression > 9)
    throw Error(fmt::format("The compression level is {}; choose one from 0 to 9.", options.compression),
                Error::Kind::usage);
  if (!has_filters(network.lgn_units))
    throw Error("The network cannot be exported: its LGN units have no filters, so the folder would be incomplete.");
  const hdf5::QuietErrors quiet;
  const fs::path place = fs::absolute(folder).lexically_normal();
  const fs::path target = place.has_filename() ? place : place.parent_path(); // without a slash at the end
  try {
    check_sonata_place(target, options.overwrite);
    Unfinished unfinished(target);
    const fs::path files = unfinished.path() / sonata::network_folder;
    fs::create_directories(files);
    ThreadPool pool(options.threads);
    const Workshop workshop{pool, task};
    task.set_step("Writing nodes and types");
    sonata::write_components(network, unfinished.path());
    sonata::write_configs(unfinished.path(), target, options.inputs);
    sonata::write_types(network, files);
    sonata::write_nodes(network, files, options, workshop);
    sonata::write_edges(network, files, options, workshop, {0.01, 0.99});
    unfinished.finish();
    task.advance(1.0);
  } catch (const fs::filesystem_error& failure) {
    throw Error(fmt::format("The network could not be written to {}: {} ({}).", target.string(),
                            failure.code().message(), failure.path1().string()));
  }
}

} // namespace striate
