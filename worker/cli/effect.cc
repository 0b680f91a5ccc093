#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/effect_service.grpc.pb.h"
#include "worker/cli/call.h"
#include "worker/cli/commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;
using Stub = v1::EffectService::Stub;

struct Options {
  std::string case_id;
  std::string state;
  std::string effect;
  std::string reference;
  std::string error_code;
  std::string amount;
  std::string actor;
  bool again = false;
};

void List(Session& session, const Options& options) {
  if (!session.Connect()) return;
  const auto stub = v1::EffectService::NewStub(session.channel);
  std::vector<std::vector<std::string>> rows;
  v1::ListEffectsRequest request;
  request.set_case_id(options.case_id);
  request.set_page_size(200);
  if (!options.state.empty()) {
    v1::EffectState state = v1::EFFECT_STATE_UNSPECIFIED;
    if (!v1::EffectState_Parse("EFFECT_STATE_" + Capitals(options.state), &state)) {
      return session.Fail(kExitBadInput, "--state is one of PENDING, SENT, DELIVERED, REFUSED");
    }
    request.set_state(state);
  }
  do {
    v1::ListEffectsResponse response;
    grpc::ClientContext context;
    session.Prepare(context);
    if (!session.Check(stub->ListEffects(&context, request, &response))) return;
    if (session.json) session.PrintJson(response);
    for (const v1::StoredEffect& stored : response.effects()) {
      const v1::Effect& effect = stored.effect();
      rows.push_back({effect.id(),
                      effect.case_id(),
                      ShortName(v1::EffectKind_Name(effect.kind()), "EFFECT_KIND_"),
                      ShortName(v1::EffectState_Name(stored.state()), "EFFECT_STATE_"),
                      std::to_string(stored.attempts()),
                      stored.receiver_reference(),
                      stored.last_error()});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (session.json) return;
  PrintTable(std::cout,
             {{"EFFECT"},
              {"CASE"},
              {"KIND"},
              {"STATE"},
              {"TRIES", Align::kRight},
              {"RECEIVER"},
              {"ERROR"}},
             rows);
}

template <typename Response>
void TellState(const Session& session, const Response& response) {
  if (session.json) return session.PrintJson(response);
  std::cout << response.effect().effect().id() << " is "
            << ShortName(v1::EffectState_Name(response.effect().state()), "EFFECT_STATE_") << '\n';
}

void Acknowledge(Session& session, const Options& options) {
  v1::AcknowledgeEffectRequest request;
  request.set_effect_id(options.effect);
  request.set_accepted(options.error_code.empty());
  request.set_reference(options.reference);
  request.set_error_code(options.error_code);
  if (!options.amount.empty() && !ReadKronor(session, options.amount, *request.mutable_amount()))
    return;
  request.set_request_id(RequestIdFor("ack", request.SerializeAsString()));
  v1::AcknowledgeEffectResponse response;
  if (Call(session, &Stub::AcknowledgeEffect, request, response)) TellState(session, response);
}

void Resolve(Session& session, const Options& options) {
  if (options.again == !options.reference.empty())
    return session.Fail(kExitBadInput, "give either --send-again, or --done with a reference");
  v1::ResolveEffectRequest request;
  request.set_effect_id(options.effect);
  request.set_actor(options.actor);
  request.set_resolution(options.again ? v1::EFFECT_RESOLUTION_SEND_AGAIN
                                       : v1::EFFECT_RESOLUTION_DONE_OTHERWISE);
  request.set_reference(options.reference);
  // The same effect may be refused, mended and sent again more than once.
  request.set_request_id(NewRequestId());
  v1::ResolveEffectResponse response;
  if (Call(session, &Stub::ResolveEffect, request, response)) TellState(session, response);
}

}  // namespace

void AddEffect(CLI::App& app, Session& session) {
  CLI::App* effect = app.add_subcommand("effect", "The outbox: decisions, letters, payment orders");
  effect->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* list = effect->add_subcommand("list", "List effects");
  session.AddOptions(*list);
  list->add_option("--case", options->case_id, "only this case");
  list->add_option("--state", options->state, "only PENDING, SENT, DELIVERED or REFUSED");
  list->callback([&session, options] { List(session, *options); });
  CLI::App* ack = effect->add_subcommand("ack", "Acknowledge an effect that was fetched by pull");
  session.AddOptions(*ack);
  ack->add_option("effect", options->effect, "effect id")->required();
  ack->add_option("--reference", options->reference, "the receiver's own reference");
  ack->add_option("--refuse", options->error_code, "refuse it with this code instead");
  ack->add_option(
      "--amount", options->amount, "of a payment order: what the receiver has, in kronor");
  ack->callback([&session, options] { Acknowledge(session, *options); });
  CLI::App* resolve = effect->add_subcommand(
      "resolve", "Say what becomes of an effect that was refused, or stays unknown");
  session.AddOptions(*resolve);
  resolve->add_option("effect", options->effect, "effect id")->required();
  resolve->add_option("--actor", options->actor, "user id of the person who has looked")
      ->required();
  resolve->add_flag("--send-again", options->again, "the cause is mended: offer it again");
  resolve->add_option("--done", options->reference, "seen to otherwise: the receiver's reference");
  resolve->callback([&session, options] { Resolve(session, *options); });
  AddReconcile(*effect, session);
  AddEffectFiles(*effect, session);
}

}  // namespace dm::cli
