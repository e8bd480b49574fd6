import { useParams } from "@tanstack/react-router";
import { BasicSettingsEditor } from "./basic-settings-editor.tsx";
import { EditPage } from "./edit-page.tsx";

export function EditBasicSettingsPage() {
  const { functionName } = useParams({ from: "/functions/$functionName/edit/basic-settings" });
  return (
    <EditPage functionName={functionName} title="Edit basic settings" help="basic-settings">
      {({ configuration }) => <BasicSettingsEditor configuration={configuration} />}
    </EditPage>
  );
}
