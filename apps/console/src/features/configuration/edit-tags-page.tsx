import { useParams } from "@tanstack/react-router";
import { EditPage } from "./edit-page.tsx";
import { TagsEditor } from "./tags-editor.tsx";

export function EditTagsPage() {
  const { functionName } = useParams({ from: "/functions/$functionName/edit/tags" });
  return (
    <EditPage functionName={functionName} title="Manage tags" help="tags">
      {({ tags }) => <TagsEditor functionName={functionName} tags={tags} />}
    </EditPage>
  );
}
