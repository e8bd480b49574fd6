import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { useQuery } from "@tanstack/react-query";
import { systemInfoQuery } from "./system-info.ts";

/** Says on every page, and for as long as it is so, that functions run without a sandbox. */
export function useUnsafeDriverBanner(): FlashbarProps.MessageDefinition[] {
  const { data } = useQuery(systemInfoQuery);
  if (!data?.unsafe) return [];
  return [
    {
      id: "unsafe-driver",
      type: "warning",
      ariaRole: "alert",
      header: "Functions run without isolation",
      content:
        "Lambent was started with the unsafe process driver: the code of every function runs as you, with your files and your network. Run only code that you trust, and restart without the flag to get the sandbox back.",
    },
  ];
}
