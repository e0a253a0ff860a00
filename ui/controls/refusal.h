// SPDX-License-Identifier: Apache-2.0
#pragma once
class QString;
class QWidget;

namespace striate {

/// A field whose typed text was not taken: the old value is back in it, and a bubble below it says why. The bubble goes
/// when the field is edited again, and after some seconds.
void refuse(QWidget& field, const QString& sentence);
/// The text of the field was taken, or is being edited.
void settle(QWidget& field);

/// For buttons that act on a form: whether one of its fields has refused a text that nobody has looked at since. Says
/// so once more beside the field, so that nothing happens with a value that was not meant; the next time the value that
/// stands there is taken.
bool stops_for_refusal(QWidget& form);

} // namespace striate
