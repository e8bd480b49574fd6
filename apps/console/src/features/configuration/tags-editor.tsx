import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import TagEditor, { type TagEditorProps } from "@cloudscape-design/components/tag-editor";
import { TAGS_MAX, tagIssues } from "@lambent/model";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { domainError } from "../../app/errors.ts";
import { trpc, trpcClient } from "../../app/trpc.ts";
import { EditForm, useLeave } from "./edit-page.tsx";
import { tagKeysQuery } from "./queries.ts";
import { useUpdateNotifications } from "./update-notifications.ts";

type Tags = Record<string, string>;

/** All tags of a function, edited and saved together; removed ones can be brought back until then. */
export function TagsEditor({ functionName, tags: saved }: { functionName: string; tags: Tags }) {
  const [tags] = useState(saved);
  const queryClient = useQueryClient();
  const notifications = useUpdateNotifications(functionName);
  const [edited, setEdited] = useState<readonly TagEditorProps.Tag[]>(() => editorTags(tags));
  const editor = useRef<TagEditorProps.Ref>(null);
  const [valid, setValid] = useState(true);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<string>();

  const kept = edited.filter(({ markedForRemoval }) => !markedForRemoval);
  const result = Object.fromEntries(kept.map(({ key, value }) => [key, value]));
  const dirty =
    JSON.stringify(sorted(result)) !== JSON.stringify(sorted(tags)) || kept.length !== Object.keys(tags).length;
  const leave = useLeave(functionName, dirty, "tags");

  const save = async () => {
    setSaving(true);
    setError(undefined);
    notifications.updating();
    try {
      await trpcClient.functions.setTags.mutate({ functionName, tags: result });
      await queryClient.invalidateQueries(trpc.functions.pathFilter());
      notifications.updated();
      leave();
    } catch (failure) {
      notifications.dismiss();
      setError(domainError(failure).message);
    } finally {
      setSaving(false);
    }
  };

  const submit = () => {
    const [issue] = tagIssues(kept);
    if (issue !== undefined) {
      if (valid) setError(issue.row === null ? issue.message : `Tag ${issue.row + 1}: ${issue.message}`);
      else editor.current?.focus(); // shows what is wrong on each row and goes to the first
      return valid;
    }
    if (dirty) void save();
    else leave();
    return true;
  };

  const suggestions = () => queryClient.fetchQuery(tagKeysQuery());
  return (
    <EditForm saving={saving} error={error} onSubmit={submit} leave={leave}>
      <Container
        header={
          <Header
            variant="h2"
            description="Labels of your own to find and group functions by. They belong to the function, not to its code."
          >
            Tags
          </Header>
        }
      >
        <TagEditor
          ref={editor}
          tags={edited}
          tagLimit={TAGS_MAX}
          keysRequest={async (typed) =>
            matching(
              typed,
              (await suggestions()).map(({ key }) => key),
            )
          }
          valuesRequest={async (key, typed) =>
            matching(typed, (await suggestions()).find((known) => known.key === key)?.values ?? [])
          }
          onChange={({ detail }) => {
            setEdited(detail.tags);
            setValid(detail.valid);
            setError(undefined);
          }}
          i18nStrings={TAG_EDITOR_TEXTS}
        />
      </Container>
    </EditForm>
  );
}

function editorTags(tags: Tags): TagEditorProps.Tag[] {
  return sorted(tags).map(([key, value]) => ({ key, value, existing: true, markedForRemoval: false }));
}

function sorted(tags: Tags): [string, string][] {
  return Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
}

function matching(typed: string, candidates: readonly string[]): string[] {
  return candidates.filter((candidate) => candidate.toLowerCase().includes(typed.toLowerCase()));
}

const TAG_EDITOR_TEXTS: TagEditorProps.I18nStrings = {
  keyPlaceholder: "Enter key",
  valuePlaceholder: "Enter value",
  addButton: "Add new tag",
  emptyTags: "This function has no tags.",
  keySuggestion: "Keys in use",
  valueSuggestion: "Values in use",
};
