import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import TagEditor, { type TagEditorProps } from "@cloudscape-design/components/tag-editor";
import { TAGS_MAX, type TagRow } from "@lambent/model";
import { useQueryClient } from "@tanstack/react-query";
import { InfoLink } from "../../app/info-link.tsx";
import { tagKeysQuery } from "../functions/queries.ts";

interface AdditionalSectionProps {
  tags: readonly TagRow[];
  error: string | undefined;
  expanded: boolean;
  onExpandedChange(expanded: boolean): void;
  onTagsChange(tags: readonly TagRow[]): void;
}

export function AdditionalSection({ tags, error, expanded, onExpandedChange, onTagsChange }: AdditionalSectionProps) {
  const queryClient = useQueryClient();
  const inUse = () => queryClient.fetchQuery(tagKeysQuery);
  return (
    <ExpandableSection
      variant="container"
      headerText="Additional configurations"
      headerDescription="Tags to find and group functions by."
      expanded={expanded}
      onChange={({ detail }) => onExpandedChange(detail.expanded)}
    >
      <FormField
        stretch
        label={
          <>
            Tags <i>- optional</i>
          </>
        }
        info={<InfoLink helpId="tags" label="tags" />}
        errorText={error}
      >
        <TagEditor
          tags={tags.map(({ key, value }) => ({ key, value, existing: false }))}
          tagLimit={TAGS_MAX}
          onChange={({ detail }) => onTagsChange(detail.tags.map(({ key, value }) => ({ key, value })))}
          keysRequest={async (typed) => (await inUse()).map(({ key }) => key).filter((key) => contains(key, typed))}
          valuesRequest={async (key, typed) =>
            ((await inUse()).find((known) => known.key === key)?.values ?? []).filter((value) => contains(value, typed))
          }
          i18nStrings={TAG_EDITOR_TEXTS}
        />
      </FormField>
    </ExpandableSection>
  );
}

function contains(text: string, typed: string): boolean {
  return text.toLowerCase().includes(typed.toLowerCase());
}

const TAG_EDITOR_TEXTS: TagEditorProps.I18nStrings = {
  keyPlaceholder: "Enter key",
  valuePlaceholder: "Enter value",
  addButton: "Add new tag",
  emptyTags: "The function will have no tags.",
  keySuggestion: "Keys in use",
  valueSuggestion: "Values in use",
};
