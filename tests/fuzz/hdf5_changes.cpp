// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/hdf5_changes.h"

#include "engine/hdf5/hdf5_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace striate::fuzz {

namespace {

using hdf5::Id;

/// Paths below the population's group, and a few above it.
constexpr const char* objects[] = {"node_id",
                                   "node_type_id",
                                   "node_group_id",
                                   "node_group_index",
                                   "0",
                                   "0/x",
                                   "0/z",
                                   "0/tuning_angle",
                                   "0/target_sizes",
                                   "0/pop_name",
                                   "0/dynamics_params",
                                   "0/dynamics_params/C_m",
                                   "0/@library/pop_name",
                                   "source_node_id",
                                   "target_node_id",
                                   "edge_type_id",
                                   "edge_group_id",
                                   "edge_group_index",
                                   "0/syn_weight",
                                   "0/nsyns",
                                   "0/n_syns_",
                                   "0/delay",
                                   "0/model_template",
                                   "0/dynamics_params/receptor_type",
                                   "0/kpeaks_dom_0",
                                   "0/spatial_size",
                                   "1",
                                   "1/syn_weight",
                                   "7/x",
                                   "indices",
                                   "18446744073709551616/x",
                                   "timestamps",
                                   "node_ids",
                                   "times",
                                   "firing_rates_Hz",
                                   "a/values",
                                   "ids",
                                   ""};

/// "/nodes/v1" of v1_nodes.h5, "/edges/lgn_to_v1" of lgn_v1_edges.h5, "/spikes/v1" of spikes.h5.
std::string population_path(const std::filesystem::path& file) {
  const std::string name = file.stem().string();
  if (name == "spikes")
    return "/spikes/v1";
  if (name == "rates")
    return "/firing_rates/lgn";
  if (name == "arrays")
    return "";
  const std::string first = name.substr(0, name.find('_'));
  return name.ends_with("_nodes") ? "/nodes/" + first : "/edges/" + first + "_to_v1";
}

Id type_of(ByteSource& bytes) {
  switch (bytes.choice(18)) {
  case 0:
    return {H5Tcopy(H5T_STD_U8LE), H5Tclose};
  case 1:
    return {H5Tcopy(H5T_STD_I16BE), H5Tclose};
  case 2:
    return {H5Tcopy(H5T_STD_U32LE), H5Tclose};
  case 3:
    return {H5Tcopy(H5T_STD_I64LE), H5Tclose};
  case 4:
  case 5:
    return {H5Tcopy(H5T_STD_U64LE), H5Tclose};
  case 6:
    return {H5Tcopy(H5T_IEEE_F32BE), H5Tclose};
  case 7:
  case 8:
    return {H5Tcopy(H5T_IEEE_F64LE), H5Tclose};
  case 9: { // three bytes, not all of their bits
    Id type(H5Tcopy(H5T_STD_U32LE), H5Tclose);
    H5Tset_precision(type, 20);
    H5Tset_offset(type, 3);
    return type;
  }
  case 10: {
    Id type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type, 1u + bytes.byte());
    return type;
  }
  case 11: {
    Id type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
  }
  case 12:
    return {H5Tcreate(H5T_OPAQUE, 1u + bytes.byte()), H5Tclose};
  case 13: {
    Id type(H5Tcreate(H5T_COMPOUND, 16), H5Tclose);
    H5Tinsert(type, "a", 0, H5T_STD_U64LE);
    H5Tinsert(type, "b", 8, H5T_IEEE_F64LE);
    return type;
  }
  case 14: {
    const hsize_t length = 3;
    return {H5Tarray_create2(H5T_IEEE_F64LE, 1, &length), H5Tclose};
  }
  case 15:
    return {H5Tenum_create(H5T_STD_I8LE), H5Tclose};
  case 16:
    return {H5Tcopy(H5T_STD_REF_OBJ), H5Tclose};
  default:
    return {H5Tvlen_create(H5T_IEEE_F64LE), H5Tclose};
  }
}

