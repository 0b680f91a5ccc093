// The worker, over the Connect protocol of the gateway at the page's own address. Who acts is filled in there.
import { createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";

import { ApplicationService } from "../gen/medarbetare/v1/application_service_pb.js";
import { ContactService } from "../gen/medarbetare/v1/contact_service_pb.js";
import { DecisionService } from "../gen/medarbetare/v1/decision_service_pb.js";
import { CaseService } from "../gen/medarbetare/v1/case_service_pb.js";
import { EscalationService } from "../gen/medarbetare/v1/escalation_service_pb.js";
import { FrameService } from "../gen/medarbetare/v1/frame_service_pb.js";
import { OperationsService } from "../gen/medarbetare/v1/operations_service_pb.js";
import { QualityService } from "../gen/medarbetare/v1/quality_service_pb.js";
import { StaffService } from "../gen/medarbetare/v1/staff_service_pb.js";
import { isSignedOut } from "./errors.js";

const CALL_MS = 20_000; // the worker takes at most 30 s

// The session ended while the page was open: the page asks for a new sign-in and keeps what was typed.
export const signedOut = new EventTarget();

const watchSession: Interceptor = (next) => async (request) => {
  try {
    return await next(request);
  } catch (error) {
    if (isSignedOut(error)) signedOut.dispatchEvent(new Event("ended"));
    throw error;
  }
};

// When a person last did something here. Calls that the page makes by itself say so, and the gateway does not take them for a sign
// that somebody is at the desk: a session that nobody uses ends.
const ATTENDED_MS = 30_000;
let acted = performance.now();
for (const kind of ["keydown", "pointerdown", "wheel"]) {
  globalThis.addEventListener?.(kind, () => (acted = performance.now()), { capture: true, passive: true });
}

const sayUnattended: Interceptor = (next) => (request) => {
  if (performance.now() - acted > ATTENDED_MS) request.header.set("Desk-Unattended", "1");
  return next(request);
};

export const transport = createConnectTransport({
  baseUrl: "/",
  useBinaryFormat: true,
  defaultTimeoutMs: CALL_MS,
  interceptors: [sayUnattended, watchSession],
});

export const applications = createClient(ApplicationService, transport);
export const cases = createClient(CaseService, transport);
export const contacts = createClient(ContactService, transport);
export const decisions = createClient(DecisionService, transport);
export const escalations = createClient(EscalationService, transport);
export const frames = createClient(FrameService, transport);
export const quality = createClient(QualityService, transport);
export const staff = createClient(StaffService, transport);
export const operations = createClient(OperationsService, transport);

// An id for a call that changes something. Kept by the caller until the call has been answered, so that a second try is the same call.
export const newRequestId = (): string => `desk-${crypto.randomUUID()}`;
