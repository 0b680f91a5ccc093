#include "worker/wiring/names.h"

#include <map>

namespace dm {
namespace {

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos && !from.empty();
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

const std::map<std::string, std::string>& PlainNames() {
  static const std::map<std::string, std::string> kNames = {
      {"url", "url"},
      {"http.ca_file", "tls.ca"},
      {"http.key_file", "tls.key"},
      {"http.issuer_file", "tls.issuer"},
      {"http.pinned_key", "tls.pinned_key"},
      {"http.connect_timeout_ms", "connect_timeout_ms"},
      {"rate.per_minute", "rate_per_minute"},
      {"rate.burst", "rate_burst"},
      {"breaker.failures_to_break", "breaker.failures"},
      {"breaker.first_break_ms", "breaker.first_break_ms"},
      {"breaker.break_max_ms", "breaker.break_max_ms"},
      {"ssbtek.municipality_name", "organisation_name"},
      {"ssbtek.actor_id", "aktorsid"},
      {"ssbtek.contract_version", "contract"},
      {"ssbtek.empty_fund_list", "so_empty_list"},
  };
  return kNames;
}

}  // namespace

std::string ConfigKey(const ConfigPart& part, const std::string& option) {
  const bool pkcs12 = !part.tls.pkcs12.empty();
  if (option == "http.certificate_file")
    return part.prefix + (pkcs12 ? "tls.pkcs12" : "tls.certificate");
  if (option == "http.key_password_file")
    return part.prefix + (pkcs12 ? "tls.pkcs12_password_file" : "tls.key_password_file");
  // The population register is asked in the name that stands with SSBTEK.
  if (option == "folkbokforing.organisation_number") return "ssbtek.organisation_number";
  if (option.rfind("windows", 0) == 0) return part.prefix + option;
  const auto found = PlainNames().find(option);
  return found == PlainNames().end() ? option : part.prefix + found->second;
}

ErrorDetail InConfigWords(const ConfigPart& part, ErrorDetail detail) {
  const std::string key = ConfigKey(part, detail.field);
  detail.remedy = Replaced(detail.remedy, detail.field, key);
  detail.field = key;
  return detail;
}

Status InConfigWords(const ConfigPart& part, const Status& status) {
  if (status.ok()) return status;
  const ErrorDetail detail = DetailOf(status);
  const std::string key = ConfigKey(part, detail.field);
  std::string message = Replaced(MessageOf(status), detail.field, key);
  // Operators find the place by the key even where the message names none.
  if (!key.empty() && message.find(key) == std::string::npos) message = key + ": " + message;
  return MakeStatus(status.code(), message, InConfigWords(part, detail));
}

}  // namespace dm
