#include "worker/wiring/sources.h"

#include <set>
#include <string>
#include <utility>

#include "worker/core/check.h"
#include "worker/wiring/names.h"

namespace dm {
namespace {

ssbtek::TaxQuestion TaxQuestionOf(const TaxQuestionConfig& tax) {
  return {.years = tax.years,
          .company_information = tax.company_information,
          .individual_income = tax.individual_income,
          .tax_account = tax.tax_account,
          .tax_information = tax.tax_information,
          .tax_return_annexes = tax.tax_return_annexes};
}

guard::BreakerOptions BreakerOf(const BreakerConfig& breaker) {
  return {.failures_to_break = breaker.failures,
          .first_break_ms = breaker.first_break_ms,
          .break_max_ms = breaker.break_max_ms};
}

http::ClientOptions HttpOptions(Environment environment,
                                const TlsFiles& tls,
                                std::int64_t connect_timeout_ms) {
  http::ClientOptions options;
  options.transport = environment == Environment::kDevelopment
                          ? http::Transport::kLoopbackInDevelopment
                          : http::Transport::kTlsOnly;
  options.connect_timeout_ms = connect_timeout_ms;
  options.ca_file = tls.ca;
  options.pinned_key = tls.pinned_key;
  options.issuer_file = tls.issuer;
  if (!tls.pkcs12.empty()) {
    options.certificate_kind = http::CertificateKind::kPkcs12;
    options.certificate_file = tls.pkcs12;
    options.key_password_file = tls.pkcs12_password_file;
    return options;
  }
  options.certificate_file = tls.certificate;
  options.key_file = tls.key;
  options.key_password_file = tls.key_password_file;
  return options;
}

folk::Options FolkOptions(const Config& config) {
  const FolkbokforingConfig& folk = config.folkbokforing;
  folk::Options options;
  options.url = folk.url;
  options.http = HttpOptions(config.environment, folk.tls, folk.flow.connect_timeout_ms);
  options.organisation_number = config.ssbtek.organisation_number;
  options.total_timeout_ms = folk.flow.total_timeout_ms;
  options.copy_age_max_h = folk.copy_age_max_h;
  options.breaker = BreakerOf(folk.flow.breaker);
  options.rate = {.per_minute = folk.flow.rate_per_minute, .burst = folk.flow.rate_burst};
  options.windows = folk.flow.windows;
  options.in_flight_max = folk.flow.in_flight_max;
  return options;
}

}  // namespace

int DaysLeft(Instant not_after, Instant now) {
  constexpr std::int64_t kDayMs = std::int64_t{24} * 3'600'000;
  const std::int64_t left_ms = not_after.unix_ms() - now.unix_ms();
  return static_cast<int>(left_ms >= 0 ? left_ms / kDayMs : (left_ms - kDayMs + 1) / kDayMs);
}

std::shared_ptr<const ssbtek::AnswerCodes> AnswerCodesOf(const PolicySet& policy, Date today) {
  auto codes = std::make_shared<ssbtek::AnswerCodes>();
  for (const ParameterRowView& row : policy.Rows("answer.codes", today)) {
    const auto cell = [&row](const char* key) {
      const auto found = row.cells.find(key);
      return found == row.cells.end() ? std::string() : found->second;
    };
    codes->Add(cell("register"), cell("field"), cell("code"), row.value.code());
  }
  return codes;
}

std::map<std::string, ssbtek::FundStatus> FundStatusesOf(const PolicySet& policy, Date today) {
  std::map<std::string, ssbtek::FundStatus> statuses;
  for (const ParameterRowView& row : policy.Rows("so.status", today)) {
    const auto status = row.cells.find("status");
    if (status == row.cells.end()) continue;
    statuses[status->second] = row.value.code() == "answered" ? ssbtek::FundStatus::kAnswered
                                                              : ssbtek::FundStatus::kNotAnswered;
  }
  return statuses;
}

std::vector<EvidenceSource*> Connectors::All() const {
  std::vector<EvidenceSource*> all = {ssbtek.get()};
  if (folkbokforing != nullptr) all.push_back(folkbokforing.get());
  return all;
}

std::vector<CertificateStatus> Connectors::Certificates(const Config& config, Instant now) const {
  std::vector<CertificateStatus> all;
  const auto add = [&](const ConfigPart& part, const http::CertificateReport& report) {
    if (!report.present) return;
    all.push_back({.name = part.prefix + "tls",
                   .not_after = report.own.not_after,
                   .days_left = DaysLeft(report.own.not_after, now),
                   .problem = InConfigWords(part, report.problem)});
  };
  add({.prefix = "ssbtek.", .tls = config.ssbtek.tls}, ssbtek->Certificates());
  if (folkbokforing != nullptr) {
    add({.prefix = "folkbokforing.", .tls = config.folkbokforing.tls},
        folkbokforing->Certificates());
  }
  return all;
}

ssbtek::Options SsbtekOptions(const Config& config, const PolicySet& policy, Date today) {
  ssbtek::Options options;
  options.url = config.ssbtek.url;
  options.organisation_number = config.ssbtek.organisation_number;
  options.municipality_name = config.ssbtek.organisation_name;
  for (const Processor& one : config.ssbtek.processors) {
    options.processors.push_back(
        {.organisation_number = one.organisation_number, .name = one.name});
  }
  options.actor_id = config.ssbtek.aktorsid;
  options.lefi_version = config.ssbtek.lefi_version;
  options.contract_version = config.ssbtek.contract;
  options.lefi_groups_granted = config.ssbtek.lefi_groups_granted;
  options.fund_statuses = FundStatusesOf(policy, today);
  options.codes = AnswerCodesOf(policy, today);
  options.empty_fund_list = config.ssbtek.so_empty_list == "nothing"
                                ? ssbtek::EmptyFundList::kNothing
                                : ssbtek::EmptyFundList::kUnknown;
  options.tax_question = TaxQuestionOf(config.ssbtek.tax_question);
  const FlowConfig& flow = config.ssbtek.flow;
  options.total_timeout_ms = flow.total_timeout_ms;
  options.together_timeout_ms = config.ssbtek.together_timeout_ms;
  options.in_flight_max = flow.in_flight_max;
  options.rate = {.per_minute = flow.rate_per_minute, .burst = flow.rate_burst};
  options.windows = flow.windows;
  options.breaker = BreakerOf(flow.breaker);
  options.http = HttpOptions(config.environment, config.ssbtek.tls, flow.connect_timeout_ms);
  return options;
}

StatusOr<std::function<void()>> PrepareTables(const Config& config,
                                              const Connectors& connectors,
                                              const PolicySet& policy,
                                              Date today) {
  const ssbtek::Options options = SsbtekOptions(config, policy, today);
  const Status status = ssbtek::Check(options);
  if (!status.ok()) return InConfigWords({.prefix = "ssbtek.", .tls = config.ssbtek.tls}, status);
  return std::function<void()>(
      [source = connectors.ssbtek.get(), codes = options.codes, statuses = options.fund_statuses] {
        // They have been checked: it takes them.
        DM_CHECK(source->TakeTables(codes, statuses).ok());
      });
}

StatusOr<Connectors> MakeConnectors(const Config& config,
                                    const PolicySet& policy,
                                    Date today,
                                    const Clock& clock,
                                    const std::stop_token& stop) {
  Connectors connectors;
  auto ssbtek = ssbtek::SsbtekSource::Create(SsbtekOptions(config, policy, today), clock, stop);
  if (!ssbtek.ok())
    return InConfigWords({.prefix = "ssbtek.", .tls = config.ssbtek.tls}, ssbtek.status());
  connectors.ssbtek = *std::move(ssbtek);
  if (!config.folkbokforing.url.empty()) {
    auto folk = folk::FolkSource::Create(FolkOptions(config), clock, stop);
    if (!folk.ok())
      return InConfigWords({.prefix = "folkbokforing.", .tls = config.folkbokforing.tls},
                           folk.status());
    connectors.folkbokforing = *std::move(folk);
  }
  std::set<Source> answered;
  for (const EvidenceSource* connector : connectors.All()) {
    for (const Source one : connector->sources()) {
      if (!answered.insert(one).second) return Internal("two connectors answer for one source");
    }
  }
  return connectors;
}

}  // namespace dm
