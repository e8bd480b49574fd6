import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouterState } from "@tanstack/react-router";
import { PageFrame } from "./page-frame.tsx";

export function NotFoundPage() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <PageFrame
      navigationOpenByDefault
      breadcrumbs={[
        { text: "Lambent", href: "/functions" },
        { text: "Page not found", href: path },
      ]}
    >
      <ContentLayout header={<Header variant="h1">Page not found</Header>}>
        <SpaceBetween size="l">
          <Box variant="p">
            There is no page at <Box variant="code">{path}</Box>. The link may be mistyped, or it belongs to a part of
            Lambda that Lambent doesn't have yet.
          </Box>
          <Button variant="primary" href="/functions">
            Go to functions
          </Button>
        </SpaceBetween>
      </ContentLayout>
    </PageFrame>
  );
}
