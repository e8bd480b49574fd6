import AppLayout, {
  type AppLayoutToolbarProps as AppLayoutProps,
} from "@cloudscape-design/components/app-layout-toolbar";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import I18nProvider from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import LiveRegion from "@cloudscape-design/components/live-region";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { TutorialDrawer } from "../features/tutorial/tutorial-drawer.tsx";
import { TutorialProvider } from "../features/tutorial/tutorial-provider.tsx";
import { HelpDrawer } from "../help/help-drawer.tsx";
import { type DrawerId, drawers, useDrawers } from "./drawers.ts";
import { NotificationBar } from "./notifications.tsx";
import { type Frame, useFrame } from "./page-frame.tsx";
import { useStored } from "./stored-value.ts";
import { TopBar } from "./top-bar.tsx";
import { useUnsafeDriverBanner } from "./unsafe-driver-banner.tsx";
import { LeavePageModal } from "./unsaved-changes.tsx";

const HEADER_ID = "lambent-header";
const MAIN_ID = "main-content";

/** Everything around a page. There is one layout for all pages, so that panels and messages survive navigation. */
export function Shell() {
  const frame = useFrame();
  const layout = useRef<AppLayoutProps.Ref>(null);
  const { active, focusRequests } = useDrawers();
  const permanentBanners = useUnsafeDriverBanner();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [navigationOpen, setNavigationOpen] = useNavigationOpen(frame, path);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the path is the trigger
  useEffect(() => drawers.forgetTopic(), [path]);
  useEffect(() => {
    if (focusRequests > 0) layout.current?.focusActiveDrawer();
  }, [focusRequests]);

  return (
    <I18nProvider locale="en" messages={[messages]}>
      <TutorialProvider>
        <a
          className="fixed start-1 top-1 z-8000 -translate-y-[300%] rounded-lg bg-background-container-content px-4 py-2 text-text-link-default focus:translate-y-0"
          href={`#${MAIN_ID}`}
        >
          Skip to main content
        </a>
        <div id={HEADER_ID} className="lambent-header">
          <TopBar />
        </div>
        <AppLayout
          ref={layout}
          headerSelector={`#${HEADER_ID}`}
          contentType={frame.contentType ?? "default"}
          stickyNotifications
          navigationWidth={240}
          navigationOpen={navigationOpen}
          onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
          navigation={
            <SideNavigation
              header={{ text: "Lambent", href: "/functions" }}
              activeHref={path.startsWith("/functions") || path === "/create/function" ? "/functions" : path}
              items={[{ type: "link", text: "Functions", href: "/functions" }]}
            />
          }
          breadcrumbs={
            frame.breadcrumbs.length > 0 && (
              <BreadcrumbGroup ariaLabel="Breadcrumbs" items={[...frame.breadcrumbs]} expandAriaLabel="Show path" />
            )
          }
          notifications={<NotificationBar permanent={permanentBanners} />}
          splitPanel={frame.splitPanel}
          activeDrawerId={active}
          onDrawerChange={({ detail }) => drawers.show(detail.activeDrawerId as DrawerId | null)}
          drawers={DRAWERS}
          ariaLabels={{
            navigation: "Side navigation",
            navigationToggle: "Open side navigation",
            navigationClose: "Close side navigation",
            notifications: "Notifications",
            drawers: "Help and tutorials",
            drawersOverflow: "More panels",
          }}
          content={
            <div id={MAIN_ID} tabIndex={-1} style={{ outline: "none" }}>
              <Outlet />
            </div>
          }
        />
        <LiveRegion hidden tagName="span">
          {frame.breadcrumbs.at(-1)?.text}
        </LiveRegion>
        <LeavePageModal />
      </TutorialProvider>
    </I18nProvider>
  );
}

/** An open book. */
function TutorialsIcon() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d="M8 4.2C6.6 2.9 4.4 2.5 1.5 2.600v9.800c2.9-.1 5.1.3 6.5 1.6 1.4-1.3 3.6-1.7 6.5-1.600V2.600C11.6 2.5 9.4 2.9 8 4.200zM8 4.200V14"
        strokeLinejoin="round"
      />
    </svg>
  );
}

const DRAWERS: AppLayoutProps.Drawer[] = [
  {
    id: "info" satisfies DrawerId,
    content: <HelpDrawer />,
    trigger: { iconName: "status-info" },
    resizable: true,
    defaultSize: 320,
    ariaLabels: {
      drawerName: "Help",
      triggerButton: "Open help",
      closeButton: "Close help",
      resizeHandle: "Resize help",
    },
  },
  {
    id: "tutorials" satisfies DrawerId,
    content: <TutorialDrawer />,
    trigger: { iconSvg: <TutorialsIcon /> },
    resizable: true,
    defaultSize: 340,
    ariaLabels: {
      drawerName: "Tutorials",
      triggerButton: "Open tutorials",
      closeButton: "Close tutorials",
      resizeHandle: "Resize tutorials",
    },
  },
];

/** Below this the layout shows the navigation over the page instead of beside it. */
const narrow = window.matchMedia("(max-width: 688px)");

/**
 * Open on list pages and closed on a function's page, until a person says otherwise for that kind of page. On a narrow
 * screen it covers the page: there it is closed until asked for, and closes when a page is chosen.
 */
function useNavigationOpen(
  { navigationOpenByDefault = false }: Frame,
  path: string,
): [boolean, (open: boolean) => void] {
  const [choices, setChoices] = useStored<{ list?: boolean; detail?: boolean }>("lambent.navigation", {});
  const [openOver, setOpenOver] = useState<string | null>(null);
  const isNarrow = useSyncExternalStore(
    (listener) => {
      narrow.addEventListener("change", listener);
      return () => narrow.removeEventListener("change", listener);
    },
    () => narrow.matches,
  );
  if (isNarrow) return [openOver === path, (open) => setOpenOver(open ? path : null)];
  const kind = navigationOpenByDefault ? "list" : "detail";
  return [choices[kind] ?? navigationOpenByDefault, (open) => setChoices({ ...choices, [kind]: open })];
}
