import { useParams } from "@tanstack/react-router";
import { EditPage } from "./edit-page.tsx";
import { EnvironmentVariablesEditor } from "./environment-variables-editor.tsx";

export function EditEnvironmentVariablesPage() {
  const { functionName } = useParams({ from: "/functions/$functionName/edit/environment-variables" });
  return (
    <EditPage functionName={functionName} title="Edit environment variables" help="environment-variables">
      {({ configuration }) => <EnvironmentVariablesEditor configuration={configuration} />}
    </EditPage>
  );
}
