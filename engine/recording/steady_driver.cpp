// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/steady_driver.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <iterator>
#include <map>
#include <span>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>
#if __has_include(<H5FDdevelop.h>)
#include <H5FDdevelop.h> // from HDF5 1.14 on
#endif

namespace striate {
namespace {

constexpr haddr_t largest_address = (haddr_t{1} << 62) - 1;

/// What H5Fget_vfd_handle() gives; the descriptor first, as for HDF5's own drivers.
struct Handle {
  int descriptor = -1;
  haddr_t reserved = 0, end = 0;
};

struct Block {
  H5FD_mem_t type;
  std::vector<unsigned char> bytes;
};

/// Level and entries of a node of a B-tree, as far as its bytes are one.
struct Node {
  bool valid = false;
  unsigned level = 0, entries = 0;

  explicit Node(std::span<const unsigned char> bytes) {
    if (bytes.size() < 8 || std::memcmp(bytes.data(), "TREE", 4) != 0)
      return;
    valid = true;
    level = bytes[5];
    entries = bytes[6] | static_cast<unsigned>(bytes[7]) << 8;
  }
  Node() = default;
};

struct SteadyFile : H5FD_t {
  Handle handle;
  haddr_t written_end = 0;
  dev_t device = 0;
  ino_t inode = 0;
  std::map<haddr_t, Block> waiting; ///< since the last flush
  std::map<haddr_t, Block> held;    ///< until the file is closed
  std::map<haddr_t, Node> written;  ///< blocks that are on the disk
};

SteadyFile& steady(H5FD_t* file) {
  return *static_cast<SteadyFile*>(file);
}
const SteadyFile& steady(const H5FD_t* file) {
  return *static_cast<const SteadyFile*>(file);
}

/// In the words of HDF5's own drivers, of which hdf5::last_reason() takes the message.
void say_why(const char* what) {
  H5Epush2(H5E_DEFAULT, __FILE__, __func__, __LINE__, H5E_ERR_CLS, H5E_IO, H5E_WRITEERROR,
           "%s failed: error message = '%s'", what, std::strerror(errno));
}

bool write_all(int descriptor, haddr_t address, std::span<const unsigned char> bytes) {
  while (!bytes.empty()) {
    const ssize_t done = pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(address));
    if (done < 0 && errno == EINTR)
      continue;
    if (done <= 0) {
      say_why("file write");
      return false;
    }
    address += static_cast<haddr_t>(done);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
  return true;
}

/// Smaller is written earlier.
int turn_of(H5FD_mem_t type, bool is_new) {
  if (type == H5FD_MEM_SUPER)
    return 2;
  return (type == H5FD_MEM_OHDR ? 3 : 0) + (is_new ? 0 : 1);
}

bool commit(SteadyFile& file, bool closing) {
  struct Write {
    int turn;
    haddr_t address;
  };
  std::vector<Write> order;
  for (auto at = file.waiting.begin(); at != file.waiting.end();) {
    const auto before = file.written.find(at->first);
    const Node now(at->second.bytes);
    const bool shrank = now.valid && before != file.written.end() && before->second.valid &&
                        now.level == before->second.level && now.entries < before->second.entries;
    if (shrank && !closing) {
      file.held.insert_or_assign(at->first, std::move(at->second));
      at = file.waiting.erase(at);
      continue;
    }
    file.held.erase(at->first);
    order.push_back({turn_of(at->second.type, before == file.written.end()), at->first});
    ++at;
  }
  std::ranges::stable_sort(order, {}, &Write::turn);
  for (const Write& write : order) {
    const Block& block = file.waiting.at(write.address);
    if (!write_all(file.handle.descriptor, write.address, block.bytes))
      return false;
    file.written.insert_or_assign(write.address, Node(block.bytes));
  }
  file.waiting.clear();
  if (!closing)
    return true;
  for (const auto& [address, block] : file.held)
    if (!write_all(file.handle.descriptor, address, block.bytes))
      return false;
  file.held.clear();
  return true;
}

/// The new file, with a shared lock; a file that another program has open is not emptied.
bool open_descriptor(SteadyFile& file, const char* name, unsigned flags) {
  const int exclusive = flags & H5F_ACC_EXCL ? O_EXCL : 0;
  const int descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC | exclusive, 0666);
  if (descriptor < 0)
    return false;
  file.handle.descriptor = descriptor;
  const bool in_use = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  struct stat facts {};
  if (in_use || ftruncate(descriptor, 0) != 0 || fstat(descriptor, &facts) != 0)
    return false;
  flock(descriptor, LOCK_SH | LOCK_NB); // file systems without locks have none
  file.device = facts.st_dev;
  file.inode = facts.st_ino;
  return true;
}

H5FD_t* open_file(const char* name, unsigned flags, hid_t, haddr_t) {
  auto* file = new SteadyFile();
  if ((flags & H5F_ACC_CREAT) != 0 && open_descriptor(*file, name, flags))
    return file;
  say_why("file creation");
  if (file->handle.descriptor >= 0)
    close(file->handle.descriptor);
  delete file;
  return nullptr;
}

herr_t close_file(H5FD_t* base) {
  SteadyFile* file = &steady(base);
  const bool written = commit(*file, true);
  const bool closed = close(file->handle.descriptor) == 0;
  delete file;
  return written && closed ? 0 : -1;
}

int compare(const H5FD_t* one, const H5FD_t* other) {
  const SteadyFile &a = steady(one), &b = steady(other);
  if (a.device != b.device)
    return a.device < b.device ? -1 : 1;
  return a.inode < b.inode ? -1 : a.inode > b.inode ? 1 : 0;
}

herr_t query(const H5FD_t*, unsigned long* features) {
  *features = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_POSIX_COMPAT_HANDLE;
  return 0;
}

haddr_t end_of_use(const H5FD_t* base, H5FD_mem_t type) {
  const SteadyFile& file = steady(base);
  return type == H5FD_MEM_SUPER ? std::max(file.handle.end, file.handle.reserved) : file.handle.end;
}

herr_t set_end_of_use(H5FD_t* base, H5FD_mem_t, haddr_t address) {
  steady(base).handle.end = address;
  return 0;
}

haddr_t end_of_file(const H5FD_t* base, H5FD_mem_t) {
  return steady(base).written_end;
}

herr_t give_handle(H5FD_t* base, hid_t, void** handle) {
  *handle = &steady(base).handle;
  return 0;
}

/// What HDF5 wrote, whether it is on the disk or waits for it.
herr_t read_file(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, std::size_t size, void* into) {
  SteadyFile& file = steady(base);
  auto* out = static_cast<unsigned char*>(into);
  std::memset(out, 0, size);
  for (std::size_t done = 0; done < size;) {
    const ssize_t got = pread(file.handle.descriptor, out + done, size - done, static_cast<off_t>(address + done));
    if (got < 0)
      return -1;
    if (got == 0)
      break;
    done += static_cast<std::size_t>(got);
  }
  for (const auto* blocks : {&file.held, &file.waiting})
    for (const auto& [at, block] : *blocks) {
      const haddr_t first = std::max(at, address), last = std::min(at + block.bytes.size(), address + size);
      if (first < last)
        std::memcpy(out + (first - address), block.bytes.data() + (first - at), last - first);
    }
  return 0;
}

herr_t write_file(H5FD_t* base, H5FD_mem_t type, hid_t, haddr_t address, std::size_t size, const void* from) {
  SteadyFile& file = steady(base);
  const auto* bytes = static_cast<const unsigned char*>(from);
  file.written_end = std::max(file.written_end, address + size);
  if (type == H5FD_MEM_DRAW || type == H5FD_MEM_GHEAP)
    return write_all(file.handle.descriptor, address, {bytes, size}) ? 0 : -1;
  file.waiting.insert_or_assign(address, Block{type, {bytes, bytes + size}});
  return 0;
}

herr_t flush_file(H5FD_t* base, hid_t, hbool_t) {
  return commit(steady(base), false) ? 0 : -1;
}

hid_t driver() {
  static const hid_t registered = [] {
    static H5FD_class_t made{};
#ifdef H5FD_CLASS_VERSION
    made.version = H5FD_CLASS_VERSION;
    made.value = 0x5354;
#endif
    made.name = "striate_steady";
    made.maxaddr = largest_address;
    made.fc_degree = H5F_CLOSE_WEAK;
    made.open = open_file;
    made.close = close_file;
    made.cmp = compare;
    made.query = query;
    made.get_eoa = end_of_use;
    made.set_eoa = set_end_of_use;
    made.get_eof = end_of_file;
    made.get_handle = give_handle;
    made.read = read_file;
    made.write = write_file;
    made.flush = flush_file;
    const H5FD_mem_t map[] = H5FD_FLMAP_DICHOTOMY;
    std::ranges::copy(map, made.fl_map);
    return H5FDregister(&made);
  }();
  return registered;
}

Handle* handle_of(hid_t file) {
  void* handle = nullptr;
  return H5Fget_vfd_handle(file, H5P_DEFAULT, &handle) < 0 ? nullptr : static_cast<Handle*>(handle);
}

} // namespace

void use_steady_driver(hid_t access) {
  H5Pset_driver(access, driver(), nullptr);
}

int steady_descriptor(hid_t file) {
  const Handle* handle = handle_of(file);
  return handle == nullptr ? -1 : handle->descriptor;
}

haddr_t used_bytes(hid_t file) {
  const Handle* handle = handle_of(file);
  return handle == nullptr ? 0 : handle->end;
}

void set_reserved(hid_t file, haddr_t bytes) {
  if (Handle* handle = handle_of(file))
    handle->reserved = bytes;
}

} // namespace striate
