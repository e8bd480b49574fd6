// Entry of the bundle that generate-styles.mjs runs to compute theme.css.
export { generateThemeStylesheet } from "@cloudscape-design/components/theming";
