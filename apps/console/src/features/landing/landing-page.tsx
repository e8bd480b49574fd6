import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import { useEffect } from "react";
import { PageFrame } from "../../app/page-frame.tsx";
import { rememberVisit } from "./first-visit.ts";

export function LandingPage() {
  useEffect(rememberVisit, []);
  return (
    <PageFrame navigationOpenByDefault breadcrumbs={[{ text: "Lambent", href: "/welcome" }]}>
      <ContentLayout header={<Header variant="h1">Lambent</Header>}>
        <Button variant="primary" href="/create/function">
          Create a function
        </Button>
      </ContentLayout>
    </PageFrame>
  );
}
