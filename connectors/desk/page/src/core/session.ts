// Who is signed in, as the gateway knows it. The page keeps nothing of it outside its own memory.
export interface Person {
  userId: string;
  name: string;
  roles: string[];
  skills?: string[];
  cleared?: boolean;
}

export interface Session {
  person: Person;
  signedInBy: string;
  idleSeconds: number;
  endsInSeconds: number;
}

export type SignIn = { session: Session } | { ways: string[] };

async function post(path: string, body: unknown = {}): Promise<Response> {
  return fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export async function readSession(): Promise<SignIn> {
  const response = await post("/desk/session");
  if (response.ok) return { session: (await response.json()) as Session };
  if (response.status !== 401) throw new Error("session");
  return { ways: ((await response.json()) as { ways?: string[] }).ways ?? [] };
}

export async function signInByCertificate(): Promise<Session> {
  const response = await post("/desk/sign-in/certificate");
  if (!response.ok) throw new Error("certificate");
  return (await response.json()) as Session;
}

export async function developmentPersons(): Promise<Person[]> {
  const response = await post("/desk/sign-in/development/persons");
  return response.ok ? ((await response.json()) as { persons: Person[] }).persons : [];
}

export async function signInAs(userId: string): Promise<Session> {
  const response = await post("/desk/sign-in/development", { userId });
  if (!response.ok) throw new Error("development");
  return (await response.json()) as Session;
}

export async function signOut(): Promise<void> {
  await post("/desk/sign-out");
}

export const isLeader = (person: Person): boolean => person.roles.includes("arbetsledare");
export const isOperator = (person: Person): boolean => person.roles.includes("drift") || isLeader(person);
export const isReviewer = (person: Person): boolean => person.roles.includes("kvalitetsgranskare") || isLeader(person);
