// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QObject>
#include <QString>

class QWidget;

namespace striate {

class ActionList;
class LiveData;
class MessageBanner;
class TaskBar;
class ParameterEditor;

/// Starts and stops recordings, each in a folder of its own named by date and time, and says where they are.
class RecordingController : public QObject {
  Q_OBJECT
public:
  RecordingController(LiveData& data, const ParameterEditor& editor, TaskBar& tasks, MessageBanner& banner,
                      QWidget* window);

  void connect_actions(ActionList& actions);
  /// What cannot be recorded is said, and nothing is written.
  void start();
  void stop();
  bool recording() const { return recording_; }

  /// Folder that holds the recordings: the chosen one, or ~/Striate/recordings.
  static QString base_folder();
  static void set_base_folder(const QString& folder);

signals:
  void changed(bool recording);
  void folder_changed(const QString& folder);

private:
  void toggle();
  void follow_snapshot();
  void ask_folder();
  QString folder() const; ///< of the recording that runs or ran last

  LiveData& data_;
  const ParameterEditor& editor_;
  TaskBar& tasks_;
  MessageBanner& banner_;
  QWidget* window_;
  bool recording_ = false;
  QString file_;
  quint64 spikes_ = 0;
};

} // namespace striate
