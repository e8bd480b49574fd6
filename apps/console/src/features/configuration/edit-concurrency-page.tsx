import { useParams } from "@tanstack/react-router";
import { ConcurrencyEditor } from "./concurrency-editor.tsx";
import { EditPage } from "./edit-page.tsx";

export function EditConcurrencyPage() {
  const { functionName } = useParams({ from: "/functions/$functionName/edit/concurrency" });
  return (
    <EditPage functionName={functionName} title="Edit concurrency" help="concurrency">
      {({ concurrency }) => <ConcurrencyEditor functionName={functionName} concurrency={concurrency} />}
    </EditPage>
  );
}
