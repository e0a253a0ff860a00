// SPDX-License-Identifier: Apache-2.0
#include "engine/hdf5/global_heap.h"

#include "engine/hdf5/refusal.h"

#include <sys/stat.h>
#include <unistd.h>

namespace striate::hdf5 {

namespace {

constexpr std::uint64_t smallest_collection = 4096;
constexpr std::uint64_t largest_collection = std::uint64_t{1} << 30;
constexpr std::size_t object_header_bytes = 8; ///< and the size: index, count of references, four bytes unused

std::uint64_t number(const unsigned char* bytes, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i > 0; --i)
    value = value << 8 | bytes[i - 1];
  return value;
}
std::uint64_t number(const std::string& bytes, std::uint64_t at, std::size_t width) {
  return number(reinterpret_cast<const unsigned char*>(bytes.data()) + at, width);
}

/// Hands out stored references unchanged.
herr_t keep_references(hid_t from, hid_t to, H5T_cdata_t* data, std::size_t, std::size_t, std::size_t, void*, void*,
                       hid_t) {
  if (data->command != H5T_CONV_INIT)
    return 0;
  data->need_bkg = H5T_BKG_NO;
  return H5Tis_variable_str(from) > 0 && H5Tget_size(from) == H5Tget_size(to) ? 0 : -1;
}

/// The conversion is HDF5's, for the whole program; nothing else converts from text to opaque bytes.
bool conversion_known() {
  static const bool known = [] {
    const Id text(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(text, H5T_VARIABLE);
    const Id opaque(H5Tcreate(H5T_OPAQUE, sizeof(char*)), H5Tclose);
    return H5Tregister(H5T_PERS_SOFT, "text references", text, opaque, keep_references) >= 0;
  }();
  return known;
}

} // namespace

GlobalHeap::GlobalHeap(hid_t object, std::filesystem::path file, std::string place)
    : file_(std::move(file)), place_(std::move(place)), file_id_(H5Iget_file_id(object), H5Fclose) {
  const Id creation(H5Fget_create_plist(file_id_), H5Pclose);
  void* handle = nullptr;
  hsize_t base = 0;
  if (!conversion_known() || H5Pget_sizes(creation, &address_bytes_, &size_bytes_) < 0 ||
      H5Pget_userblock(creation, &base) < 0 || H5Fget_vfd_handle(file_id_, H5P_DEFAULT, &handle) < 0 ||
      handle == nullptr || address_bytes_ > 8 || size_bytes_ > 8)
    damaged();
  descriptor_ = *static_cast<int*>(handle);
  base_ = base;
}

void GlobalHeap::damaged() const {
  throw Refusal(file_, place_, "the heap of its strings is damaged; use another copy of the file");
}

Id GlobalHeap::reference_type() const {
  return {H5Tcreate(H5T_OPAQUE, reference_bytes()), H5Tclose};
}

bool GlobalHeap::read(std::uint64_t address, std::span<char> out) const {
  for (std::size_t done = 0; done < out.size();) {
    const ssize_t got =
        pread(descriptor_, out.data() + done, out.size() - done, static_cast<off_t>(base_ + address + done));
    if (got <= 0)
      return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

const GlobalHeap::Collection& GlobalHeap::collection(std::uint64_t address) {
  const auto [entry, is_new] = collections_.try_emplace(address);
  Collection& heap = entry->second;
  if (!is_new)
    return heap;
  struct stat facts {};
  const std::size_t header = 8 + size_bytes_;
  std::string start(header, '\0');
  if (fstat(descriptor_, &facts) != 0 || address > static_cast<std::uint64_t>(facts.st_size) || !read(address, start) ||
      !start.starts_with(std::string_view("GCOL\1", 5)))
    damaged();
  const std::uint64_t size = number(start, 8, size_bytes_);
  if (size < smallest_collection || size > largest_collection ||
      size > static_cast<std::uint64_t>(facts.st_size) - address)
    damaged();
  heap.bytes.resize(size);
  if (!read(address, heap.bytes))
    damaged();
  const std::size_t object_header = object_header_bytes + size_bytes_;
  for (std::uint64_t at = header; at + object_header <= size;) {
    const std::uint64_t index = number(heap.bytes, at, 2);
    const std::uint64_t length = number(heap.bytes, at + object_header_bytes, size_bytes_);
    if (index == 0) // the free space, its header within; it ends the collection
      break;
    const std::uint64_t room = size - at - object_header;
    if (length > room || (length + 7) / 8 * 8 > room ||
        !heap.objects.insert({index, {at + object_header, length}}).second)
      damaged();
    at += object_header + (length + 7) / 8 * 8;
  }
  return heap;
}

std::string_view GlobalHeap::bytes(std::span<const unsigned char> reference) {
  const std::uint64_t length = number(reference.data(), 4);
  const std::uint64_t address = number(reference.data() + 4, address_bytes_);
  const std::uint64_t index = number(reference.data() + 4 + address_bytes_, 4);
  if (length == 0 || address == 0)
    return {};
  const Collection& heap = collection(address);
  const auto object = heap.objects.find(index);
  if (object == heap.objects.end() || object->second.size < length)
    damaged();
  return std::string_view(heap.bytes).substr(object->second.at, length);
}

} // namespace striate::hdf5
