import Box from "@cloudscape-design/components/box";
import HelpPanel from "@cloudscape-design/components/help-panel";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { RUNTIMES } from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { CopyValue } from "../app/copy-value.tsx";
import { domainError } from "../app/errors.ts";
import { systemInfoQuery } from "../app/system-info.ts";

/** What this server is, how it isolates functions and what it can run. */
export function SystemHelp() {
  const { data, error } = useQuery(systemInfoQuery);
  if (error) {
    return (
      <HelpPanel header={<h2>This server</h2>}>
        <StatusIndicator type="error">{domainError(error).message}</StatusIndicator>
      </HelpPanel>
    );
  }
  if (data === undefined) return <HelpPanel loading loadingText="Loading what the server says about itself" />;
  return (
    <HelpPanel header={<h2>This server</h2>}>
      <h3>Lambent {data.version}</h3>
      <p>
        Account {data.scope.accountId}, Region {data.scope.region}. Functions: {data.functionCount}.
      </p>
      <h3>Data folder</h3>
      <CopyValue value={data.dataDirectory} label="data folder" />
      <h3>Isolation: {data.driver}</h3>
      <ul>
        {data.isolation.map((fact) => (
          <li key={fact.what}>
            <StatusIndicator type={fact.enforced ? "success" : "warning"}>{fact.what}</StatusIndicator>
            {fact.by !== "" && (
              <Box variant="small" display="block">
                {fact.by}
              </Box>
            )}
          </li>
        ))}
      </ul>
      <h3>Internet access</h3>
      {data.internetAccess.available ? (
        <StatusIndicator type="success">can be given to functions</StatusIndicator>
      ) : (
        <>
          <StatusIndicator type="stopped">not available</StatusIndicator>
          <Box variant="small" display="block">
            {data.internetAccess.reason} {data.internetAccess.remedy}
          </Box>
        </>
      )}
      <h3>Runtimes</h3>
      <ul>
        {data.runtimes.map(({ runtime, architecture, available, version, note, reason, remedy }) => (
          <li key={`${runtime} ${architecture}`}>
            <StatusIndicator type={available ? "success" : "stopped"}>
              {RUNTIMES[runtime].label}, {architecture}
              {version !== undefined && ` (${version})`}
            </StatusIndicator>
            {(!available || note !== undefined) && (
              <Box variant="small" display="block">
                {available ? note : `${reason} ${remedy}`}
              </Box>
            )}
          </li>
        ))}
      </ul>
    </HelpPanel>
  );
}
