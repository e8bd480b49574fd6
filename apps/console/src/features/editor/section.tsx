import type { ReactNode } from "react";

interface SectionProps {
  title: string;
  /** Beside the title, for instance "Undeployed changes". */
  note?: ReactNode;
  children: ReactNode;
}

/** A section of the editor's side bar below the files. */
export function Section({ title, note, children }: SectionProps) {
  return (
    <section
      aria-label={title}
      className="flex shrink-0 flex-col gap-1.5 border-t border-border-divider-default px-2 py-2 text-sm"
    >
      <div className="flex min-h-5 items-center justify-between gap-2">
        <h3 className="m-0 text-xs font-bold text-text-body-secondary uppercase">{title}</h3>
        {note}
      </div>
      {children}
    </section>
  );
}
