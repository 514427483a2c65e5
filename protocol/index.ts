// Every message that crosses a boundary is defined in this folder, once: types and validators from one schema.
// Pure: no I/O, no Node, no DOM. SPEC.md has the numbered rules.
export * from './accounts.ts';
export * from './catalog.ts';
export * from './content.ts';
export * from './errors.ts';
export * from './frames.ts';
export * from './ids.ts';
export * from './limits.ts';
export * from './money.ts';
export * from './orders.ts';
export * from './sandbox.ts';
