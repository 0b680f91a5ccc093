#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

pb::StateCount ToProto(const StateCount& value) {
  pb::StateCount message;
  message.set_state(EnumToProto(value.state));
  message.set_count(value.count);
  return message;
}

pb::TypfallStatus ToProto(const TypfallStatus& value) {
  pb::TypfallStatus message;
  message.set_typfall(value.typfall);
  message.set_title(value.title);
  message.set_policy_mode(EnumToProto(value.policy_mode));
  message.set_mode(EnumToProto(value.mode));
  message.set_max_mode(EnumToProto(value.max_mode));
  message.set_demoted(value.demoted);
  message.set_switched_off(value.switched_off);
  return message;
}

pb::WorkerStatus ToProto(const WorkerStatus& value) {
  pb::WorkerStatus message;
  message.set_version(value.version);
  message.set_policy_version(value.policy_version);
  message.set_policy_sha256(value.policy_sha256);
  message.set_municipality(value.municipality);
  message.set_paused(value.paused);
  message.set_pause_reason(value.pause_reason);
  message.set_deciding(value.deciding);
  message.set_not_deciding_reason(value.not_deciding_reason);
  if (value.replay) {
    pb::ReplaySummary& replay = *message.mutable_replay();
    *replay.mutable_time() = ToProto(value.replay->at);
    replay.set_same(value.replay->same);
    replay.set_different(value.replay->different);
    replay.set_not_replayed(value.replay->not_replayed);
  }
  FillList(value.states, message.mutable_states());
  FillList(value.queues, message.mutable_queues());
  FillList(value.typfall, message.mutable_typfall());
  message.set_effects_pending(value.effects_pending);
  FillList(value.sources, message.mutable_sources());
  FillList(value.certificates, message.mutable_certificates());
  FillList(value.switched_off, message.mutable_switched_off());
  return message;
}

pb::SourceCondition ToProto(const SourceCondition& value) {
  pb::SourceCondition message;
  message.set_source(EnumToProto(value.source));
  message.set_gate(EnumToProto(value.gate));
  if (value.until.has_value()) *message.mutable_until() = ToProto(*value.until);
  if (value.answered_at.has_value()) *message.mutable_answered_at() = ToProto(*value.answered_at);
  message.set_known(value.known);
  message.set_unknown(value.unknown);
  message.set_schema_deviations(value.schema_deviations);
  for (const auto& [code, count] : value.unlisted_codes) {
    pb::CodeCount& one = *message.add_unlisted_codes();
    one.set_code(code);
    one.set_count(count);
  }
  return message;
}

pb::CertificateStatus ToProto(const CertificateStatus& value) {
  pb::CertificateStatus message;
  message.set_name(value.name);
  *message.mutable_not_after() = ToProto(value.not_after);
  message.set_days_left(value.days_left);
  message.set_problem(value.problem.reason);
  message.set_field(value.problem.field);
  message.set_remedy(value.problem.remedy);
  return message;
}

pb::QuestionPreview ToProto(const QuestionPreview& value) {
  pb::QuestionPreview message;
  message.set_person(value.person.value());
  for (const SourceQuestion& question : value.asked) {
    pb::PreviewedSource& one = *message.add_asked();
    one.set_source(EnumToProto(question.source));
    *one.mutable_period() = ToProto(question.period);
    for (const std::string& group : question.groups) one.add_groups(group);
  }
  for (const SettledSource& settled : value.settled) {
    pb::SettledSource& one = *message.add_settled();
    one.set_source(EnumToProto(settled.source));
    one.set_state(EnumToProto(settled.state));
    one.set_code(settled.code);
    *one.mutable_fetched_at() = ToProto(settled.fetched_at);
  }
  for (const std::string& text : value.messages) message.add_messages(text);
  return message;
}

pb::StuckCase ToProto(const StuckCase& value) {
  pb::StuckCase message;
  *message.mutable_case_() = ToProto(value.summary);
  *message.mutable_due_at() = ToProto(value.due_at);
  message.set_reason(value.reason);
  for (const Source source : value.sources) message.add_sources(EnumToProto(source));
  message.set_effect_id(value.effect.value());
  message.set_code(value.code);
  message.set_responsible(value.responsible);
  return message;
}

pb::PolicyProblem ToProto(const PolicyProblem& value) {
  pb::PolicyProblem message;
  message.set_file(value.file);
  message.set_line(value.line);
  message.set_message(value.message);
  message.set_remedy(value.remedy);
  return message;
}

pb::PolicyVersion ToProto(const PolicyVersion& value) {
  pb::PolicyVersion message;
  message.set_version(value.version);
  message.set_sha256(value.sha256);
  return message;
}

pb::PolicyApproval ToProto(const PolicyApproval& value) {
  pb::PolicyApproval message;
  message.set_parameter(value.parameter);
  message.set_valid_from(value.version.ToString());
  message.set_approved_by(value.approved_by);
  message.set_approved_on(value.approved_on.ToString());
  message.set_reference(value.reference);
  return message;
}

pb::PoliciesInForce ToProto(const PoliciesInForce& value) {
  pb::PoliciesInForce message;
  *message.mutable_policy() = ToProto(value.policy);
  message.set_municipality(value.municipality);
  *message.mutable_effective() = ToProto(value.effective);
  if (value.released_on.has_value()) message.set_released_on(value.released_on->ToString());
  *message.mutable_since() = ToProto(value.since);
  message.set_taken_by(value.taken_by);
  FillList(value.approvals, message.mutable_approvals());
  if (value.refused.has_value()) {
    pb::RefusedReload& refused = *message.mutable_refused();
    *refused.mutable_time() = ToProto(value.refused->at);
    refused.set_actor(value.refused->actor);
    refused.set_problem_count(value.refused->problem_count);
  }
  return message;
}

}  // namespace dm::codec
