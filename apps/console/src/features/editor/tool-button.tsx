import Icon, { type IconProps } from "@cloudscape-design/components/icon";

interface ToolButtonProps {
  iconName: IconProps.Name;
  /** Its name and tooltip; a keyboard shortcut goes into brackets. */
  label: string;
  disabled?: boolean;
  pressed?: boolean;
  onClick(): void;
}

/** A small icon button of the editor's bars. */
export function ToolButton({ iconName, label, disabled, pressed, onClick }: ToolButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={disabled}
      aria-pressed={pressed}
      onClick={onClick}
      className="inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded bg-transparent p-0 text-text-interactive-default hover:bg-background-dropdown-item-hover focus-visible:outline-2 focus-visible:outline-border-item-focused disabled:cursor-default disabled:bg-transparent disabled:text-text-interactive-disabled aria-pressed:bg-background-item-selected"
    >
      <Icon name={iconName} size="small" variant={disabled ? "disabled" : undefined} />
    </button>
  );
}
