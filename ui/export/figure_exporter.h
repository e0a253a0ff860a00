// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QObject>

#include <vector>

class QWidget;

namespace striate {

class ActionList;
class FigureView;
class LiveData;
class MessageBanner;
class ResultView;

/// Writes what the views show to files: the figure of one view, with the others at choice, or the figure set of a
/// study.
class FigureExporter : public QObject {
  Q_OBJECT
public:
  FigureExporter(LiveData& data, MessageBanner& banner, QWidget* window);

  /// A view that can be exported, by an action of its own when action_id names one.
  void add(FigureView* view, ActionList& actions, const QString& action_id);
  void export_figure_of(const FigureView* view);
  void export_set_of(const ResultView* results);

private:
  LiveData& data_;
  MessageBanner& banner_;
  QWidget* window_;
  std::vector<const FigureView*> views_;
};

} // namespace striate
