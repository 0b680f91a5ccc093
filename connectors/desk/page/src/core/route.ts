// Where in the page one is: in the part of the address after #, which holds ids of items and codes of queues and nothing of a person.
export type Route =
  | { view: "queue"; queue: string; mine: boolean }
  | { view: "case"; id: string; part: string }
  | { view: "review"; id: string }
  | { view: "compare" }
  | { view: "load" }
  | { view: "operations" };

const ID = /^[A-Za-z0-9._:-]{1,80}$/;

export function routeOf(hash: string): Route {
  const [view = "", id = "", part = ""] = hash.replace(/^#\/?/, "").split("/");
  switch (view) {
    case "arende":
      return ID.test(id) ? { view: "case", id, part } : { view: "queue", queue: "", mine: false };
    case "mina":
      return { view: "queue", queue: "", mine: true };
    case "granskning":
      return { view: "review", id: ID.test(id) ? id : "" };
    case "jamforelse":
      return { view: "compare" };
    case "belastning":
      return { view: "load" };
    case "drift":
      return { view: "operations" };
    default:
      return { view: "queue", queue: view === "ko" && ID.test(id) ? id : "", mine: false };
  }
}

// "EKB-202612-000001.2", the second row of the case "EKB-202612-000001".
export const caseOf = (item: string): string => item.replace(/\.\d+$/, "");
export const caseAddress = (id: string, part = ""): string => `#/arende/${id}${part ? `/${part}` : ""}`;
export const queueAddress = (queue: string): string => (queue ? `#/ko/${queue}` : "#/");

export function go(address: string): void {
  location.hash = address;
}
