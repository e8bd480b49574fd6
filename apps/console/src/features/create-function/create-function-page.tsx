import Header from "@cloudscape-design/components/header";
import { PageFrame } from "../../app/page-frame.tsx";

export function CreateFunctionPage() {
  return (
    <PageFrame
      help="create-function"
      breadcrumbs={[
        { text: "Lambent", href: "/functions" },
        { text: "Functions", href: "/functions" },
        { text: "Create function", href: "/create/function" },
      ]}
    >
      <Header variant="h1">Create function</Header>
    </PageFrame>
  );
}
