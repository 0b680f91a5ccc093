// Who a user id is, in the words of the staff list. The list is read once a session; until it is there, and for who is not in it, the id stands.
import { everyone } from "./lists.js";

const names = new Map<string, string>();
let asked = false;

// Views ask while they render; the page renders anew once the names are known.
export const namesKnown = new EventTarget();

export function nameOf(userId: string): string {
  if (userId === "") return "";
  if (!asked) {
    asked = true;
    void everyone().then((staff) => {
      if (staff.length === 0) return;
      for (const one of staff) if (one.name) names.set(one.userId, one.name);
      namesKnown.dispatchEvent(new Event("known"));
    });
  }
  return names.get(userId) ?? userId;
}
