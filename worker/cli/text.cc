#include "worker/cli/text.h"

#include <algorithm>
#include <cctype>

#include "worker/cli/session.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"

namespace dm::cli {

std::string ShortName(const std::string& name, const std::string& prefix) {
  std::string text = name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name;
  if (text == "UNSPECIFIED") return "-";
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return text;
}

std::string SourceName(medarbetare::v1::Source source) {
  constexpr char kPrefix[] = "SOURCE_";
  return medarbetare::v1::Source_Name(source).substr(sizeof(kPrefix) - 1);
}

std::string Amount(const medarbetare::v1::Money& money) {
  return Money::FromOre(money.ore()).ToSwedish();
}

bool ReadKronor(Session& session, const std::string& text, medarbetare::v1::Money& money) {
  const StatusOr<Money> read = Money::Parse(text);
  if (!read.ok()) {
    session.Fail(kExitBadInput, "an amount is kronor such as 2740 or 2740,50");
    return false;
  }
  money.set_ore(read->ore());
  return true;
}

std::string Time(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "-";
  return SwedishDateTime(Instant::FromUnixMs(time.seconds() * 1000));
}

std::string Moment(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "-";
  const std::string second = std::to_string(time.seconds() % 60);
  return Time(time) + (second.size() == 1 ? ":0" : ":") + second;
}

}  // namespace dm::cli
