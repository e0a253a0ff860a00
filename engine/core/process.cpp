// SPDX-License-Identifier: Apache-2.0
#include "engine/core/process.h"

#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace striate {

double peak_memory_mb() {
  rusage usage{};
  return getrusage(RUSAGE_SELF, &usage) == 0 ? static_cast<double>(usage.ru_maxrss) * 1024e-6 : 0.0;
}

double resident_memory_mb() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0.0;
  double resident = 0.0;
  if (!(statm >> pages >> resident))
    return 0.0;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) * 1e-6;
}

double physical_memory_mb() {
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE)) * 1e-6;
}

} // namespace striate
