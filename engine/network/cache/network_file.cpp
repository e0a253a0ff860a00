// SPDX-License-Identifier: Apache-2.0
#include "engine/network/cache/network_file.h"

#include "engine/core/errors.h"
#include "engine/core/json_text.h"
#include "engine/hdf5/attribute.h"
#include "engine/hdf5/dataset.h"
#include "engine/hdf5/group.h"
#include "engine/network/cache/file_digest.h"
#include "engine/network/network_arrays.h"
#include "engine/network/sonata/names/recipe_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <functional>
#include <type_traits>
#include <vector>

namespace striate {

namespace {

constexpr std::uint64_t user_block = 512;
constexpr const char* key_attribute = "key";
constexpr const char* facts_attribute = "facts";

/// The start of the user block.
struct Header {
  std::array<char, 16> magic = {'s', 't', 'r', 'i', 'a', 't', 'e', ' ', 'n', 'e', 't', 'w', 'o', 'r', 'k', '\n'};
  std::uint64_t version = 1;
  std::uint64_t file_size = 0;
  FileDigest digest;
};
static_assert(std::has_unique_object_representations_v<Header>);

template <typename T>
hid_t type_of() {
  if constexpr (std::is_same_v<T, float>)
    return H5T_IEEE_F32LE;
  else if constexpr (std::is_same_v<T, double>)
    return H5T_IEEE_F64LE;
  else if constexpr (sizeof(T) == 1)
    return H5T_STD_U8LE;
  else if constexpr (sizeof(T) == 2)
    return H5T_STD_U16LE;
  else if constexpr (sizeof(T) == 4)
    return H5T_STD_U32LE;
  else
    return H5T_STD_U64LE;
}

/// One dataset: where its bytes are in memory and in the file.
struct Piece {
  std::string name;
  hid_t type;
  std::size_t element_bytes;
  std::size_t count;
  std::byte* data; ///< only read while writing
  std::uint64_t offset = 0;
};

/// Structures become one column per field, without the padding between the fields.
struct Columns {
  std::deque<std::vector<std::uint64_t>> wide;
  std::deque<std::vector<std::uint32_t>> middle;
  std::deque<std::vector<std::uint8_t>> narrow;
};

template <typename T>
Piece piece_of(const std::string& name, std::vector<T>& values) {
  return {name, type_of<T>(), sizeof(T), values.size(), reinterpret_cast<std::byte*>(values.data()), 0};
}

std::vector<Piece> pieces_to_write(const Network& network, Columns& columns) {
  std::vector<Piece> pieces;
  visit_arrays(network, [&](const std::string& name, const auto& values) {
    using T = typename std::remove_cvref_t<decltype(values)>::value_type;
    if constexpr (std::is_same_v<T, EdgeRun>) {
      auto& begin = columns.wide.emplace_back();
      auto& delay = columns.narrow.emplace_back();
      auto& slot = columns.narrow.emplace_back();
      for (const EdgeRun& run : values) {
        begin.push_back(run.begin);
        delay.push_back(run.delay);
        slot.push_back(run.slot);
      }
      pieces.push_back(piece_of(name + "_begin", begin));
      pieces.push_back(piece_of(name + "_delay", delay));
      pieces.push_back(piece_of(name + "_slot", slot));
    } else if constexpr (std::is_same_v<T, Network::Range>) {
      auto& first = columns.middle.emplace_back();
      auto& last = columns.middle.emplace_back();
      for (const Network::Range& range : values) {
        first.push_back(range.first);
        last.push_back(range.last);
      }
      pieces.push_back(piece_of(name + "_first", first));
      pieces.push_back(piece_of(name + "_last", last));
    } else {
      pieces.push_back({name, type_of<T>(), sizeof(T), values.size(),
                        const_cast<std::byte*>(reinterpret_cast<const std::byte*>(values.data())), 0}); // NOLINT
    }
  });
  return pieces;
}

constexpr const char* own_delays = "own_delays";

nlohmann::json facts_of(const Network& network) {
  nlohmann::json facts = {{"name", network.name},
                          {"recipe", sonata::write_recipe(network.recipe)},
                          {"lgn_synapses", network.lgn_synapses},
                          {"recurrent_sources", network.recurrent.source_count},
                          {"recurrent_targets", network.recurrent.target_count},
                          {"lgn_sources", network.lgn.source_count},
                          {"lgn_targets", network.lgn.target_count},
                          {"background_sources", network.background.source_count},
                          {"field_width_deg", network.lgn_units.field_width_deg},
                          {"field_height_deg", network.lgn_units.field_height_deg}};
  for (const auto& [name, delay_ms] : {std::pair{"recurrent", &network.recurrent.delay_ms},
                                       {"lgn", &network.lgn.delay_ms},
                                       {"background", &network.background.delay_ms}})
    if (!delay_ms->empty())
      facts[own_delays].push_back(name);
  return facts;
}

void take_facts(const nlohmann::json& facts, const std::string& place, Network& network) {
  network.name = facts.at("name");
  network.recipe = sonata::read_recipe(facts.at("recipe").get<std::string>(), place);
  network.lgn_synapses = facts.at("lgn_synapses");
  network.recurrent.source_count = facts.at("recurrent_sources");
  network.recurrent.target_count = facts.at("recurrent_targets");
  network.lgn.source_count = facts.at("lgn_sources");
  network.lgn.target_count = facts.at("lgn_targets");
  network.background.source_count = facts.at("background_sources");
  network.lgn_units.field_width_deg = facts.at("field_width_deg");
  network.lgn_units.field_height_deg = facts.at("field_height_deg");
  // Marks the arrays that stand in the file; reading gives them their size.
  for (const std::string name : facts.value(own_delays, nlohmann::json::array())) {
    if (name == "recurrent")
      network.recurrent.delay_ms.resize(1);
    if (name == "lgn")
      network.lgn.delay_ms.resize(1);
    if (name == "background")
      network.background.delay_ms.resize(1);
  }
}

/// Lays out the file: HDF5 writes its own structures and reserves the datasets; their bytes follow without it.
void create_layout(const Network& network, const std::string& key, const std::filesystem::path& path,
                   std::vector<Piece>& pieces) {
  const hdf5::Id creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  H5Pset_userblock(creation, user_block);
  hdf5::Id file =
      hdf5::checked(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, H5P_DEFAULT), H5Fclose, path, "The new file");
  const hdf5::Id links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(links, 1);
  const hdf5::Id layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_layout(layout, H5D_CONTIGUOUS);
  H5Pset_alloc_time(layout, H5D_ALLOC_TIME_EARLY);
  H5Pset_fill_time(layout, H5D_FILL_TIME_NEVER);
  for (Piece& piece : pieces) {
    const hsize_t count = piece.count;
    const hdf5::Id space(H5Screate_simple(1, &count, nullptr), H5Sclose);
    const hdf5::Id dataset =
        hdf5::checked(H5Dcreate2(file, piece.name.c_str(), piece.type, space, links, layout, H5P_DEFAULT), H5Dclose,
                      path, "The dataset " + piece.name);
    piece.offset = count == 0 ? 0 : H5Dget_offset(dataset);
  }
  hdf5::write_text(file, key_attribute, key, path);
  hdf5::write_text(file, facts_attribute, facts_of(network).dump(), path);
  if (!file.reset())
    throw Error(fmt::format("{} could not be written: {}.", path.string(), hdf5::last_reason()));
}

/// Calls transfer(offset in the file, bytes in memory) for all datasets, cut into pieces for the threads.
void transfer_pieces(const std::vector<Piece>& pieces, Workshop workshop, ProgressSpan progress,
                     const std::function<void(std::uint64_t, std::span<std::byte>)>& transfer) {
  struct Part {
    std::uint64_t offset;
    std::span<std::byte> bytes;
  };
  std::vector<Part> parts;
  for (const Piece& piece : pieces) {
    const std::uint64_t size = piece.count * piece.element_bytes;
    for (std::uint64_t at = 0; at < size; at += piece_bytes)
      parts.push_back({piece.offset + at, {piece.data + at, std::min(piece_bytes, size - at)}});
  }
  for_pieces(workshop, parts.size(), progress, [&](std::size_t i) { transfer(parts[i].offset, parts[i].bytes); });
}

/// Finds a dataset, checks its type and makes room for it in `values`.
template <typename T>
Piece prepare(hid_t file, const std::string& name, std::vector<T>& values, const std::filesystem::path& path) {
  const hdf5::Dataset dataset = hdf5::Dataset::open(file, name, path, "The dataset " + name);
  const std::uint64_t count = dataset.stored().count;
  const auto offset = dataset.offset();
  if (dataset.stored().extent.size() != 1 || !dataset.stored_as(type_of<T>()) || (count > 0 && !offset) ||
      dataset.stored_bytes() < count * sizeof(T))
    throw Error(fmt::format("The dataset {} of {} has another shape, type or size.", name, path.string()));
  values.resize(count);
  Piece piece = piece_of(name, values);
  piece.offset = offset.value_or(0);
  return piece;
}

} // namespace

