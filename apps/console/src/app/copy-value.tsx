import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

/** A long value with a copy button before it. `label` names what is copied: "Function ARN". */
export function CopyValue({ value, label }: { value: string; label: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={value}
      copyButtonAriaLabel={`Copy ${label}`}
      copySuccessText={`${label} copied`}
      copyErrorText={`${label} couldn't be copied`}
    />
  );
}
