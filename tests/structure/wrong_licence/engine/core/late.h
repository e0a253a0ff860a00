#pragma once

// The line of the licence stands too far down.
// SPDX-License-Identifier: Apache-2.0