Id space_of(ByteSource& bytes) {
  std::array<hsize_t, 3> size{};
  const std::size_t choice = bytes.choice(16);
  for (hsize_t& one : size)
    one = bytes.byte() % 64u;
  switch (choice) {
  case 0:
    return {H5Screate(H5S_SCALAR), H5Sclose};
  case 1:
    return {H5Screate(H5S_NULL), H5Sclose};
  case 2:
    return {H5Screate_simple(2, size.data(), nullptr), H5Sclose};
  case 3:
    return {H5Screate_simple(3, size.data(), nullptr), H5Sclose};
  case 4: // claims far more than it holds
    size[0] = bytes.word() >> 1;
    break;
  case 5:
    size[0] = 70'000u + bytes.byte();
    break;
  case 6:
  case 7:
    size[0] = 50;
    break;
  default:
    break;
  }
  return {H5Screate_simple(1, size.data(), nullptr), H5Sclose};
}

Id creation_of(ByteSource& bytes, hid_t space) {
  Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  const int rank = std::max(0, H5Sget_simple_extent_ndims(space));
  hsize_t rows = 0;
  if (rank == 1)
    H5Sget_simple_extent_dims(space, &rows, nullptr);
  const std::uint8_t way = bytes.byte();
  // Space for all rows at once would fill the disk where a dataset claims many.
  if (rows > 1'000'000 || (rank > 0 && way % 2 == 1)) {
    const std::array<hsize_t, 3> chunk = {std::min<hsize_t>(1u + bytes.byte(), std::max<hsize_t>(rows, 1)), 2, 2};
    H5Pset_chunk(creation, rank, chunk.data());
    if (way & 2)
      H5Pset_shuffle(creation);
    if (way & 4)
      H5Pset_deflate(creation, way % 10);
    if (way & 8)
      H5Pset_fletcher32(creation);
    if ((way & 48) == 48)
      H5Pset_filter(creation, 32000, H5Z_FLAG_OPTIONAL, 0, nullptr);
  } else if (way % 16 == 2) {
    H5Pset_layout(creation, H5D_COMPACT);
  }
  return creation;
}

/// Numbers of every kind an attacker likes, and small ones.
double value_of(ByteSource& bytes) {
  constexpr double special[] = {-1.0, 1e300, -1e300, 4294967295.0, 4294967296.0, 9.3e18, 0.5, 1e-300};
  const std::uint8_t choice = bytes.byte();
  if (choice < 8)
    return special[choice];
  if (choice < 16) {
    const std::uint64_t word = bytes.word();
    double value = 0.0;
    std::memcpy(&value, &word, sizeof value);
    return value;
  }
  return choice % 60;
}

