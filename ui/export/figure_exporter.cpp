// SPDX-License-Identifier: Apache-2.0
#include "ui/export/figure_exporter.h"

#include "engine/session/run_settings.h"
#include "ui/actions/action_list.h"
#include "ui/export/export_dialog.h"
#include "ui/export/export_set_dialog.h"
#include "ui/layouts/tune/result_view.h"
#include "ui/live/live_data.h"
#include "ui/shell/message_banner.h"
#include "ui/views/figure_view.h"

#include <nlohmann/json.hpp>

namespace striate {

FigureExporter::FigureExporter(LiveData& data, MessageBanner& banner, QWidget* window)
    : QObject(window), data_(data), banner_(banner), window_(window) {}

void FigureExporter::add(FigureView* view, ActionList& actions, const QString& action_id) {
  views_.push_back(view);
  if (!action_id.isEmpty())
    actions.handle(action_id, [this, view] { export_figure_of(view); });
}

void FigureExporter::export_figure_of(const FigureView* view) {
  const std::string settings = to_json(data_.service().settings()).dump();
  std::vector<FigureModel> figures;
  int chosen = 0;
  for (const FigureView* one : views_) {
    FigureModel figure = one->export_model();
    if (figure.panels.empty() && one != view)
      continue; // shows nothing yet
    if (one == view)
      chosen = static_cast<int>(figures.size());
    figure.title = one->title().toStdString();
    if (figure.settings.empty())
      figure.settings = settings;
    figures.push_back(std::move(figure));
  }
  auto* dialog = new ExportDialog(std::move(figures), chosen, window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ExportDialog::exported, this,
          [this](const QString& file) { banner_.tell(tr("Wrote %1").arg(file)); });
  dialog->open();
}

void FigureExporter::export_set_of(const ResultView* results) {
  auto* dialog = new ExportSetDialog(results->source(), window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ExportSetDialog::exported, this, [this](const QString& folder, int figures) {
    banner_.tell(tr("Wrote %1 figures to %2").arg(figures).arg(folder));
  });
  dialog->open();
}

} // namespace striate
