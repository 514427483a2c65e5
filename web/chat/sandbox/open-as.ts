/** Signs in and shows `path` in a new page, opened with the press itself, so that no browser takes it for a pop-up. */
export async function openAs(path: string, signIn: () => Promise<unknown>): Promise<void> {
  const page = window.open('about:blank', '_blank');
  try {
    await signIn();
  } catch (error) {
    page?.close();
    throw error;
  }
  if (page) page.location.href = path;
  else location.assign(path);
}
