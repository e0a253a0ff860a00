// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network_digest.h"

#include "engine/network/network_arrays.h"

#include <fmt/format.h>

#include <memory>
#include <type_traits>
#include <xxhash.h>

namespace striate {

namespace {

class Digest {
public:
  Digest() : state_(XXH3_createState(), XXH3_freeState) { XXH3_128bits_reset(state_.get()); }

  template <typename Value>
  void add(const std::vector<Value>& values) {
    const std::uint64_t count = values.size();
    update(&count, sizeof count);
    // Bytes between the members of a struct may hold anything.
    if constexpr (std::has_unique_object_representations_v<Value> || std::is_floating_point_v<Value>)
      update(values.data(), count * sizeof(Value));
    else
      for (const Value& value : values)
        add_one(value);
  }

  std::string text() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

private:
  void add_one(const EdgeRun& run) {
    const std::uint64_t packed[2] = {run.begin, run.delay * std::uint64_t{256} + run.slot};
    update(packed, sizeof packed);
  }
  void update(const void* bytes, std::size_t count) { XXH3_128bits_update(state_.get(), bytes, count); }

  std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state_;
};

std::vector<double> delays_of(const ModelTables& tables) {
  std::vector<double> delays{tables.lgn_delay_ms, tables.background_delay_ms};
  for (const auto& row : tables.delay_ms)
    delays.insert(delays.end(), row.begin(), row.end());
  return delays;
}

} // namespace

std::string network_digest(const Network& network) {
  Digest digest;
  visit_arrays(network, [&](const std::string&, const auto& values) { digest.add(values); });
  // Only delays that are not the model's own: digests of built networks stay as they are.
  if (const std::vector<double> delays = delays_of(*network.tables); delays != delays_of(model_tables()))
    digest.add(delays);
  return digest.text();
}

} // namespace striate
