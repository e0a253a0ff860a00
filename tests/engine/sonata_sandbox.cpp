// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/sonata_sandbox.h"

#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/hdf5/hdf5_file.h"
#include "tests/support/sentences.h"

#include <doctest/doctest.h>
#include <fstream>

namespace striate::test {

namespace fs = std::filesystem;

SonataSandbox::SonataSandbox() {
  fs::copy(fs::path(STRIATE_TEST_DATA) / "sonata" / "bmtk", folder(), fs::copy_options::recursive);
}

void SonataSandbox::with(const std::string& name, const std::function<void(hid_t)>& change) const {
  const hdf5::QuietErrors quiet;
  const fs::path path = folder_ / "network" / (name + ".h5");
  const hdf5::Id id(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose);
  REQUIRE(id.valid());
  change(id);
}

std::vector<double> SonataSandbox::numbers(const std::string& name, const std::string& dataset) const {
  std::vector<double> values;
  with(name, [&](hid_t id) {
    const hdf5::Id data(H5Dopen2(id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    REQUIRE(data.valid());
    const hdf5::Id space(H5Dget_space(data), H5Sclose);
    values.resize(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    REQUIRE(H5Dread(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  });
  return values;
}

void SonataSandbox::put(const std::string& name, const std::string& dataset, const std::vector<double>& values,
                        const StoredAs& as) {
  with(name, [&](hid_t id) {
    if (H5Lexists(id, dataset.c_str(), H5P_DEFAULT) > 0)
      REQUIRE(H5Ldelete(id, dataset.c_str(), H5P_DEFAULT) >= 0);
    const hsize_t length = values.size();
    const hdf5::Id space(as.shape.empty()
                             ? H5Screate_simple(1, &length, nullptr)
                             : H5Screate_simple(static_cast<int>(as.shape.size()), as.shape.data(), nullptr),
                         H5Sclose);
    const hdf5::Id links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
    H5Pset_create_intermediate_group(links, 1);
    const hdf5::Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    const hsize_t chunk = as.chunk;
    if (chunk > 0)
      H5Pset_chunk(creation, 1, &chunk);
    if (as.shuffle)
      H5Pset_shuffle(creation);
    if (as.gzip > 0)
      H5Pset_deflate(creation, static_cast<unsigned>(as.gzip));
    if (as.szip)
      H5Pset_szip(creation, H5_SZIP_NN_OPTION_MASK, 8);
    if (as.filter > 0)
      H5Pset_filter(creation, static_cast<H5Z_filter_t>(as.filter), H5Z_FLAG_OPTIONAL, 0, nullptr);
    const hdf5::Id data(H5Dcreate2(id, dataset.c_str(), as.type, space, links, creation, H5P_DEFAULT), H5Dclose);
    REQUIRE(data.valid());
    REQUIRE(H5Dwrite(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  });
}

void SonataSandbox::put_texts(const std::string& name, const std::string& dataset,
                              const std::vector<std::string>& values, bool variable_length) {
  with(name, [&](hid_t id) {
    std::size_t width = 1;
    for (const std::string& value : values)
      width = std::max(width, value.size());
    const hdf5::Id type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type, variable_length ? H5T_VARIABLE : width);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    if (variable_length)
      H5Tset_cset(type, H5T_CSET_UTF8);
    const hsize_t length = values.size();
    const hdf5::Id space(H5Screate_simple(1, &length, nullptr), H5Sclose);
    const hdf5::Id links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
    H5Pset_create_intermediate_group(links, 1);
    const hdf5::Id data(H5Dcreate2(id, dataset.c_str(), type, space, links, H5P_DEFAULT, H5P_DEFAULT), H5Dclose);
    REQUIRE(data.valid());
    if (variable_length) {
      std::vector<const char*> pointers;
      for (const std::string& value : values)
        pointers.push_back(value.c_str());
      REQUIRE(H5Dwrite(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) >= 0);
    } else {
      std::string bytes;
      for (std::string value : values) {
        value.resize(width);
        bytes += value;
      }
      REQUIRE(H5Dwrite(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) >= 0);
    }
  });
}

void SonataSandbox::poke(const std::string& name, const std::string& dataset, std::uint64_t row, double value) {
  with(name, [&](hid_t id) {
    const hdf5::Id data(H5Dopen2(id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    REQUIRE(data.valid());
    const hdf5::Id space(H5Dget_space(data), H5Sclose);
    const hsize_t at = row;
    const hsize_t one = 1;
    const hdf5::Id memory(H5Screate_simple(1, &one, nullptr), H5Sclose);
    REQUIRE(H5Sselect_hyperslab(space, H5S_SELECT_SET, &at, nullptr, &one, nullptr) >= 0);
    REQUIRE(H5Dwrite(data, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, &value) >= 0);
  });
}

void SonataSandbox::copy(const std::string& name, const std::string& from, const std::string& to) {
  with(name, [&](hid_t id) { REQUIRE(H5Ocopy(id, from.c_str(), id, to.c_str(), H5P_DEFAULT, H5P_DEFAULT) >= 0); });
}

void SonataSandbox::remove(const std::string& name, const std::string& object) {
  with(name, [&](hid_t id) { REQUIRE(H5Ldelete(id, object.c_str(), H5P_DEFAULT) >= 0); });
}

void SonataSandbox::remove_attribute(const std::string& name, const std::string& object, const std::string& attribute) {
  with(name, [&](hid_t id) { REQUIRE(H5Adelete_by_name(id, object.c_str(), attribute.c_str(), H5P_DEFAULT) >= 0); });
}

void SonataSandbox::set_magic(std::uint32_t value) {
  with("v1_nodes", [&](hid_t id) {
    const hdf5::Id attribute(H5Aopen(id, "magic", H5P_DEFAULT), H5Aclose);
    REQUIRE(H5Awrite(attribute, H5T_NATIVE_UINT32, &value) >= 0);
  });
}

std::string SonataSandbox::text(const std::string& relative) const {
  std::ifstream in(folder_ / relative, std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

void SonataSandbox::write_text(const std::string& relative, const std::string& text) {
  std::ofstream out(folder_ / relative, std::ios::binary);
  out << text;
  REQUIRE(out.good());
}

void SonataSandbox::replace(const std::string& relative, const std::string& from, const std::string& to) {
  std::string changed = text(relative);
  const auto at = changed.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  write_text(relative, changed.replace(at, from.size(), to));
}

void SonataSandbox::set_cell(const std::string& relative, std::size_t row, const std::string& column,
                             const std::string& value) {
  const CsvTable table = CsvTable::read(folder_ / relative);
  REQUIRE(table.has_column(column));
  std::string changed;
  const auto line = [&](const std::function<std::string(const std::string&)>& field) {
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
      const std::string text = field(table.columns()[c]);
      const std::string quote = text.find(' ') == std::string::npos ? "" : "\"";
      changed += (c > 0 ? " " : "") + quote + text + quote;
    }
    changed += "\r\n";
  };
  line([](const std::string& name) { return name; });
  for (std::size_t r = 0; r < table.rows(); ++r)
    line([&](const std::string& name) { return r == row && name == column ? value : table.text(r, name); });
  write_text(relative, changed);
}

void SonataSandbox::cut(const std::string& relative, double share) {
  const auto size = static_cast<double>(fs::file_size(folder_ / relative));
  fs::resize_file(folder_ / relative, static_cast<std::uintmax_t>(size * share));
}

SonataNetwork SonataSandbox::read(const SonataOptions& options) const {
  ThreadPool pool(2);
  Task task("read");
  return read_sonata(folder(), options, pool, task);
}

std::string SonataSandbox::error(const SonataOptions& options) const {
  try {
    read(options);
    return "";
  } catch (const Error& failure) {
    return failure.what();
  }
}

std::vector<std::string> SonataSandbox::problems() const {
  ThreadPool pool(2);
  Task task("validate");
  std::vector<std::string> result;
  for (const SonataProblem& problem : validate_sonata(folder(), {}, pool, task))
    result.push_back((problem.severity == SonataProblem::Severity::error ? "error: " : "warning: ") + problem.sentence);
  return result;
}

} // namespace striate::test
