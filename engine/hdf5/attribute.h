// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/stored_type.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace striate::hdf5 {

/// An attribute that is looked at (class, extent, sizes) before it is read. A scalar and an array with one value are
/// the same. All readers throw Refusal, which names attribute and file, when there is something else than what is asked
/// for.
class Attribute {
public:
  /// Nothing when the object has no attribute of this name; Refusal when it has a damaged one.
  static std::optional<Attribute> find(hid_t object, const std::string& name, const std::filesystem::path& file);

  const StoredType& stored() const { return stored_; }

  /// The one text. Of a null space (so some programs write it): the empty text.
  std::string text() const;
  std::vector<std::string> texts() const;
  /// The one number; also of a logical value.
  double number() const;
  std::vector<double> numbers() const;
  /// The one whole number from 0 on, stored as such.
  std::uint64_t whole() const;
  /// A text, or the name of an enumeration's value ("by_time").
  std::string word() const;

private:
  Attribute(Id attribute, std::filesystem::path file, std::string place)
      : attribute_(std::move(attribute)), file_(std::move(file)), place_(std::move(place)) {}
  [[noreturn]] void fail(const std::string& what) const;
  void require_one(const char* what) const;
  void read(hid_t memory_type, void* values) const;

  Id attribute_, type_;
  StoredType stored_;
  std::filesystem::path file_;
  std::string place_; ///< "The attribute units"
};

/// The text of an attribute that must be there; Refusal when it is not.
std::string read_text(hid_t object, const std::string& name, const std::filesystem::path& file);

} // namespace striate::hdf5
