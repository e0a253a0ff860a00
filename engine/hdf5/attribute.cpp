// SPDX-License-Identifier: Apache-2.0
#include "engine/hdf5/attribute.h"

#include "engine/hdf5/refusal.h"
#include "engine/hdf5/texts.h"

#include <fmt/format.h>

#include <limits>

namespace striate::hdf5 {

namespace {

constexpr std::uint64_t most_numbers = 1u << 20;

} // namespace

std::optional<Attribute> Attribute::find(hid_t object, const std::string& name, const std::filesystem::path& file) {
  if (H5Aexists(object, name.c_str()) <= 0)
    return std::nullopt;
  Attribute found({H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose}, file, "The attribute " + name);
  found.type_ = {H5Aget_type(found.attribute_), H5Tclose};
  const Id space(H5Aget_space(found.attribute_), H5Sclose);
  if (!found.attribute_.valid() || !found.type_.valid() || !space.valid() ||
      !StoredType::look(found.type_, space, found.stored_))
    found.fail(fmt::format("it is damaged ({})", last_reason()));
  return found;
}

void Attribute::fail(const std::string& what) const {
  throw Refusal(file_, place_, what);
}

void Attribute::require_one(const char* what) const {
  if (stored_.count != 1)
    fail(stored_.count == 0 ? fmt::format("it is empty where {} is expected", what)
                            : fmt::format("it holds {} values where {} is expected", stored_.count, what));
}

void Attribute::read(hid_t memory_type, void* values) const {
  if (H5Aread(attribute_, memory_type, values) < 0)
    fail(fmt::format("it cannot be read ({})", last_reason()));
}

std::vector<std::string> Attribute::texts() const {
  if (stored_.kind != StoredType::Kind::text)
    fail(fmt::format("it holds {} where text is expected", stored_.words()));
  return read_texts(
      attribute_, type_, stored_, [&](hid_t type, void* memory) { return H5Aread(attribute_, type, memory) >= 0; },
      file_, place_);
}

std::string Attribute::text() const {
  if (stored_.kind == StoredType::Kind::text && stored_.empty)
    return {};
  if (stored_.kind == StoredType::Kind::text)
    require_one("one text");
  return texts().front();
}

std::vector<double> Attribute::numbers() const {
  if (!stored_.is_number() && stored_.kind != StoredType::Kind::enumeration)
    fail(fmt::format("it holds {} where numbers are expected", stored_.words()));
  if (stored_.count > most_numbers)
    fail(fmt::format("it holds {} numbers, too many to read", stored_.count));
  std::vector<double> values(stored_.count);
  if (!values.empty())
    read(H5T_NATIVE_DOUBLE, values.data());
  return values;
}

double Attribute::number() const {
  if (stored_.is_number())
    require_one("one number");
  const std::vector<double> values = numbers();
  require_one("one number");
  return values.front();
}

std::uint64_t Attribute::whole() const {
  if (stored_.kind != StoredType::Kind::whole && stored_.kind != StoredType::Kind::enumeration)
    fail(fmt::format("it holds {} where a whole number is expected", stored_.words()));
  require_one("one whole number");
  if (!stored_.is_signed) {
    std::uint64_t value = 0;
    read(H5T_NATIVE_UINT64, &value);
    return value;
  }
  std::int64_t value = 0;
  read(H5T_NATIVE_INT64, &value);
  if (value < 0)
    fail(fmt::format("it is {} where a non-negative number is expected", value));
  return static_cast<std::uint64_t>(value);
}

std::string Attribute::word() const {
  if (stored_.kind != StoredType::Kind::enumeration)
    return text();
  require_one("one value");
  std::vector<unsigned char> value(stored_.value_bytes);
  read(type_, value.data());
  std::vector<char> name(1024);
  if (H5Tenum_nameof(type_, value.data(), name.data(), name.size()) < 0)
    fail("its value is not part of its enumeration");
  return name.data();
}

std::string read_text(hid_t object, const std::string& name, const std::filesystem::path& file) {
  const auto attribute = Attribute::find(object, name, file);
  if (!attribute)
    throw Refusal(file, "The attribute " + name, "it is missing");
  return attribute->text();
}

} // namespace striate::hdf5
