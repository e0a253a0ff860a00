// SPDX-License-Identifier: Apache-2.0
#include "engine/hdf5/hdf5_file.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate::hdf5 {
namespace {

// All files close themselves before main() ends. HDF5's own exit handler would only find those whose closing failed
// (full disk), and it crashes on them. It must be refused before the first call of the library.
[[maybe_unused]] const herr_t no_exit_handler = H5dont_atexit();

herr_t keep_innermost(unsigned level, const H5E_error2_t* error, void* text) {
  if (level == 0 && error->desc != nullptr)
    *static_cast<std::string*>(text) = error->desc;
  return 0;
}

/// The part a user can act on: HDF5 hides it in "file write failed: time = ..., error message = 'No space left ...',
/// ...".
std::string system_message(const std::string& description) {
  const std::string key = "error message = '";
  const auto begin = description.find(key);
  if (begin == std::string::npos)
    return description;
  const auto end = description.find('\'', begin + key.size());
  return description.substr(begin + key.size(), end - begin - key.size());
}

[[noreturn]] void not_written(const char* name, const std::filesystem::path& file) {
  throw Error(fmt::format("The attribute {} of {} could not be written: {}.", name, file.string(), last_reason()));
}

} // namespace

QuietErrors::QuietErrors() {
  H5Eget_auto2(H5E_DEFAULT, &print_, &data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

QuietErrors::~QuietErrors() {
  H5Eset_auto2(H5E_DEFAULT, print_, data_);
}

std::string last_reason() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
  return text.empty() ? "HDF5 gives no reason" : system_message(text);
}

Id checked(hid_t id, Id::Close close, const std::filesystem::path& file, const std::string& object) {
  if (id < 0)
    throw Error(fmt::format("{} of {} is missing or damaged ({}).", object, file.string(), last_reason()));
  return {id, close};
}

bool has_attribute(hid_t object, const char* name) {
  return H5Aexists(object, name) > 0;
}

void write_text(hid_t object, const char* name, const std::string& text, const std::filesystem::path& file) {
  const Id type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  const Id space(H5Screate(H5S_SCALAR), H5Sclose);
  const Id attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const char* value = text.c_str();
  if (!attribute.valid() || H5Awrite(attribute, type, &value) < 0)
    not_written(name, file);
}

void write_numbers(hid_t object, const char* name, const std::vector<std::uint32_t>& values, bool scalar,
                   const std::filesystem::path& file) {
  const hsize_t length = values.size();
  const Id space(scalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &length, nullptr), H5Sclose);
  const Id attribute(H5Acreate2(object, name, H5T_STD_U32LE, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  if (!attribute.valid() || H5Awrite(attribute, H5T_NATIVE_UINT32, values.data()) < 0)
    not_written(name, file);
}

void write_number(hid_t object, const char* name, double value, const std::filesystem::path& file) {
  const Id space(H5Screate(H5S_SCALAR), H5Sclose);
  const Id attribute(H5Acreate2(object, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  if (!attribute.valid() || H5Awrite(attribute, H5T_NATIVE_DOUBLE, &value) < 0)
    not_written(name, file);
}

} // namespace striate::hdf5
