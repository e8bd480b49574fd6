/** Lambent's mark: a small flame. Drawn for both modes; purely decorative beside the name. */
export function LambentMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#2c1e66" />
      <path
        d="M17.2 4.5c.6 4.2-1.5 6-3.7 8.4C11 15.5 9.2 17.6 9.2 20.7c0 3.9 3 6.8 6.8 6.8s6.8-2.9 6.8-6.7c0-2.5-1-4.2-2.1-6-.4 1.5-1.1 2.5-2.3 3.2.8-4.9.4-9.7-1.2-13.5z"
        fill="#a594ff"
      />
      <path
        d="M16.2 17.5c.4 2-2.6 3-2.6 5.7 0 1.5 1 2.6 2.4 2.6s2.5-1.1 2.5-2.6c0-2.2-1.2-3.4-2.3-5.7z"
        fill="#fff6d8"
      />
    </svg>
  );
}
