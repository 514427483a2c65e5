// The shapes of Meta's WhatsApp Business Cloud API as this server speaks it. They belong to Meta: nothing outside the
// business API's edge uses them, and their names (wamid, wa_id, retailer_id, status) stay there.
export * from './errors.ts';
export * from './limits.ts';
export * from './nodes.ts';
export * from './send.ts';
export * from './webhook.ts';
