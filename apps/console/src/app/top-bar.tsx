import TopNavigation from "@cloudscape-design/components/top-navigation";
import { drawers } from "./drawers.ts";
import { type Appearance, useAppearance } from "./theme.ts";

const MODES: readonly { mode: Appearance["mode"]; text: string }[] = [
  { mode: "light", text: "Light" },
  { mode: "dark", text: "Dark" },
  { mode: "system", text: "Browser default" },
];
const DENSITIES: readonly { density: Appearance["density"]; text: string }[] = [
  { density: "comfortable", text: "Comfortable" },
  { density: "compact", text: "Compact" },
];

export function TopBar() {
  const [appearance, setAppearance] = useAppearance();
  return (
    <TopNavigation
      identity={{ href: "/functions", title: "Lambent", logo: { src: "/favicon.svg", alt: "Home" } }}
      i18nStrings={{
        overflowMenuTriggerText: "More",
        overflowMenuTitleText: "All",
        overflowMenuBackIconAriaLabel: "Back",
      }}
      utilities={[
        {
          type: "button",
          text: "This server",
          iconName: "status-info",
          ariaLabel: "About this server",
          onClick: () => drawers.showHelp("system"),
        },
        {
          type: "menu-dropdown",
          iconName: "settings",
          ariaLabel: "Settings",
          title: "Settings",
          items: [
            {
              id: "visual-mode",
              text: "Visual mode",
              items: MODES.map(({ mode, text }) => ({
                id: `mode:${mode}`,
                text,
                itemType: "checkbox" as const,
                checked: appearance.mode === mode,
              })),
            },
            {
              id: "density",
              text: "Density",
              items: DENSITIES.map(({ density, text }) => ({
                id: `density:${density}`,
                text,
                itemType: "checkbox" as const,
                checked: appearance.density === density,
              })),
            },
          ],
          onItemClick: ({ detail }) => {
            const mode = MODES.find((option) => `mode:${option.mode}` === detail.id)?.mode;
            const density = DENSITIES.find((option) => `density:${option.density}` === detail.id)?.density;
            if (mode !== undefined) setAppearance({ mode });
            if (density !== undefined) setAppearance({ density });
          },
        },
      ]}
    />
  );
}
