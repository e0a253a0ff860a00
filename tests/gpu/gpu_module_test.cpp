// SPDX-License-Identifier: Apache-2.0
// The border between program and GPU module: a module of another build is refused, and errors keep their kind.
#include "engine/simulation/gpu_back_end.h"
#include "engine/simulation/gpu_module.h"
#include "tests/support/sentences.h"

#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;

namespace {

using Entry = void (*)(const GpuRequest&, GpuAnswer&);

GpuAnswer answer_of(const char* entry) {
  GpuAnswer answer;
  reinterpret_cast<Entry>(gpu_entry(entry, SAME_MODULE))({}, answer);
  return answer;
}

} // namespace

TEST_CASE("a module of another build, of none and no module at all are refused in a sentence") {
  CHECK(contains_all(error_of([] { gpu_entry("usage_error", OTHER_MODULE); }), {OTHER_MODULE, "another build"}));
  CHECK(contains_all(error_of([] { gpu_entry("no_such_entry", SAME_MODULE); }), {SAME_MODULE, "another build"}));
  CHECK(contains(error_of([] { gpu_entry("usage_error", "/no/such/module.so"); }), "cannot be loaded"));
  CHECK(contains(error_of([] { gpu_entry("usage_error", ""); }), "no CUDA back end"));
}

TEST_CASE("errors cross the border with their kind") {
  for (const auto& [entry, kind, sentence] :
       {std::tuple{"usage_error", Error::Kind::usage, "A wrong request."},
        std::tuple{"device_error", Error::Kind::device, "The GPU failed while computing: lost."},
        std::tuple{"other_error", Error::Kind::work, "something else"}}) {
    const GpuAnswer answer = answer_of(entry);
    REQUIRE(answer.failure);
    try {
      rethrow(answer.failure);
      FAIL("nothing was thrown");
    } catch (const Error& error) {
      CHECK(error.kind() == kind);
      CHECK(std::string(error.what()) == sentence);
    }
  }
  CHECK_NOTHROW(rethrow({}));
}
