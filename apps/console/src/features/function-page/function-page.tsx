import Header from "@cloudscape-design/components/header";
import { useParams } from "@tanstack/react-router";
import { PageFrame } from "../../app/page-frame.tsx";

export function FunctionPage() {
  const { functionName } = useParams({ from: "/functions/$functionName" });
  return (
    <PageFrame
      breadcrumbs={[
        { text: "Lambent", href: "/functions" },
        { text: "Functions", href: "/functions" },
        { text: functionName, href: `/functions/${functionName}` },
      ]}
    >
      <Header variant="h1">{functionName}</Header>
    </PageFrame>
  );
}
