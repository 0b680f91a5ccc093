// Whether the file behind a document is what it says: its kind, size, pages, and its first bytes.
// The file itself stays in the case system.
#pragma once

#include <string>

#include "worker/case/contact.h"
#include "worker/core/status.h"

namespace dm::intake {

// `head` holds the file's first bytes, at most 64, or none. InvalidArgument names field, limit and
// remedy: DOCUMENT_TYPE_UNKNOWN, DOCUMENT_TOO_LARGE, DOCUMENT_PAGES, DOCUMENT_NOT_WHAT_IT_SAYS.
Status CheckFile(const DocumentFile& file, const std::string& head);

}  // namespace dm::intake
