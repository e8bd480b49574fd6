import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FileUpload from "@cloudscape-design/components/file-upload";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ZIPPED_CODE_LIMIT_BYTES } from "@lambent/model";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { formatByteSize } from "../../app/format/byte-size.tsx";
import { useNotifications } from "../../app/notifications.tsx";
import { trpc } from "../../app/trpc.ts";
import type { EditorSession } from "./editor-session.ts";
import { uploadZip } from "./zip-upload.ts";

interface UploadZipModalProps {
  session: EditorSession;
  /** There are edits that the upload would throw away. */
  undeployed: boolean;
  onClose(): void;
}

/** Replaces the function's code by a .zip file from this computer. */
export function UploadZipModal({ session, undeployed, onClose }: UploadZipModalProps) {
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const abort = useRef(new AbortController());
  const queryClient = useQueryClient();
  const { notify } = useNotifications();
  const { functionName } = session;
  const problem = file === null ? undefined : problemWith(file);

  const close = () => {
    abort.current.abort();
    onClose();
  };
  const save = async () => {
    if (file === null || problem) return;
    setError(null);
    setSent(0);
    abort.current = new AbortController();
    try {
      await uploadZip(functionName, file, setSent, abort.current.signal);
    } catch (failure) {
      setSent(null);
      setError((failure as Error).message);
      return;
    }
    notify({
      id: `update-${functionName}`,
      type: "success",
      content: `Successfully updated the function ${functionName}.`,
    });
    onClose();
    await Promise.allSettled([session.replaced(), queryClient.invalidateQueries(trpc.functions.pathFilter())]);
  };

  return (
    <Modal
      visible
      header="Upload a .zip file"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button
              variant="primary"
              disabled={file === null || problem !== undefined}
              loading={sent !== null}
              loadingText="Uploading"
              onClick={() => void save()}
            >
              Save
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning" statusIconAriaLabel="Warning">
          The uploaded file replaces all of the function's present code
          {undeployed && ", and your undeployed changes are discarded"}.
        </Alert>
        <FormField
          label="Deployment package"
          constraintText="A .zip file of up to 50 MB, and 250 MB unpacked."
          errorText={problem}
        >
          <FileUpload
            accept=".zip,application/zip"
            value={file === null ? [] : [file]}
            onChange={({ detail }) => {
              setError(null);
              setFile(detail.value[0] ?? null);
            }}
            showFileSize
            showFileLastModified
            i18nStrings={{
              uploadButtonText: () => "Choose file",
              dropzoneText: () => "Drop file to upload",
              removeFileAriaLabel: (index) => `Remove file ${index + 1}`,
              limitShowFewer: "Show fewer files",
              limitShowMore: "Show more files",
              errorIconAriaLabel: "Error",
              formatFileSize: formatByteSize,
            }}
          />
        </FormField>
        {sent !== null && (
          <ProgressBar
            label={sent < 1 ? "Uploading" : "Checking and unpacking"}
            value={Math.round(sent * 100)}
            ariaLabel="Upload progress"
          />
        )}
        {error !== null && (
          <Alert type="error" statusIconAriaLabel="Error" header="The code wasn't replaced">
            {error}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}

function problemWith(file: File): string | undefined {
  if (!file.name.toLowerCase().endsWith(".zip")) return "Choose a file that ends with .zip.";
  if (file.size === 0) return "This file is empty.";
  if (file.size > ZIPPED_CODE_LIMIT_BYTES) {
    return `This file has ${formatByteSize(file.size)}; up to 50 MB can be uploaded.`;
  }
  return undefined;
}
