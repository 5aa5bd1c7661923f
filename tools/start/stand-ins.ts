/** Whether there is an account whose Sync and Messages API a Function uses. */
export function hasAccount({ ACCOUNT_SID, AUTH_TOKEN }: NodeJS.Dict<string>): boolean {
  return Boolean(ACCOUNT_SID && AUTH_TOKEN);
}

/** Where a program reaches the stand-ins of Sync and of the Messages API: at the phone's port. */
export function standInsAt(phonePort: number | string): { SYNC_URL: string; MESSAGES_URL: string } {
  const url = `http://127.0.0.1:${phonePort}`;
  return { SYNC_URL: url, MESSAGES_URL: url };
}

/** Says where Sync keeps what is remembered. */
export function whereRemembered(isOffline: boolean): string {
  return isOffline
    ? `SESSION_STORE=sync, and .env has no ACCOUNT_SID and AUTH_TOKEN: a stand-in of Twilio Sync beside the
phone keeps what is remembered, as long as it runs.
`
    : "SESSION_STORE=sync: the account's own Twilio Sync keeps what is remembered.\n";
}
