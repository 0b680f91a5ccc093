// Small words for the terminal: enum names without their prefix, amounts, times.
#pragma once

#include <string>

#include <google/protobuf/timestamp.pb.h>

#include "medarbetare/v1/evidence.pb.h"
#include "medarbetare/v1/money.pb.h"

namespace dm::cli {

class Session;

// ShortName("CASE_STATE_DECIDED", "CASE_STATE_") is "decided"; "-" for an unspecified value.
std::string ShortName(const std::string& name, const std::string& prefix);

// "AF", "FOLK".
std::string SourceName(medarbetare::v1::Source source);

// "2 740 kr".
std::string Amount(const medarbetare::v1::Money& money);

// What was typed in kronor; false, with a message, when it is no amount.
bool ReadKronor(Session& session, const std::string& text, medarbetare::v1::Money& money);

// "2026-11-26 08:00" in Swedish time; "-" when not set.
std::string Time(const google::protobuf::Timestamp& time);

// The same with seconds: "2026-11-26 08:00:31".
std::string Moment(const google::protobuf::Timestamp& time);

}  // namespace dm::cli
