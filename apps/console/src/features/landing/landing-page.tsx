import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { RUNTIMES, type RuntimeId } from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { drawers } from "../../app/drawers.ts";
import { PageFrame } from "../../app/page-frame.tsx";
import { systemInfoQuery } from "../../app/system-info.ts";
import { tutorial, useTutorial } from "../tutorial/tutorial-progress.ts";
import { goToOpenStep } from "../tutorial/tutorial-provider.tsx";
import { rememberVisit } from "./first-visit.ts";
import { LambentMark } from "./lambent-mark.tsx";

const BREADCRUMBS = [{ text: "Lambent", href: "/welcome" }];

/** Greets whoever comes to an empty server, and offers the shortest ways in. */
export function LandingPage() {
  useEffect(rememberVisit, []);
  return (
    <PageFrame breadcrumbs={BREADCRUMBS} navigationOpenByDefault>
      <div className="@container">
        <SpaceBetween size="xl">
          <div className="grid items-center gap-8 py-6 @4xl:grid-cols-[minmax(0,1fr)_360px]">
            <Hero />
            <GetStarted />
          </div>
          <div>
            <Box variant="h2" padding={{ bottom: "m" }}>
              How it works
            </Box>
            <div className="grid gap-5 @3xl:grid-cols-3">
              <Card title="Write">
                Create a function and edit it in the browser, with completion and type hints. What you type is kept as a
                draft; it runs once you deploy it.
              </Card>
              <Card title="Run">
                Every function runs in a sandbox of its own: no network, its own files, and the memory, processor and
                time that you give it. Nothing leaves this machine.
              </Card>
              <Card title="Watch">
                Each run leaves its result, its log and its figures. Look at a single run, follow the log live, or see
                how a function does over time.
              </Card>
            </div>
          </div>
        </SpaceBetween>
      </div>
    </PageFrame>
  );
}

/** A runtime of the function's own is run with this machine's libraries, whatever it is called. */
const labelOf = (runtime: RuntimeId) =>
  RUNTIMES[runtime].family === "provided" ? "custom runtimes" : RUNTIMES[runtime].label;

function Hero() {
  const { data } = useQuery(systemInfoQuery);
  const labels = [
    ...new Set(data?.runtimes.filter(({ available }) => available).map(({ runtime }) => labelOf(runtime))),
  ];
  return (
    <div className="flex items-start gap-6">
      <div className="hidden shrink-0 @2xl:block">
        <LambentMark size={96} />
      </div>
      <SpaceBetween size="s">
        <Box variant="h1" fontSize="display-l" fontWeight="bold">
          Lambda functions, on your own machine
        </Box>
        <Box fontSize="heading-m" fontWeight="light" color="text-body-secondary">
          Write code, press Deploy, press Test. No account, no cloud, no waiting: the function runs here, walled off
          from everything else.
        </Box>
        {labels.length > 0 && <Box color="text-body-secondary">Ready to run: {labels.join(", ")}</Box>}
      </SpaceBetween>
    </div>
  );
}

function GetStarted() {
  const router = useRouter();
  const { completed } = useTutorial();
  return (
    <Container header={<Header variant="h2">Get started</Header>}>
      <SpaceBetween size="m">
        <Box color="text-body-secondary">
          New to Lambda? The tutorial takes you through a first function in two minutes, in the real pages.
        </Box>
        <SpaceBetween size="xs">
          <Button
            variant="primary"
            fullWidth
            onClick={() => {
              if (completed) tutorial.startOver();
              else tutorial.start();
              drawers.showBeside("tutorials");
              void goToOpenStep(router);
            }}
          >
            Start the tutorial
          </Button>
          <Button fullWidth href="/create/function">
            Create a function
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}

function Card({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Container fitHeight header={<Header variant="h3">{title}</Header>}>
      <Box color="text-body-secondary">{children}</Box>
    </Container>
  );
}
