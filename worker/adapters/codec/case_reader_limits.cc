#include "worker/adapters/codec/case_reader_limits.h"

#include <algorithm>
#include <string>
#include <vector>

namespace dm::codec {
namespace {

bool HasOtherCode(CostType type, const std::string& other_code) {
  return type != CostType::kOtherLivingCost || !other_code.empty();
}

bool NoneEmpty(const std::vector<std::string>& codes) {
  return std::none_of(
      codes.begin(), codes.end(), [](const std::string& code) { return code.empty(); });
}

void SettleLanguage(std::string& language) {
  if (language.empty()) language = "sv";
}

bool MayLackNumber(PersonRole role) {
  return role == PersonRole::kOtherAdult;
}

}  // namespace

bool Settle(Period& value) {
  return !value.from.has_value() || !value.to.has_value() || *value.from <= *value.to;
}

bool Settle(Person& value) {
  return MayLackNumber(value.role) || !value.personnummer.empty();
}

bool Settle(FramePerson& value) {
  return MayLackNumber(value.role) || !value.personnummer.empty();
}

bool Settle(Cost& value) {
  return HasOtherCode(value.type, value.other_code);
}

bool Settle(FrameCost& value) {
  return HasOtherCode(value.type, value.other_code);
}

bool Settle(ApprovedCost& value) {
  return HasOtherCode(value.type, value.other_code);
}

bool Settle(DeclaredIncome& value) {
  return !value.kind.empty();
}

bool Settle(CountedIncome& value) {
  return !value.kind.empty();
}

bool Settle(FrameIncome& value) {
  return !value.kind.empty();
}

bool Settle(Document& value) {
  return !value.kind.empty();
}

bool Settle(Application& value) {
  SettleLanguage(value.language);
  return value.channel != Channel::kUnspecified && value.kind != ApplicationKind::kUnspecified &&
         !value.persons.empty();
}

bool Settle(FrameHousing& value) {
  return value.persons_in_home >= 1;
}

bool Settle(NormAdjustment& value) {
  return !value.reason.empty();
}

bool Settle(Barrier& value) {
  return !value.code.empty();
}

bool Settle(ChildRecord& value) {
  return !value.reviewer.empty() && !value.reference.empty();
}

bool Settle(Frame& value) {
  SettleLanguage(value.language);
  return !value.persons.empty() && !value.signed_by.empty() && !value.mandate.empty();
}

bool Settle(HistoryMonth& value) {
  return value.outcome != Outcome::kNone;
}

bool Settle(History& value) {
  const auto rises = [](const HistoryMonth& newer, const HistoryMonth& older) {
    return older.month >= newer.month;
  };
  return std::adjacent_find(value.begin(), value.end(), rises) == value.end();
}

bool Settle(Extent& value) {
  return value.denominator >= 1;
}

bool Settle(Deduction& value) {
  return !value.code.empty();
}

bool Settle(PaymentRow& value) {
  return !value.benefit.empty();
}

bool Settle(BenefitCase& value) {
  return !value.benefit.empty();
}

bool Settle(GroupState& value) {
  return !value.group.empty();
}

bool Settle(SchemaDeviation& value) {
  return !value.path.empty() && !value.problem.empty();
}

bool Settle(CapitalFigure& value) {
  return value.year >= 1900;
}

bool Settle(RegisteredPerson& value) {
  return NoneEmpty(value.same_address) && NoneEmpty(value.related);
}

bool Settle(SourceAnswer& value) {
  value.raw.clear();  // never in a file
  return true;
}

bool Settle(PersonEvidence& value) {
  const auto stays = [](const SourceAnswer& one, const SourceAnswer& next) {
    return one.source >= next.source;
  };
  return std::adjacent_find(value.answers.begin(), value.answers.end(), stays) ==
         value.answers.end();
}

}  // namespace dm::codec
