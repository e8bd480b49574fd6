import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import type { FunctionConfiguration } from "@lambent/model";
import { useState } from "react";
import { CopyValue } from "../../app/copy-value.tsx";
import { InfoLink } from "../../app/info-link.tsx";
import { rowsOf } from "./environment-variable-rows.ts";
import { HIDE_ICON, SHOW_ICON } from "./reveal-icons.tsx";
import { editHref } from "./subtabs.ts";

/** Rows from which on a search field helps more than it takes room. */
const SEARCHABLE_FROM = 10;
/** The same for every value: its length is nobody's business. */
const MASK = "••••••••";

/** Keys and values; values stay covered until asked for, as they are often secrets. */
export function EnvironmentVariables({ configuration }: { configuration: FunctionConfiguration }) {
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const [search, setSearch] = useState("");
  const rows = rowsOf(configuration.environmentVariables);
  const found = rows.filter(({ key }) => key.toLowerCase().includes(search.toLowerCase()));
  const allShown = rows.every(({ key }) => shown.has(key));
  const toggle = (key: string) => {
    const next = new Set(shown);
    if (!next.delete(key)) next.add(key);
    setShown(next);
  };

  return (
    <Table
      header={
        <Header
          variant="h2"
          counter={`(${rows.length})`}
          info={<InfoLink helpId="environment-variables" label="environment variables" />}
          description="Encrypted on disk. Your code reads them from its environment."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {rows.length > 0 && (
                <Button
                  iconSvg={allShown ? HIDE_ICON : SHOW_ICON}
                  onClick={() => setShown(new Set(allShown ? [] : rows.map(({ key }) => key)))}
                >
                  {allShown ? "Hide values" : "Show values"}
                </Button>
              )}
              <Button
                href={editHref(configuration.functionName, "environment-variables")}
                ariaLabel="Edit environment variables"
              >
                Edit
              </Button>
            </SpaceBetween>
          }
        >
          Environment variables
        </Header>
      }
      filter={
        rows.length >= SEARCHABLE_FROM && (
          <TextFilter
            filteringText={search}
            filteringPlaceholder="Find variables by key"
            filteringAriaLabel="Find variables by key"
            countText={search === "" ? "" : `${found.length} ${found.length === 1 ? "match" : "matches"}`}
            onChange={({ detail }) => setSearch(detail.filteringText)}
          />
        )
      }
      ariaLabels={{ tableLabel: "Environment variables" }}
      items={found}
      trackBy="key"
      wrapLines
      columnDefinitions={[
        {
          id: "key",
          header: "Key",
          cell: ({ key }) => <Box variant="code">{key}</Box>,
          isRowHeader: true,
          width: "35%",
        },
        {
          id: "value",
          header: "Value",
          cell: ({ key, value }) => (
            <div className="flex items-center gap-2">
              <Button
                variant="inline-icon"
                iconSvg={shown.has(key) ? HIDE_ICON : SHOW_ICON}
                ariaLabel={`${shown.has(key) ? "Hide" : "Show"} value of ${key}`}
                onClick={() => toggle(key)}
              />
              {shown.has(key) ? (
                <span className="font-mono wrap-anywhere">
                  {value === "" ? <i>empty</i> : <CopyValue label={`Value of ${key}`} value={value} />}
                </span>
              ) : (
                <span role="img" aria-label="Value hidden">
                  {MASK}
                </span>
              )}
            </div>
          ),
        },
      ]}
      empty={
        rows.length === 0 ? (
          <SpaceBetween size="xs" alignItems="center">
            <b>No environment variables</b>
            <Box color="inherit">No environment variables associated with this function.</Box>
            <Button href={editHref(configuration.functionName, "environment-variables")}>
              Add environment variables
            </Button>
          </SpaceBetween>
        ) : (
          <SpaceBetween size="xs" alignItems="center">
            <b>No matches</b>
            <Button onClick={() => setSearch("")}>Clear filter</Button>
          </SpaceBetween>
        )
      }
    />
  );
}
