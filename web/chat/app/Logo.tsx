/** The mark: a speech bubble whose lower edge is torn like a ticket. */
export function Logo({ size = 40 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 64 64">
      <rect width="64" height="64" rx="16" className="fill-petrol" />
      <path
        className="fill-on-petrol"
        d="M16 16a4 4 0 0 1 4-4h24a4 4 0 0 1 4 4v33a4 4 0 0 1-8 0 4 4 0 0 1-8 0 4 4 0 0 1-8 0 4 4 0 0 1-8 0z"
      />
      <path className="stroke-petrol" strokeWidth="4" strokeLinecap="round" d="M24 24h16M24 33h10" />
    </svg>
  );
}
