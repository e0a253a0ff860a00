// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/read_sonata.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"

#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace striate::test {

/// How SonataSandbox stores a dataset.
struct StoredAs {
  hid_t type;              ///< in the file
  std::uint64_t chunk = 0; ///< rows; 0: contiguous
  int gzip = 0;            ///< level; 0: none
  bool shuffle = false;
  bool szip = false;
  unsigned filter = 0;             ///< a further filter, declared but never applied
  std::vector<hsize_t> shape = {}; ///< empty: one dimension
};

/// A copy of the network in tests/data/sonata/bmtk that a test may spoil, deleted at the end.
class SonataSandbox {
public:
  SonataSandbox();

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path file(const std::string& relative) const { return folder_ / relative; }

  /// HDF5: file is relative to network/, without "network/" and ".h5".
  std::vector<double> numbers(const std::string& file, const std::string& dataset) const;
  void put(const std::string& file, const std::string& dataset, const std::vector<double>& values, const StoredAs& as);
  void put_texts(const std::string& file, const std::string& dataset, const std::vector<std::string>& values,
                 bool variable_length);
  /// Changes one value of a dataset.
  void poke(const std::string& file, const std::string& dataset, std::uint64_t row, double value);
  void copy(const std::string& file, const std::string& from, const std::string& to);
  void remove(const std::string& file, const std::string& object);
  void remove_attribute(const std::string& file, const std::string& object, const std::string& attribute);
  void set_magic(std::uint32_t value);

  std::string text(const std::string& relative) const;
  void write_text(const std::string& relative, const std::string& text);
  /// Replaces the first occurrence; the test fails when there is none.
  void replace(const std::string& relative, const std::string& from, const std::string& to);
  /// Changes one cell of a csv; rows count from 0.
  void set_cell(const std::string& relative, std::size_t row, const std::string& column, const std::string& value);
  void cut(const std::string& relative, double share); ///< keeps this share of a file

  SonataNetwork read(const SonataOptions& options = {}) const;
  /// The sentence of the error; empty when the network was read.
  std::string error(const SonataOptions& options = {}) const;
  /// All problems; "error: <sentence>" or "warning: <sentence>".
  std::vector<std::string> problems() const;

private:
  void with(const std::string& file, const std::function<void(hid_t)>& change) const;

  TemporaryFolder folder_;
};

/// Groups of the sandbox's files.
inline const std::string edges = "/edges/v1_to_v1/";
inline const std::string nodes = "/nodes/v1/";

/// Rewrites one dataset in another way, values unchanged.
inline void restore(SonataSandbox& sandbox, const std::string& file, const std::string& dataset, const StoredAs& as) {
  sandbox.put(file, dataset, sandbox.numbers(file, dataset), as);
}

} // namespace striate::test