void write_network_file(const Network& network, const std::string& key, const std::filesystem::path& path,
                        ThreadPool& pool, Task& task) {
  const hdf5::QuietErrors quiet;
  const Workshop workshop{pool, task};
  Columns columns;
  std::vector<Piece> pieces = pieces_to_write(network, columns);
  create_layout(network, key, path, pieces);

  PosixFile file(path, PosixFile::Mode::update);
  Header header;
  header.file_size = file.size();
  file.reserve(header.file_size);
  transfer_pieces(pieces, workshop, {0.0, 0.7},
                  [&](std::uint64_t offset, std::span<std::byte> bytes) { file.write(offset, bytes); });
  header.digest = digest_file(file, user_block, workshop, {0.7, 1.0});
  file.write(0, std::as_bytes(std::span(&header, 1)));
  file.sync();
}

std::shared_ptr<const Network> read_network_file(const std::filesystem::path& path, const std::string& key,
                                                 ThreadPool& pool, Task& task) {
  const hdf5::QuietErrors quiet;
  const Workshop workshop{pool, task};
  const PosixFile file(path, PosixFile::Mode::read);
  Header header;
  file.read(0, std::as_writable_bytes(std::span(&header, 1)));
  if (header.magic != Header{}.magic || header.version != Header{}.version)
    throw Error(fmt::format("{} is not a network file of this version.", path.string()));
  if (header.file_size != file.size())
    throw Error(fmt::format("{} has {} bytes instead of {}.", path.string(), file.size(), header.file_size));
  if (!(digest_file(file, user_block, workshop, {0.0, 0.4}) == header.digest))
    throw Error(fmt::format("The contents of {} do not match their checksum.", path.string()));

  auto network = std::make_shared<Network>();
  std::vector<Piece> pieces;
  Columns columns;
  std::vector<std::function<void()>> joins; // columns become structures again
  {
    const hdf5::Id h5 = hdf5::open_to_read(path);
    if (hdf5::read_text(h5, key_attribute, path) != key)
      throw Error(fmt::format("{} holds another network.", path.string()));
    take_facts(json_from_text(hdf5::read_text(h5, facts_attribute, path), path.string(), "a cached network"),
               path.string(), *network);
    visit_arrays(*network, [&](const std::string& name, auto& values) {
      using T = typename std::remove_cvref_t<decltype(values)>::value_type;
      if constexpr (std::is_same_v<T, EdgeRun>) {
        auto& begin = columns.wide.emplace_back();
        auto& delay = columns.narrow.emplace_back();
        auto& slot = columns.narrow.emplace_back();
        pieces.push_back(prepare(h5, name + "_begin", begin, path));
        pieces.push_back(prepare(h5, name + "_delay", delay, path));
        pieces.push_back(prepare(h5, name + "_slot", slot, path));
        joins.push_back([&values, &begin, &delay, &slot] {
          for (std::size_t i = 0; i < begin.size(); ++i)
            values.push_back({begin[i], delay[i], slot[i]});
        });
      } else if constexpr (std::is_same_v<T, Network::Range>) {
        auto& first = columns.middle.emplace_back();
        auto& last = columns.middle.emplace_back();
        pieces.push_back(prepare(h5, name + "_first", first, path));
        pieces.push_back(prepare(h5, name + "_last", last, path));
        joins.push_back([&values, &first, &last] {
          for (std::size_t i = 0; i < first.size(); ++i)
            values.push_back({first[i], last[i]});
        });
      } else {
        pieces.push_back(prepare(h5, name, values, path));
      }
    });
  }
  transfer_pieces(pieces, workshop, {0.4, 1.0},
                  [&](std::uint64_t offset, std::span<std::byte> bytes) { file.read(offset, bytes); });
  for (const auto& join : joins)
    join();
  return network;
}

} // namespace striate
