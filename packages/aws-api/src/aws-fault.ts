/** What an AWS client is told of a refusal; the protocol gives it its form. */
export interface FaultDetails {
  status: number;
  /** AWS's exception name, for instance `ValidationException`. */
  type: string;
  message: string;
  /** Further members of the exception's schema, by their names on the wire. */
  members?: Readonly<Record<string, unknown>>;
}

/** A refusal of the edge itself: before a use case was reached, or in words that only this edge knows. */
export class AwsFault extends Error {
  override readonly name = "AwsFault";
  readonly details: FaultDetails;

  constructor(details: FaultDetails) {
    super(details.message);
    this.details = details;
  }
}

/** Input that can't be read as the operation's schema says. */
export const serializationFault = (message: string) =>
  new AwsFault({ status: 400, type: "SerializationException", message });

/** Whose fault it is, as the member `Type` says it. */
export const blamed = (status: number): "User" | "Service" => (status < 500 ? "User" : "Service");
