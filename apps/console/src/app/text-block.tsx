import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

interface TextBlockProps {
  /** Names the block for screen readers and in "… copied": "Response". */
  label: string;
  text: string;
  /** Longer text scrolls inside the block. */
  maxHeightPx?: number;
}

/** Text as a machine wrote it, in a box of its own: selectable, scrollable by keyboard, with a copy button. */
export function TextBlock({ label, text, maxHeightPx = 360 }: TextBlockProps) {
  return (
    <div className="relative rounded-(--radius-code-editor) border border-border-divider-default bg-background-code-editor-gutter-default">
      <div className="absolute end-2 top-1 z-1">
        <CopyToClipboard
          variant="icon"
          textToCopy={text}
          copyButtonAriaLabel={`Copy ${label.toLowerCase()}`}
          copySuccessText={`${label} copied`}
          copyErrorText={`${label} couldn't be copied`}
        />
      </div>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        style={{ maxHeight: maxHeightPx }}
        className="overflow-auto rounded-(--radius-code-editor)"
      >
        <pre className="m-0 w-max min-w-full max-w-full whitespace-pre-wrap px-3 py-2 pe-12 font-mono text-xs/5 text-text-body-default wrap-anywhere">
          {text}
        </pre>
      </section>
    </div>
  );
}
