/**
 * Lambent's palette on the component library's theming API. Violet is the flame's inner colour; text on it and the links
 * keep a contrast of at least 4.5:1 in both modes.
 */
export const LAMBENT_THEME = {
  tokens: {},
  referenceTokens: {
    color: {
      primary: {
        50: "#f7f5ff",
        100: "#ebe7ff",
        200: "#d9d1ff",
        300: "#bfb1ff",
        400: "#a594ff",
        500: "#8168f5",
        600: "#5f43d6",
        700: "#4a31ad",
        800: "#3c288c",
        900: "#2c1e66",
        950: "#1f154a",
        1000: "#150d33",
      },
    },
  },
};
