// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Marks functions that the CPU and the GPU share: nvcc compiles them for both.
#if defined(__CUDACC__)
#define STRIATE_HOST_DEVICE __host__ __device__
#else
#define STRIATE_HOST_DEVICE
#endif
