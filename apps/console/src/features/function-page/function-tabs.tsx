import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ComponentType, lazy, type ReactNode, Suspense } from "react";

const CodeTab = lazy(() => import("../editor/code-tab.tsx"));
const TestTab = lazy(() => import("../test/test-tab.tsx"));
const MonitorTab = lazy(() => import("../monitor/monitor-tab.tsx"));
const ConfigurationTab = lazy(() => import("../configuration/configuration-tab.tsx"));

type TabId = "code" | "testing" | "monitoring" | "configure";

/** The tabs of a function; which one is open stands in the address, so that reload and Back keep the place. */
export function FunctionTabs({ functionName }: { functionName: string }) {
  const { tab, subtab } = useSearch({ from: "/functions/$functionName" });
  const navigate = useNavigate();
  const open = (id: TabId) => {
    void navigate({
      to: "/functions/$functionName",
      params: { functionName },
      search: { tab: id },
      resetScroll: false,
    });
  };
  const shown = (id: TabId, label: string, Content: ComponentType<{ functionName: string; subtab?: string }>) => ({
    id,
    label,
    content: (
      <Suspense fallback={<TabLoading label={label} />}>
        <Content functionName={functionName} subtab={subtab} />
      </Suspense>
    ) as ReactNode,
  });
  return (
    <Tabs
      activeTabId={tab}
      ariaLabel={`Function ${functionName}`}
      onChange={({ detail }) => open(detail.activeTabId as TabId)}
      tabs={[
        shown("code", "Code", CodeTab),
        shown("testing", "Test", TestTab),
        shown("monitoring", "Monitor", MonitorTab),
        shown("configure", "Configuration", ConfigurationTab),
      ]}
    />
  );
}

/** As high as what follows, so that nothing jumps when it is there. */
function TabLoading({ label }: { label: string }) {
  return (
    <div className="grid min-h-[600px] place-content-center">
      <Box color="text-body-secondary">
        <Spinner /> <span role="status">Loading {label}</span>
      </Box>
    </div>
  );
}