void put_dataset(hid_t file, const std::string& path, ByteSource& bytes) {
  const Id type = type_of(bytes);
  const Id space = space_of(bytes);
  const Id creation = creation_of(bytes, space);
  const Id links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(links, 1);
  if (H5Lexists(file, path.c_str(), H5P_DEFAULT) > 0)
    H5Ldelete(file, path.c_str(), H5P_DEFAULT);
  const Id data(H5Dcreate2(file, path.c_str(), type, space, links, creation, H5P_DEFAULT), H5Dclose);
  const hssize_t count = space.valid() ? H5Sget_simple_extent_npoints(space) : 0;
  if (!data.valid() || count <= 0 || count > 100'000 || bytes.byte() % 8 == 0)
    return;
  const bool number = H5Tget_class(type) == H5T_INTEGER || H5Tget_class(type) == H5T_FLOAT;
  const bool text = H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) > 0;
  if (number) {
    std::vector<double> values(static_cast<std::size_t>(count));
    const double first = value_of(bytes);
    const std::uint8_t step = bytes.byte() % 4;
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = i < 4 ? value_of(bytes) : first + static_cast<double>(step * (i % 50));
    H5Dwrite(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  } else if (text) {
    const char* const words[] = {"e23Cux2", "", "NULL", "static_synapse", "../../x", "sON_TF4", "exc_to_pv.json"};
    std::vector<const char*> values(static_cast<std::size_t>(count));
    for (const char*& value : values)
      value = words[bytes.choice(7)];
    H5Dwrite(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  }
}

void poke_dataset(hid_t file, const std::string& path, ByteSource& bytes) {
  if (H5Lexists(file, path.c_str(), H5P_DEFAULT) <= 0)
    return;
  const Id data(H5Dopen2(file, path.c_str(), H5P_DEFAULT), H5Dclose);
  const Id space(H5Dget_space(data), H5Sclose);
  if (!data.valid() || H5Sget_simple_extent_ndims(space) != 1)
    return;
  const hsize_t at = bytes.byte();
  const hsize_t one = 1;
  const Id memory(H5Screate_simple(1, &one, nullptr), H5Sclose);
  const double value = value_of(bytes);
  if (H5Sselect_hyperslab(space, H5S_SELECT_SET, &at, nullptr, &one, nullptr) >= 0)
    H5Dwrite(data, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, &value);
}

void put_attribute(hid_t file, const std::string& path, ByteSource& bytes) {
  constexpr const char* names[] = {
      "node_population",  "magic", "version", "field_width_deg", "striate_recipe", "striate_network_name",
      "striate_settings", "units", "sorting", "array_names",     "format"};
  const char* name = names[bytes.choice(std::size(names))];
  const Id object(H5Oopen(file, bytes.byte() % 2 == 0 ? path.c_str() : "/", H5P_DEFAULT), H5Oclose);
  if (!object.valid())
    return;
  if (H5Aexists(object, name) > 0)
    H5Adelete(object, name);
  if (bytes.byte() % 4 == 0)
    return;
  const Id type = type_of(bytes);
  const Id space = space_of(bytes);
  const Id attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  if (!attribute.valid() || count <= 0 || count > 1000 || H5Tget_class(type) != H5T_STRING)
    return;
  if (H5Tis_variable_str(type) > 0) {
    const std::vector<const char*> texts(static_cast<std::size_t>(count), "ms");
    H5Awrite(attribute, type, texts.data());
  } else {
    const std::vector<char> texts(static_cast<std::size_t>(count) * H5Tget_size(type), 'x');
    H5Awrite(attribute, type, texts.data());
  }
}

} // namespace

void change_hdf5(const std::filesystem::path& path, ByteSource& bytes) {
  const Id file(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose);
  if (!file.valid())
    return;
  const std::string population = population_path(path);
  const auto object = [&] { return population + "/" + objects[bytes.choice(std::size(objects))]; };
  const std::string at = object();
  switch (bytes.choice(8)) {
  case 0:
    H5Ldelete(file, at.c_str(), H5P_DEFAULT);
    break;
  case 1:
  case 2:
  case 3:
    put_dataset(file, at, bytes);
    break;
  case 4:
    poke_dataset(file, at, bytes);
    break;
  case 5:
    put_attribute(file, at, bytes);
    break;
  case 6: { // a link: to another object, to nothing, or in a circle
    const std::string to = bytes.byte() % 3 == 0 ? "/nowhere" : object();
    H5Ldelete(file, at.c_str(), H5P_DEFAULT);
    H5Lcreate_soft(to.c_str(), file, at.c_str(), H5P_DEFAULT, H5P_DEFAULT);
    break;
  }
  default: {
    const std::string to = object();
    H5Lmove(file, at.c_str(), file, to.c_str(), H5P_DEFAULT, H5P_DEFAULT);
    break;
  }
  }
}

void change_heap(const std::filesystem::path& path, ByteSource& bytes) {
  std::string content;
  {
    std::ifstream in(path, std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::size_t heap = content.find("GCOL");
  const std::size_t at = heap + bytes.byte();
  if (heap == std::string::npos || at >= content.size())
    return;
  content[at] = static_cast<char>(bytes.byte());
  std::ofstream(path, std::ios::binary) << content;
}

} // namespace striate::fuzz
