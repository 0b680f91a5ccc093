#include "worker/case/explanation.h"

#include "worker/core/check.h"

namespace dm {

const char* NodeKindCode(NodeKind kind) {
  switch (kind) {
    case NodeKind::kSum:
      return "SUM";
    case NodeKind::kRow:
      return "ROW";
    case NodeKind::kGround:
      return "GROUND";
    case NodeKind::kCheck:
      return "CHECK";
    case NodeKind::kAnswer:
      return "ANSWER";
  }
  DM_CHECK(false && "node kind outside its enum");
  return "";
}

}  // namespace dm
