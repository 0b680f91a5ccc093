// ReportApi: the follow-up of a period. Implemented in worker/report. Cases above open access never
// enter, and nothing that stands for fewer than suppress.min_cell leaves it.
#pragma once

#include <string>

#include "worker/case/report.h"
#include "worker/core/date.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"

namespace dm {

struct ReportRequest {
  std::string actor;  // user id of who asks
  Month from;
  Month to;
};

class ReportApi {
 public:
  virtual ~ReportApi() = default;

  // Begins to make one; recorded before it is. A repeat answers the run that it began, whatever has
  // come of it. InvalidArgument PERIOD_TOO_LONG; ResourceExhausted REPORTS_WAITING.
  virtual StatusOr<ReportRun> Start(const CallContext& context, const ReportRequest& request) = 0;

  // NotFound REPORT_NOT_FOUND: of another worker, or of before the last start, or too long ago.
  virtual StatusOr<ReportRun> Get(const CallContext& context, const std::string& id) = 0;
};

}  // namespace dm
