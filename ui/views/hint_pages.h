// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QStackedLayout>

class QLabel;

namespace striate {

/// A view's page, or a sentence in its place as long as there is nothing to show.
class HintPages : public QStackedLayout {
  Q_OBJECT
public:
  /// hint_name: object name of the sentence.
  HintPages(const QString& hint_name, QWidget* page);

  void say(const QString& sentence);
  void show_page();
  bool page_shown() const { return currentIndex() == 1; }

private:
  QLabel* hint_;
};

} // namespace striate
