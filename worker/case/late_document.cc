#include "worker/case/late_document.h"

#include <algorithm>

namespace dm {

bool IsSameDocument(const Document& a, const Document& b) {
  return a.id == b.id && a.kind == b.kind && a.received_at == b.received_at && a.valid == b.valid &&
         a.readable == b.readable;
}

bool JoinsApplication(const LateDocument& late, const Application& application) {
  return std::ranges::none_of(application.documents, [&late](const Document& brought) {
    return brought.id == late.document.id && !IsSameDocument(brought, late.document);
  });
}

std::size_t RoomForLate(const Application& application) {
  return kApplicationDocumentsMax -
         std::min(application.documents.size(), kApplicationDocumentsMax);
}

}  // namespace dm
