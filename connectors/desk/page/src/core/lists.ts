// Short lists that hold for the whole session: reasons that people give, the person's own delegations, colleagues, queues.
import type { ReasonCode } from "../gen/medarbetare/v1/decision_service_pb.js";
import type { Mandate, StaffMember } from "../gen/medarbetare/v1/staff_pb.js";
import type { Queue } from "../gen/medarbetare/v1/escalation_pb.js";
import { decisions, escalations, staff } from "./api.js";

function once<T>(ask: () => Promise<T>, otherwise: T): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch(() => {
      answer = undefined; // asked again the next time
      return otherwise;
    });
    return answer;
  };
}

export const reasonCodes = once<ReasonCode[]>(async () => (await decisions.listReasonCodes({})).reasons, []);
// Also who has left: names stand in what they did.
export const everyone = once<StaffMember[]>(async () => {
  const all: StaffMember[] = [];
  let pageToken = "";
  do {
    const page = await staff.listStaff({ pageSize: 200, pageToken, includeOutOfService: true });
    all.push(...page.staff);
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return all;
}, []);
export const colleagues = async (): Promise<StaffMember[]> => (await everyone()).filter(({ inService }) => inService);
export const allQueues = once<Queue[]>(async () => (await escalations.listQueues({})).queues, []);

export async function mandatesOf(userId: string): Promise<Mandate[]> {
  return (await colleagues()).find((one) => one.userId === userId)?.mandates ?? [];
}
