#include "connectors/ssbtek/lefi/question.h"

#include <functional>
#include <string_view>

#include "connectors/ssbtek/lefi/groups.h"

namespace dm::ssbtek::lefi {
namespace {

using Predicate = bool (*)(std::string_view);

// Group codes come from closed lists of plain ASCII: nothing needs escaping.
void AppendList(std::string& json,
                std::string_view key,
                const std::vector<std::string>& groups,
                Predicate belongs) {
  std::string list;
  for (const std::string& group : groups) {
    if (!belongs(group)) continue;
    if (!list.empty()) list += ',';
    list += '"' + group + '"';
  }
  if (list.empty()) return;
  json += ",\"";
  json += key;
  json += "\":[" + list + ']';
}

bool IsBenefit(std::string_view code) {
  return IsFkBenefitGroup(code) || IsPmBenefitGroup(code);
}

bool IsOther(std::string_view code) {
  return IsFkOther(code) || IsPmOther(code);
}

}  // namespace

std::string WriteQuestion(const Asked* fk, const Asked* pm) {
  const Asked& any = fk != nullptr ? *fk : *pm;
  std::vector<std::string> groups;
  if (fk != nullptr) groups = fk->groups;
  if (pm != nullptr) groups.insert(groups.end(), pm->groups.begin(), pm->groups.end());

  std::string json = R"({"personnummer":")" + any.personal_number + R"(","period":{"from":")" +
                     any.period.from->ToString() + R"(","tom":")" + any.period.to->ToString() +
                     "\"}";
  AppendList(json, "formansinformation", groups, &IsFkBenefitGroup);
  AppendList(json, "ansprak", groups, &IsPmBenefitGroup);
  AppendList(json, "beslut", groups, &IsPmBenefitGroup);
  AppendList(json, "preliminaraUtbetalningar", groups, &IsBenefit);
  AppendList(json, "utbetalningar", groups, &IsBenefit);
  AppendList(json, "ovrigInformation", groups, &IsOther);
  return json + '}';
}

}  // namespace dm::ssbtek::lefi
