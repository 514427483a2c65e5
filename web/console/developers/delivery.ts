/** "messages · text", "messages · status delivered": what an update is about, by its own words. */
export function nameDelivery(change: string): string {
  const { field, value } = parse(change);
  const message = (value?.messages as { type?: string }[] | undefined)?.[0]?.type;
  const status = (value?.statuses as { status?: string; type?: string }[] | undefined)?.[0];
  const about = message ?? (status && [status.type, status.status].filter(Boolean).join(' '));
  return [field, about].filter(Boolean).join(' · ') || '…';
}

export function prettify(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

function parse(change: string): { field?: string; value?: Record<string, unknown> } {
  try {
    return JSON.parse(change) ?? {};
  } catch {
    return {};
  }
}
