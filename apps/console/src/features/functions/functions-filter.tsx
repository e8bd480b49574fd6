import PropertyFilter, { type PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import {
  ARCHITECTURES,
  type FilterProperty,
  type FunctionFilter,
  isOffered,
  RUNTIME_IDS,
  RUNTIMES,
} from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { systemInfoQuery } from "../../app/system-info.ts";
import { tagKeysQuery } from "./queries.ts";

const TEXT_OPERATORS = [":", "!:", "=", "!=", "^", "!^"] as const;
const CHOICE_OPERATORS = ["=", "!="] as const;

const FUNCTION_PROPERTIES: PropertyFilterProps.FilteringProperty[] = [
  property("functionName", "Function name", "Function names", TEXT_OPERATORS),
  property("description", "Description", "Descriptions", TEXT_OPERATORS),
  property("packageType", "Package type", "Package types", CHOICE_OPERATORS),
  property("runtime", "Runtime", "Runtimes", [...CHOICE_OPERATORS, ":", "!:", "^", "!^"]),
  property("architecture", "Architecture", "Architectures", CHOICE_OPERATORS),
];

const FUNCTION_OPTIONS: PropertyFilterProps.FilteringOption[] = [
  ...ARCHITECTURES.map((value) => ({ propertyKey: "architecture", value })),
  { propertyKey: "packageType", value: "Zip" },
];

const ANY_VALUE = "(any value)";

interface FunctionsFilterProps {
  filter: FunctionFilter | undefined;
  onChange(filter: FunctionFilter | undefined): void;
  /** Number of functions that it lets through, when known. */
  matches: number | undefined;
}

/** Search by properties, tags and free text. Tag keys and their values are those in use. */
export function FunctionsFilter({ filter, onChange, matches }: FunctionsFilterProps) {
  const tags = useQuery(tagKeysQuery);
  const tagKeys = tags.data ?? [];
  const runtimes = useQuery(systemInfoQuery).data?.runtimes ?? [];
  return (
    <PropertyFilter
      filteringPlaceholder="Filter by attributes or search by keyword"
      filteringAriaLabel="Filter functions"
      filteringEmpty="No suggestions"
      filteringStatusType={tags.isPending ? "loading" : tags.isError ? "error" : "finished"}
      filteringLoadingText="Loading tags"
      filteringErrorText="The tags couldn't be loaded."
      filteringRecoveryText="Retry"
      onLoadItems={({ detail }) => {
        // Fired by typing too, but only Retry asks again for the same page.
        if (detail.samePage) void tags.refetch();
      }}
      countText={
        filter === undefined || matches === undefined ? undefined : matches === 1 ? "1 match" : `${matches} matches`
      }
      query={toQuery(filter)}
      onChange={({ detail }) => onChange(toFilter(detail))}
      filteringProperties={[...FUNCTION_PROPERTIES, ...tagKeys.map(tagProperty)]}
      filteringOptions={[
        ...RUNTIME_IDS.filter((id) => isOffered(runtimes, id)).map((id) => ({
          propertyKey: "runtime",
          value: RUNTIMES[id].label,
        })),
        ...FUNCTION_OPTIONS,
        ...tagKeys.flatMap(({ key, values }) => [
          { propertyKey: `tag:${key}`, value: ANY_VALUE },
          ...values.filter((value) => value !== "").map((value) => ({ propertyKey: `tag:${key}`, value })),
        ]),
      ]}
      customGroupsText={[{ group: "tags", properties: "Tags", values: "Tag values" }]}
      freeTextFiltering={{ operators: [":", "!:"], defaultOperator: ":" }}
      i18nStrings={{ clearFiltersText: "Clear filters", groupPropertiesText: "Properties", groupValuesText: "Values" }}
    />
  );
}

function property(
  key: FilterProperty,
  propertyLabel: string,
  groupValuesLabel: string,
  operators: readonly PropertyFilterProps.ComparisonOperator[],
): PropertyFilterProps.FilteringProperty {
  return { key, propertyLabel, groupValuesLabel, operators: [...operators], defaultOperator: "=" };
}

/** The label begins with "Tag" so that typing it narrows the suggestions to tags. */
function tagProperty({ key }: { key: string }): PropertyFilterProps.FilteringProperty {
  return {
    key: `tag:${key}`,
    propertyLabel: `Tag ${key}`,
    groupValuesLabel: `Values of tag ${key}`,
    operators: [...TEXT_OPERATORS],
    defaultOperator: "=",
    group: "tags",
  };
}

function toQuery(filter: FunctionFilter | undefined): PropertyFilterProps.Query {
  return {
    operation: filter?.operation ?? "and",
    tokens: (filter?.tokens ?? []).map(({ property: propertyKey, operator, value }) => ({
      propertyKey,
      operator,
      value: value === "" && propertyKey?.startsWith("tag:") ? ANY_VALUE : value,
    })),
  };
}

function toFilter({ operation, tokens }: PropertyFilterProps.Query): FunctionFilter | undefined {
  if (tokens.length === 0) return undefined;
  return {
    operation,
    tokens: tokens.map(({ propertyKey, operator, value }) => ({
      ...(propertyKey !== undefined && { property: propertyKey as FilterProperty }),
      operator: operator as FunctionFilter["tokens"][number]["operator"],
      value: value === ANY_VALUE ? "" : String(value),
    })),
  };
}
