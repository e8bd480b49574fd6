import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

/** A long value with a copy button before it. `label` names what is copied: "Function ARN". */
export function CopyValue({ value, label }: { value: string; label: string }) {
  return (
    <span className="wrap-anywhere">
      {/* Its own text breaks at any letter, which leaves the last one of an ARN alone on a line. */}
      <CopyToClipboard
        variant="inline"
        textToCopy={value}
        textToDisplay=""
        copyButtonAriaLabel={`Copy ${label}`}
        copySuccessText={`${label} copied`}
        copyErrorText={`${label} couldn't be copied`}
      />
      {breakable(value)}
    </span>
  );
}

/** Breaks behind the signs that part an ARN, a path or a URL; elsewhere only where a part is longer than its line. */
function breakable(value: string) {
  return value.split(/(?<=[:/])(?![:/])/).flatMap((part, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity, and their order is theirs for good
    return index === 0 ? [part] : [<wbr key={index} />, part];
  });
}
