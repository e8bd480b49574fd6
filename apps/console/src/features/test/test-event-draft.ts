import {
  DEFAULT_TEST_EVENT_TEMPLATE_ID,
  type SavedTestEvent,
  SYNC_PAYLOAD_LIMIT_BYTES,
  TestEventNameSchema,
  templateJson,
} from "@lambent/model";
import { describeJsonProblem, jsonProblem } from "./json-text.ts";

export interface EventText {
  name: string;
  eventJson: string;
}

/** What a person has typed on the Test tab and not saved. */
export interface TestEventDraft {
  action: "create" | "edit";
  templateId: string;
  /** The event that is being created. */
  created: EventText;
  /** Unsaved changes of saved events, by the name under which each is saved. */
  edited: Readonly<Record<string, EventText>>;
}

export const NEW_EVENT: EventText = { name: "", eventJson: templateJson(DEFAULT_TEST_EVENT_TEMPLATE_ID) };

export const EMPTY_DRAFT: TestEventDraft = {
  action: "create",
  templateId: DEFAULT_TEST_EVENT_TEMPLATE_ID,
  created: NEW_EVENT,
  edited: {},
};

/** The event on the screen. */
export interface OpenEvent extends EventText {
  /** Name under which it is saved; null while it is being created. */
  savedName: string | null;
  /** True when saving would change something. */
  modified: boolean;
}

/** @param selectedName the saved event chosen for editing; unknown ones leave nothing open */
export function openEvent(
  draft: TestEventDraft,
  saved: readonly SavedTestEvent[],
  selectedName: string | null,
): OpenEvent | null {
  if (draft.action === "create") return { ...draft.created, savedName: null, modified: true };
  const event = saved.find(({ name }) => name === selectedName);
  if (event === undefined) return null;
  const edited = draft.edited[event.name];
  const modified = edited !== undefined && (edited.name !== event.name || edited.eventJson !== event.eventJson);
  return { name: event.name, eventJson: event.eventJson, ...edited, savedName: event.name, modified };
}

/** The draft after typing into the event that is open. */
export function withText(draft: TestEventDraft, open: OpenEvent, change: Partial<EventText>): TestEventDraft {
  const text = { name: open.name, eventJson: open.eventJson, ...change };
  if (open.savedName === null) return { ...draft, created: text };
  return { ...draft, edited: { ...draft.edited, [open.savedName]: text } };
}

/** Nothing of the event is unsaved any more: the next new event starts from the default, a saved one as it is saved. */
export function withoutUnsaved(draft: TestEventDraft, savedName: string | null): TestEventDraft {
  if (savedName === null) return { ...draft, templateId: DEFAULT_TEST_EVENT_TEMPLATE_ID, created: NEW_EVENT };
  const { [savedName]: _saved, ...edited } = draft.edited;
  return { ...draft, edited };
}

/** Why an event's text can't be sent or saved; null when it can. */
export function eventJsonIssue(eventJson: string): string | null {
  const sizeBytes = new TextEncoder().encode(eventJson).length;
  if (sizeBytes > SYNC_PAYLOAD_LIMIT_BYTES) {
    return `The event is too large: ${sizeBytes.toLocaleString("en-US")} bytes. The limit is ${SYNC_PAYLOAD_LIMIT_BYTES.toLocaleString("en-US")} bytes (6 MB).`;
  }
  const problem = jsonProblem(eventJson);
  return problem === null ? null : `The event isn't valid JSON. ${describeJsonProblem(problem)}`;
}

/** Why an event can't be saved under a name; null when it can. `savedName` is the name it has now. */
export function eventNameIssue(
  name: string,
  savedName: string | null,
  saved: readonly SavedTestEvent[],
): string | null {
  const parsed = TestEventNameSchema.safeParse(name);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? "Enter another name.";
  const taken = name !== savedName && saved.some((event) => event.name === name);
  return taken ? `A test event named ${name} exists already. Choose another name, or edit the saved event.` : null;
}
