import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Spinner from "@cloudscape-design/components/spinner";
import { useQuery } from "@tanstack/react-query";
import { domainError } from "../../app/errors.ts";
import { Concurrency } from "./concurrency.tsx";
import { EnvironmentVariables } from "./environment-variables.tsx";
import { FunctionTags } from "./function-tags.tsx";
import { GeneralConfiguration } from "./general-configuration.tsx";
import { Network } from "./network.tsx";
import { Permissions } from "./permissions.tsx";
import { functionQuery } from "./queries.ts";
import { CONFIGURATION_SUBTABS, type ConfigurationSubtab, configurationHref, subtabOf } from "./subtabs.ts";

interface ConfigurationTabProps {
  functionName: string;
  /** From the address; unknown ones open the first section. */
  subtab?: string;
}

function ConfigurationTab({ functionName, subtab }: ConfigurationTabProps) {
  const active = subtabOf(subtab);
  return (
    <div className="grid items-start grid-cols-[minmax(0,1fr)] gap-5 md:grid-cols-[220px_minmax(0,1fr)]">
      <SubtabNavigation functionName={functionName} active={active} />
      <Section functionName={functionName} subtab={active} />
    </div>
  );
}

export default ConfigurationTab;

function Section({ functionName, subtab }: { functionName: string; subtab: ConfigurationSubtab }) {
  const { data, error, refetch } = useQuery(functionQuery(functionName));
  if (data === undefined && error !== null) {
    return (
      <Alert
        type="error"
        statusIconAriaLabel="Error"
        header="The configuration couldn't be loaded"
        action={<Button onClick={() => void refetch()}>Retry</Button>}
      >
        {domainError(error).message}
      </Alert>
    );
  }
  if (data === undefined) {
    return (
      <Container>
        <Spinner /> <span role="status">Loading the configuration</span>
      </Container>
    );
  }
  switch (subtab) {
    case "general":
      return <GeneralConfiguration configuration={data.configuration} />;
    case "permissions":
      return <Permissions role={data.role} roleArn={data.configuration.role} />;
    case "envVars":
      return <EnvironmentVariables configuration={data.configuration} />;
    case "tags":
      return <FunctionTags functionName={functionName} tags={data.tags} />;
    case "network":
      return <Network configuration={data.configuration} />;
    case "concurrency":
      return <Concurrency functionName={functionName} concurrency={data.concurrency} />;
  }
}

/** Links rather than tabs: each section has an address of its own, and the page's tabs stand above. */
function SubtabNavigation({ functionName, active }: { functionName: string; active: ConfigurationSubtab }) {
  return (
    <nav aria-label="Configuration">
      <ul className="m-0 flex list-none flex-wrap gap-1 p-0 md:flex-col">
        {CONFIGURATION_SUBTABS.map(({ id, label }) => (
          <li key={id}>
            <a
              href={configurationHref(functionName, id)}
              aria-current={id === active ? "page" : undefined}
              className="block rounded-(--radius-item) border-s-4 border-transparent px-3 py-1.5 text-text-body-default no-underline hover:text-text-interactive-hover aria-[current]:border-border-item-selected aria-[current]:bg-background-item-selected aria-[current]:font-bold aria-[current]:text-text-accent focus-visible:outline-2 focus-visible:outline-border-item-focused"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
