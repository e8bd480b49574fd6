import { PageFrame } from "../../app/page-frame.tsx";
import { FunctionsTable } from "./functions-table.tsx";

const BREADCRUMBS = [
  { text: "Lambent", href: "/functions" },
  { text: "Functions", href: "/functions" },
];

export function FunctionsPage() {
  return (
    <PageFrame breadcrumbs={BREADCRUMBS} help="functions" contentType="table" navigationOpenByDefault>
      <FunctionsTable />
    </PageFrame>
  );
}
