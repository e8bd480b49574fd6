import type { SelectProps } from "@cloudscape-design/components/select";
import { TEST_EVENT_TEMPLATES } from "@lambent/model";

/** The templates as a grouped select shows them: AWS's id is what people search for, the title says what it is. */
export function templateOptions(): SelectProps.OptionGroup[] {
  const groups = new Map<string, SelectProps.Option[]>();
  for (const { id, title, group } of TEST_EVENT_TEMPLATES) {
    const options = groups.get(group) ?? [];
    groups.set(group, options);
    options.push({ value: id, label: id, description: title });
  }
  return [...groups].map(([label, options]) => ({ label, options }));
}

export function templateOption(id: string): SelectProps.Option {
  const template = TEST_EVENT_TEMPLATES.find((candidate) => candidate.id === id);
  return { value: id, label: template?.id ?? id, description: template?.title };
}
