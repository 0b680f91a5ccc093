#include "connectors/sim/behaviour.h"

#include <algorithm>
#include <array>

#include "worker/core/check.h"

namespace dm::sim {
namespace {

// Longer than any time-out a client may be given (five minutes), shorter than a forgotten run.
constexpr int kLateMs = 330'000;
constexpr int kSlowInTimeMs = 40;
constexpr std::int64_t kDripBytesPerSecond = 1;
constexpr std::int64_t kOversizeBytes = std::int64_t{64} << 20U;

// A row names the behaviour and the fault behind it.
struct Row {
  Behaviour behaviour;
  FaultKind kind = FaultKind::kError;
};

constexpr Row Agencys(std::string_view name, std::string_view what, FaultKind kind) {
  return {{.name = name, .what = what}, kind};
}

constexpr Row Answers(std::string_view name, std::string_view what, FaultKind kind) {
  return {{.name = name, .what = what, .reach = Reach::kAnswer}, kind};
}

constexpr Row Further(std::string_view name,
                      std::string_view what,
                      FaultKind kind,
                      Reach reach,
                      std::string_view agencies = {}) {
  return {{.name = name,
           .what = what,
           .effect = Effect::kFurther,
           .reach = reach,
           .agencies = agencies},
          kind};
}

constexpr Row Harmless(std::string_view name,
                       std::string_view what,
                       FaultKind kind,
                       Reach reach,
                       std::string_view agencies = {}) {
  return {{.name = name,
           .what = what,
           .effect = Effect::kHarmless,
           .reach = reach,
           .agencies = agencies},
          kind};
}

constexpr std::array kRows = {
    // The agency's element.
    Agencys("error_ssbt", "error from the composite service: a time-out", FaultKind::kError),
    Agencys("error_bt", "error from the agency itself", FaultKind::kError),
    Agencys("error_unknown_source", "error whose kalla nobody has listed", FaultKind::kError),
    Agencys("error_without_code", "error without felkod", FaultKind::kError),
    Agencys("omit", "asked for, absent from svarsdata", FaultKind::kOmit),
    Agencys("empty_element", "neither data nor error", FaultKind::kEmptyElement),
    Agencys("data_and_error", "data and error together", FaultKind::kBoth),
    Agencys("duplicate", "the agency's element twice", FaultKind::kDuplicate),
    // What the agency says.
    Agencys("empty_payload", "data without content", FaultKind::kEmptyPayload),
    Agencys("garbage_payload", "data that is neither XML nor JSON", FaultKind::kGarbagePayload),
    Agencys("truncated_payload", "data cut in the middle", FaultKind::kTruncatedPayload),
    Agencys("unknown_root", "data with a root that no contract knows", FaultKind::kUnknownRoot),
    Agencys("deep_payload", "data nested five thousand deep", FaultKind::kDeepPayload),
    Agencys("entity_payload", "data with entities to expand", FaultKind::kEntityPayload),
    Agencys("oversize_payload", "data with a text of nine MiB", FaultKind::kOversizePayload),
    Agencys("bad_utf8_payload", "data with bytes that are no UTF-8", FaultKind::kBadUtf8Payload),
    Agencys("in_data_failure", "the agency's own failure inside data", FaultKind::kInDataFailure),
    Agencys("unlisted_code", "a code that nobody has listed", FaultKind::kUnlistedCode),
    Agencys("unreadable_value", "text where a number or word belongs", FaultKind::kUnreadableValue),
    Agencys("contradiction", "values that cannot all be true", FaultKind::kContradiction),
    Agencys("withheld", "the agency holds its data back", FaultKind::kWithheld),
    Agencys("wrong_person",
            "another person's number; FK and TNS also in the echoed question",
            FaultKind::kWrongPerson),
    Agencys("late", "later than any time-out", FaultKind::kDelay),
    // The whole answer.
    Answers("soap_fault", "SOAP fault with HTTP 500", FaultKind::kSoapFault),
    Answers("http_503", "HTTP 503 with a page", FaultKind::kHttpStatus),
    Answers("redirect", "HTTP 302 to another address", FaultKind::kRedirect),
    Answers("reset", "TCP reset, nothing sent", FaultKind::kReset),
    Answers("truncated_body", "the connection ends halfway", FaultKind::kTruncatedBody),
    Answers("slow_drip", "one byte a second", FaultKind::kSlowBody),
    Answers("no_answer", "the connection stays open and silent", FaultKind::kNoAnswer),
    Answers("empty_body", "HTTP 200 with nothing", FaultKind::kEmptyBody),
    Answers("html", "HTTP 200 with a page", FaultKind::kHtml),
    Answers("oversize_body", "64 MiB", FaultKind::kOversizeBody),
    Answers("wrong_korrelationsid", "another korrelationsid", FaultKind::kWrongKorrelationsid),
    Answers("missing_korrelationsid", "no korrelationsid", FaultKind::kMissingKorrelationsid),
    Answers("empty_svarsdata", "svarsdata without agencies", FaultKind::kEmptySvarsdata),
    Answers("other_operation", "the connection test's answer", FaultKind::kOtherOperation),
    Answers("wrong_version", "the contract's other version", FaultKind::kWrongVersion),
    Answers("other_persons_answer",
            "a sound answer about someone else, to someone else's question",
            FaultKind::kOtherPersonsAnswer),
    Answers("replayed_answer",
            "the answer to an earlier question about the person",
            FaultKind::kReplayedAnswer),

    Further("http_500", "HTTP 500 with a page", FaultKind::kHttpStatus, Reach::kAnswer),
    Further("http_404", "HTTP 404 with a page", FaultKind::kHttpStatus, Reach::kAnswer),
    Further("foreign_echo",
            "echoes a question about someone else",
            FaultKind::kForeignEcho,
            Reach::kAnswer),
    Further("garbage_body", "bytes that are no XML", FaultKind::kGarbageBody, Reach::kAnswer),
    Further("doctype", "a DTD with entities", FaultKind::kDoctype, Reach::kAnswer),
    Further("deep_nesting", "nested five thousand deep", FaultKind::kDeepNesting, Reach::kAnswer),
    Further("invalid_utf8", "bytes that are no UTF-8", FaultKind::kInvalidUtf8, Reach::kAnswer),
    Further(
        "wrong_namespace", "a namespace of no version", FaultKind::kWrongNamespace, Reach::kAnswer),
    Further("swapped_data", "another agency's data", FaultKind::kSwappedData, Reach::kAgency),
    Further("garbage_base64",
            "a payload that is no base64",
            FaultKind::kGarbageBase64,
            Reach::kAgency,
            "CSN FK"),
    Further("doctype_payload",
            "a payload with an external entity",
            FaultKind::kDoctypePayload,
            Reach::kAgency,
            "CSN SKV"),
    Further("unreadable_date",
            "a date that is none",
            FaultKind::kUnreadableDate,
            Reach::kAgency,
            "AF CSN FK SO MIV"),
    Further("outside_period",
            "only what lies outside the asked period",
            FaultKind::kOutsidePeriod,
            Reach::kAgency,
            "AF FK SO"),
    Further(
        "wrong_case", "another case's reference", FaultKind::kWrongCase, Reach::kAgency, "AF SO"),
    Further(
        "wrong_period", "another period echoed", FaultKind::kWrongPeriod, Reach::kAgency, "AF SO"),

    Harmless("chunked_body", "sent in chunks", FaultKind::kChunkedBody, Reach::kAnswer),
    Harmless("white_space", "white space between elements", FaultKind::kWhiteSpace, Reach::kAnswer),
    Harmless("byte_order_mark", "begins with a mark", FaultKind::kByteOrderMark, Reach::kAnswer),
    Harmless("other_prefixes", "other prefixes", FaultKind::kOtherPrefixes, Reach::kAnswer),
    Harmless("slow_in_time", "40 ms late", FaultKind::kDelay, Reach::kAgency),
    Harmless("extra_element",
             "something more than the contract has, after the rest",
             FaultKind::kExtraElement,
             Reach::kAgency,
             "AF CSN FK SO TNS MIV"),  // at SKV, whose form is not published, it may mean income
    Harmless("peer_like",
             "as published test messages look",
             FaultKind::kPeerLike,
             Reach::kAgency,
             "AF CSN SO"),
};

constexpr auto kBehaviours = [] {
  std::array<Behaviour, kRows.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = kRows[i].behaviour;
  return all;
}();

static_assert(std::ranges::count(kBehaviours, Effect::kHarmful, &Behaviour::effect) ==
              kHarmfulBehaviours);
// So that HarmfulBehaviours() is a part of the array.
static_assert(std::ranges::is_sorted(kBehaviours, {}, &Behaviour::effect));

// What the kind alone does not say.
void SetDetails(std::string_view name, Fault& fault) {
  if (name == "error_ssbt") {
    fault.source = "SSBT";
    fault.code = "TIMEOUT";
    fault.message = "Bastjänsten svarade inte inom tillåten tid";
  } else if (name == "error_unknown_source") {
    fault.source = "XYZ";
  } else if (name == "error_without_code") {
    fault.code.clear();
  } else if (name == "late") {
    fault.delay_ms = kLateMs;
  } else if (name == "slow_in_time") {
    fault.delay_ms = kSlowInTimeMs;
  } else if (name == "slow_drip") {
    fault.bytes = kDripBytesPerSecond;
  } else if (name == "oversize_body") {
    fault.bytes = kOversizeBytes;
  } else if (name == "http_500") {
    fault.http_status = 500;
  } else if (name == "http_404") {
    fault.http_status = 404;
  }
}

}  // namespace

std::span<const Behaviour> Behaviours() {
  return kBehaviours;
}

std::span<const Behaviour> HarmfulBehaviours() {
  return Behaviours().first(kHarmfulBehaviours);
}

const Behaviour* FindBehaviour(std::string_view name) {
  const auto found = std::ranges::find(kBehaviours, name, &Behaviour::name);
  return found == kBehaviours.end() ? nullptr : &*found;
}

bool Fits(const Behaviour& behaviour, Agency agency) {
  return behaviour.agencies.empty() || HasWord(behaviour.agencies, Name(agency));
}

std::string_view NameOf(Effect effect) {
  switch (effect) {
    case Effect::kHarmful:
      return "harmful";
    case Effect::kFurther:
      return "further";
    case Effect::kHarmless:
      return "harmless";
  }
  return {};
}

Fault FaultOf(const Behaviour& behaviour, Agency agency) {
  DM_CHECK(Fits(behaviour, agency));
  const auto row =
      std::ranges::find(kRows, behaviour.name, [](const Row& one) { return one.behaviour.name; });
  DM_CHECK(row != kRows.end());
  Fault fault{.kind = row->kind, .behaviour = row->behaviour.name, .agency = agency};
  SetDetails(behaviour.name, fault);
  return fault;
}

}  // namespace dm::sim
