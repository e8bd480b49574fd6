/** A field's label with the mark of one that may stay empty. */
export function OptionalLabel({ text }: { text: string }) {
  return (
    <span>
      {text} <i className="font-normal">– optional</i>
    </span>
  );
}
