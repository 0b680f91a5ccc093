// The decision in hand as the worker takes it, from what the caseworker has typed.
import type { MessageInitShape } from "@bufbuild/protobuf";

import { effective, groupsOf, isChanged, type Draft } from "../../core/draft.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { DecideCaseRequestSchema } from "../../gen/medarbetare/v1/escalation_service_pb.js";
import type { Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";

export type Request = MessageInitShape<typeof DecideCaseRequestSchema>;

export function requestOf(one: Case, item: Escalation, draft: Draft): Request {
  const editedRows = groupsOf(one.assessment?.rows ?? []).flatMap((group) => {
    const edited = draft.rows.get(group.key);
    const ore = effective(group, draft);
    return edited === undefined || ore === undefined || !isChanged(group, draft) ? [] : [{ code: group.code, person: group.person, amount: { ore }, reason: edited.reason, note: edited.note }];
  });
  return {
    requestId: draft.requestId, escalationId: item.id, expectedVersion: item.version, mandate: draft.mandate.trim(), outcome: draft.outcome,
    motivation: draft.motivation.trim(), editedRows, reason: draft.reason, communicationException: draft.exception,
  };
}
