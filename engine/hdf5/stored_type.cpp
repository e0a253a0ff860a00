// SPDX-License-Identifier: Apache-2.0
#include "engine/hdf5/stored_type.h"

#include <limits>

namespace striate::hdf5 {

namespace {

const char* words_of(H5T_class_t value) {
  switch (value) {
  case H5T_INTEGER:
    return "whole numbers";
  case H5T_FLOAT:
    return "numbers";
  case H5T_STRING:
    return "texts";
  case H5T_ENUM:
    return "enumeration values";
  case H5T_COMPOUND:
    return "compound values";
  case H5T_OPAQUE:
    return "opaque bytes";
  case H5T_BITFIELD:
    return "bit fields";
  case H5T_REFERENCE:
    return "references";
  case H5T_ARRAY:
    return "arrays";
  case H5T_VLEN:
    return "variable-length lists";
  default:
    return "values of unknown type";
  }
}

StoredType::Kind kind_of(H5T_class_t value) {
  switch (value) {
  case H5T_INTEGER:
    return StoredType::Kind::whole;
  case H5T_FLOAT:
    return StoredType::Kind::real;
  case H5T_STRING:
    return StoredType::Kind::text;
  case H5T_ENUM:
    return StoredType::Kind::enumeration;
  default:
    return StoredType::Kind::other;
  }
}

bool is_signed(hid_t type, StoredType::Kind kind) {
  if (kind == StoredType::Kind::whole)
    return H5Tget_sign(type) != H5T_SGN_NONE;
  if (kind != StoredType::Kind::enumeration)
    return false;
  const Id base(H5Tget_super(type), H5Tclose);
  return base.valid() && H5Tget_sign(base) != H5T_SGN_NONE;
}

} // namespace

bool StoredType::look(hid_t type, hid_t space, StoredType& stored) {
  const H5T_class_t value = H5Tget_class(type);
  const H5S_class_t shape = H5Sget_simple_extent_type(space);
  if (value == H5T_NO_CLASS || shape == H5S_NO_CLASS)
    return false;
  stored.kind = kind_of(value);
  stored.words_ = words_of(value);
  stored.is_signed = hdf5::is_signed(type, stored.kind);
  stored.variable = stored.kind == Kind::text && H5Tis_variable_str(type) > 0;
  stored.value_bytes = H5Tget_size(type);
  stored.empty = shape == H5S_NULL;
  if (stored.value_bytes == 0)
    return false;
  stored.count = stored.empty ? 0 : 1;
  stored.extent.clear();
  if (shape != H5S_SIMPLE)
    return true;
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0)
    return false;
  stored.extent.resize(static_cast<std::size_t>(rank));
  if (rank > 0 && H5Sget_simple_extent_dims(space, stored.extent.data(), nullptr) != rank)
    return false;
  for (const hsize_t length : stored.extent) {
    if (length != 0 && stored.count > std::numeric_limits<std::int64_t>::max() / length)
      return false;
    stored.count *= length;
  }
  return true;
}

} // namespace striate::hdf5
