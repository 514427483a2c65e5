// The web apps as files: built by Vite into dist/, read once at the start, sent compressed, cached for ever when
// their name carries a hash. Owns no tables. Unknown paths of an app answer with its shell; a shop's page carries
// the shop's name for whoever shares the link.

export { createHealthRoutes, type HealthOptions } from './health.ts';
export { createSite, type Site } from './site.ts';
