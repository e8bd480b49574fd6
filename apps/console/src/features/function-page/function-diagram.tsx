import { LambentMark } from "../landing/lambent-mark.tsx";

/** The function as the centre of what is connected to it. */
export function FunctionDiagram({ name, runtimeLabel }: { name: string; runtimeLabel: string }) {
  return (
    <figure
      aria-label={`Diagram: the function ${name}`}
      className="m-0 grid min-h-32 grid-cols-[minmax(0,1fr)] place-items-center rounded-xl border border-dashed border-border-divider-default p-4"
    >
      <div className="flex max-w-full items-center gap-3 rounded-xl border border-border-item-card bg-background-item-card px-5 py-4 shadow-card">
        <LambentMark size={40} />
        <div className="min-w-0">
          <div className="truncate font-bold" title={name}>
            {name}
          </div>
          <div className="text-sm text-text-body-secondary">{runtimeLabel}</div>
        </div>
      </div>
    </figure>
  );
}
