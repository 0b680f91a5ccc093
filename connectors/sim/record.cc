#include "connectors/sim/record.h"

#include "connectors/sim/json_writer.h"

namespace dm::sim {
namespace {

void AppendList(const std::vector<std::string>& words, JsonWriter& json) {
  json.BeginArray();
  for (const std::string& word : words) json.Text(word);
  json.EndArray();
}

void AppendSpan(const DateSpan& span, JsonWriter& json) {
  json.BeginObject().Key("from").Text(span.from.ToString());
  json.Key("to").Text(span.to.ToString()).EndObject();
}

void AppendAgencySpans(const QuestionRecord& record, JsonWriter& json) {
  json.Key("periods").BeginObject();
  for (const Agency agency : kAgencies) {
    if (!record.agency_spans[agency]) continue;
    json.Key(Name(agency));
    AppendSpan(*record.agency_spans[agency], json);
  }
  json.EndObject();
}

void AppendProcessors(const QuestionRecord& record, JsonWriter& json) {
  json.Key("processors").BeginArray();
  for (const Processor& processor : record.processors) {
    json.BeginObject().Key("organisation").Text(processor.organisation_number);
    json.Key("name").Text(processor.name).EndObject();
  }
  json.EndArray();
}

void AppendLefi(const QuestionRecord& record, JsonWriter& json) {
  if (!record.lefi) return;
  json.Key("lefi").BeginObject().Key("version").Text(record.lefi_version);
  json.Key("actor").Text(record.actor).Key("period");
  AppendSpan(record.lefi->span, json);
  for (std::size_t part = 0; part < kLefiParts.size(); ++part) {
    if (record.lefi->groups[part].empty()) continue;
    json.Key(kLefiParts[part]);
    AppendList(record.lefi->groups[part], json);
  }
  json.EndObject();
}

void AppendSkv(const QuestionRecord& record, JsonWriter& json) {
  if (!record.skv) return;
  json.Key("skv").BeginObject().Key("ar").BeginArray();
  for (const int year : record.skv->years) json.Int(year);
  json.EndArray();
  for (std::size_t i = 0; i < kSkvWishes.size(); ++i) {
    json.Key(kSkvWishes[i]).Bool(record.skv->wishes[i]);
  }
  json.EndObject();
}

void AppendQuestion(const QuestionRecord& record, JsonWriter& json) {
  json.Key("person").Text(record.person).Key("case").Text(record.case_id);
  json.Key("korrelationsid").Text(record.correlation_id);
  json.Key("asked_at").Text(record.asked_at);
  json.Key("organisation").Text(record.organisation_number);
  json.Key("organisation_name").Text(record.organisation_name);
  json.Key("handler").Text(record.handler);
  json.Key("purpose").Text(record.purpose).Key("law").Text(record.law);
  json.Key("echo").Bool(record.wants_echo);
  AppendProcessors(record, json);
  json.Key("from").Text(record.span.from.ToString()).Key("to").Text(record.span.to.ToString());
  json.Key("agencies");
  AppendList(record.agencies, json);
  AppendAgencySpans(record, json);
  AppendLefi(record, json);
  AppendSkv(record, json);
  json.Key("call").Int(record.call).Key("faults");
  AppendList(record.faults, json);
}

}  // namespace

std::string MaskedPerson(const std::string& person) {
  return person.substr(0, 4) + "********";
}

QuestionRecord RecordOf(const Question& question) {
  QuestionRecord record{.operation = "hamta",
                        .contract = question.contract,
                        .person = MaskedPerson(question.person),
                        .case_id = question.case_id,
                        .correlation_id = question.correlation_id.value_or(""),
                        .span = question.span,
                        .asked_at = question.asked_at.value_or(""),
                        .organisation_number = question.organisation_number,
                        .organisation_name = question.organisation_name,
                        .handler = question.handler,
                        .purpose = question.purpose,
                        .law = question.law,
                        .wants_echo = question.echo_question,
                        .processors = question.processors,
                        .skv = question.skv};
  for (const Agency agency : kAgencies) {
    record.agency_spans[agency] = question.agencies[agency].span;
    if (question.agencies[agency].include) record.agencies.emplace_back(Name(agency));
  }
  if (question.fk) {
    record.actor = question.fk->actor;
    record.lefi_version = question.fk->version.value_or("");
    record.lefi = question.fk->lefi;
    if (record.lefi) record.lefi->person.clear();
  }
  return record;
}

std::string ToJsonLine(const QuestionRecord& record) {
  std::string line;
  JsonWriter json(line);
  json.BeginObject().Key("number").Int(record.number);
  json.Key("operation").Text(record.operation);
  if (record.operation != "invalid") {
    json.Key("contract").Int(record.contract == Contract::kV10 ? 10 : 11);
  }
  if (record.operation == "hamta") AppendQuestion(record, json);
  json.Key("status").Int(record.http_status).Key("delay_ms").Int(record.delay_ms);
  json.Key("bytes").Int(record.bytes);
  if (!record.problem.empty()) json.Key("problem").Text(record.problem);
  json.EndObject();
  return line;
}

}  // namespace dm::sim
