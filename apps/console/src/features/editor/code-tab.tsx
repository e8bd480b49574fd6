import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { functionQuery } from "../function-page/queries.ts";
import { CodeProperties } from "./code-properties.tsx";
import { CodeSource } from "./code-source.tsx";
import { RuntimeSettings } from "./runtime-settings.tsx";

/** The Code tab. The page around it has loaded the function already. */
function CodeTab({ functionName }: { functionName: string }) {
  const { data } = useQuery(functionQuery(functionName));
  if (data === undefined) return null;
  return (
    <SpaceBetween size="l">
      <CodeSource configuration={data.configuration} />
      <CodeProperties configuration={data.configuration} />
      <RuntimeSettings configuration={data.configuration} />
    </SpaceBetween>
  );
}

export default CodeTab;
