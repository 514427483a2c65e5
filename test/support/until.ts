/** Waits until `isTrue`, looking often; fails after `timeoutMs`. */
export async function until(isTrue: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`not so within ${timeoutMs} ms: ${isTrue}`);
    await new Promise((wake) => setTimeout(wake, 3));
  }
}
