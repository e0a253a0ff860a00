#pragma once
// Right: docs/model/book.md, docs/model/book.md#eq-1 and docs/model/book.md#the-second-section-2-of-basis4.
// Wrong: docs/model/book.md#eq-2, docs/model/book.md#third and docs/model/none.md#eq-1; (spec: model, section 2).
// Right: engine/core and engine/core/wrong. Wrong: engine/core/right.h and `tests/none`.
