/** An open eye, in the line style of the other icons: what is covered will be shown. */
export const SHOW_ICON = (
  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d="M1 8c1.8-3.2 4.1-4.7 7-4.7S13.2 4.8 15 8c-1.8 3.2-4.1 4.7-7 4.7S2.8 11.2 1 8Z" />
    <circle cx="8" cy="8" r="2.2" />
  </svg>
);

/** The same eye, struck through: what is shown will be covered. */
export const HIDE_ICON = (
  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d="M1 8c1.8-3.2 4.1-4.7 7-4.7S13.2 4.8 15 8c-1.8 3.2-4.1 4.7-7 4.7S2.8 11.2 1 8Z" />
    <circle cx="8" cy="8" r="2.2" />
    <path d="M2.5 14 13.5 2" />
  </svg>
);
