import Link from "@cloudscape-design/components/link";
import type { HelpId } from "../help/help-topics.tsx";
import { drawers } from "./drawers.ts";

/** The blue "Info" after a heading or label; opens the help topic. `label` names what it is about, for screen readers. */
export function InfoLink({ helpId, label }: { helpId: HelpId; label: string }) {
  return (
    <Link variant="info" ariaLabel={`Information about ${label}`} onFollow={() => drawers.showHelp(helpId)}>
      Info
    </Link>
  );
}
