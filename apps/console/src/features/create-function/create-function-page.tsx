import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import { InfoLink } from "../../app/info-link.tsx";
import { PageFrame } from "../../app/page-frame.tsx";
import { CreateFunctionForm } from "./create-function-form.tsx";

const BREADCRUMBS = [
  { text: "Lambent", href: "/functions" },
  { text: "Functions", href: "/functions" },
  { text: "Create function", href: "/create/function" },
];

export function CreateFunctionPage() {
  return (
    <PageFrame breadcrumbs={BREADCRUMBS} help="create-function" contentType="form">
      <ContentLayout
        header={
          <Header variant="h1" info={<InfoLink helpId="create-function" label="creating a function" />}>
            Create function
          </Header>
        }
      >
        <CreateFunctionForm />
      </ContentLayout>
    </PageFrame>
  );
}
