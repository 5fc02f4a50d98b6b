// Who is signed in, where the room has accounts.
export type Session = { accounts: boolean; name: string | null; role: 'reader' | 'reviewer' | null; token: string | null };

/** Told to the window when the server no longer knows who asks. */
export const ENDED = 'sayso-ended';

/** Says so when an answer shows that the session has ended. */
export function heed(answer: Response) {
  if (answer.status === 401) dispatchEvent(new Event(ENDED));
}

async function said(answer: Response): Promise<Session> {
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  return body as Session;
}

export const session = async () => said(await fetch('/api/session'));

/** Opens a session; the server keeps its cookie from every script. */
export const signIn = async (name: string, password: string) =>
  said(await fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, password }) }));

export async function signOut(token: string) {
  const answer = await fetch('/api/session', { method: 'DELETE', headers: { 'x-sayso-token': token } });
  if (!answer.ok) throw new Error((await answer.json()).error ?? answer.statusText);
}
