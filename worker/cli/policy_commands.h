// The commands of `medarbetare policy`, each in a file of its own, and what they share.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "worker/cli/session.h"
#include "worker/core/date.h"
#include "worker/policy/policy_loader.h"
#include "worker/policy/policy_set.h"

namespace dm::cli {

void AddPolicyCheck(CLI::App& policy, Session& session);
void AddPolicyTest(CLI::App& policy, Session& session);
void AddPolicyDiff(CLI::App& policy, Session& session);
void AddPolicyBacktest(CLI::App& policy, Session& session);
void AddPolicySnapshot(CLI::App& policy, Session& session);
void AddPolicySweep(CLI::App& policy, Session& session);
void AddPolicyLock(CLI::App& policy, Session& session);
void AddPolicySign(CLI::App& policy, Session& session);  // policy key, sign, verify
void AddPolicyReload(CLI::App& policy, Session& session);
void AddPolicyGenerate(CLI::App& policy, Session& session);  // policy generate
void AddPolicyPublish(CLI::App& policy, Session& session);
void AddPolicyExport(CLI::App& policy, Session& session);
void AddPolicyImport(CLI::App& policy, Session& session);

// The folders below municipality/ of the policies folder, in order of their names.
std::vector<std::string> MunicipalitiesIn(const std::string& policies);

// `municipality`, or the only one of the folder when it is empty. Nothing, after a message, when
// there are several.
std::optional<std::string> OneMunicipality(Session& session,
                                           const std::string& policies,
                                           const std::string& municipality);

// The set, or null after every error has been printed; then the exit code says that the policies do
// not hold.
std::shared_ptr<const PolicySet> LoadOrPrint(Session& session,
                                             const std::string& policies,
                                             const std::string& municipality,
                                             DraftUse draft = DraftUse::kAsItStands);

// What --draft says, for commands that try rules.
inline constexpr char kDraftHelp[] =
    "judge a draft (status in a manifest) as it would be once all of it is approved";

// The day written, or today in Sweden when nothing is. Nothing, after a message, when it is no day.
std::optional<Date> DayOrToday(Session& session, const std::string& day);

}  // namespace dm::cli
