// Whether an application is whole, within limits and free of contradictions. What is unusual but
// possible is let in: a human judges it. What cannot be true is refused with field, limit and
// remedy, so that the sender corrects it before anyone relies on it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "worker/case/application.h"
#include "worker/case/history.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm::intake {

// The first complaint, as invalid argument; `now` only bounds dates that cannot lie in the future.
Status CheckApplication(const Application& application, Instant now);
// Earlier months, as the case system knows them: all before `month`.
Status CheckHistory(const History& history, Month month);
// `field` is the document's path: "application.documents[0]", "document".
Status CheckDocument(const Document& document, Month month, Instant now, const std::string& field);

// The id is no personal number of theirs.
Status CheckIdIsNoNumber(std::string_view id,
                         const std::vector<Person>& persons,
                         const std::string& field);

// Parts of CheckApplication, in files of their own.
Status CheckHousehold(const Application& application);  // persons and home
Status CheckEconomy(const Application& application);    // costs, incomes, assets

// The same application in the one form that is stored: birth dates from numbers, blank text empty,
// the language tag in lower case, the history newest first. Call after the checks.
Application Normalised(Application application);
History Normalised(History history);

}  // namespace dm::intake
