import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Popover,
  rem,
  Select,
  Tooltip,
} from "@mantine/core";
import { searchedSelect } from "./select.ts";

/** The one accent: what can be done. Everything else is grey, or one of the four meanings below. */
const accent: MantineColorsTuple = [
  "#eef2ff",
  "#dde5fd",
  "#b9c8f8",
  "#92a9f3",
  "#6f8dee",
  "#5073e4",
  "#3457d5",
  "#2b49b8",
  "#243d98",
  "#1c2f75",
];

const gray: MantineColorsTuple = [
  "#fafafa",
  "#f4f4f5",
  "#e9e9ec",
  "#dedee2",
  "#c6c6cd",
  "#9a9aa4",
  "#666670",
  "#4d4d56",
  "#36363d",
  "#1b1b20",
];

const dark: MantineColorsTuple = [
  "#ececef",
  "#c9c9d0",
  "#a2a2ad",
  "#7b7b86",
  "#3a3a42",
  "#2a2a30",
  "#212126",
  "#18181b",
  "#121214",
  "#0c0c0e",
];

/** Both sides say the same. */
const agree: MantineColorsTuple = [
  "#ecf8f1",
  "#d5efdf",
  "#a9dfbe",
  "#79cd9b",
  "#4fb97c",
  "#2f9f63",
  "#1f7f4c",
  "#18673d",
  "#124f2f",
  "#0b3720",
];
/** Something will be, or has been, written. */
const change: MantineColorsTuple = [
  "#eaf5fd",
  "#d2e9f9",
  "#a4d2f2",
  "#73b9ea",
  "#469fdf",
  "#2584cb",
  "#1a6aa8",
  "#155688",
  "#104268",
  "#0a2e49",
];
/** A person has to decide. */
const conflict: MantineColorsTuple = [
  "#fff7e6",
  "#fdebc4",
  "#f9d48a",
  "#f3ba4d",
  "#e39d1f",
  "#bd7d0b",
  "#8f5d06",
  "#734a04",
  "#583803",
  "#3d2702",
];
/** It did not work, or cannot be undone. */
const fail: MantineColorsTuple = [
  "#fef0f0",
  "#fcdcdc",
  "#f7b6b6",
  "#f08b8b",
  "#e66161",
  "#d53f3f",
  "#b92c2c",
  "#982222",
  "#761a1a",
  "#541212",
];

/** The meanings that have a colour, by name. */
export type Meaning = "agree" | "change" | "conflict" | "fail" | "gray";

/** Milliseconds; long enough to be followed by the eye, too short to be waited for. */
export const motionMs = 120;

/** Widths in pixels below which the rail shows icons only, and below which it becomes a drawer. */
export const narrowPx = 1100;
export const phonePx = 700;

const dialogStyles = { title: { fontSize: rem(16), fontWeight: 600 }, header: { paddingBottom: rem(8) } };

const transitionProps = { duration: motionMs };

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 6 },
  colors: {
    accent,
    gray,
    dark,
    agree,
    change,
    conflict,
    fail,
    red: fail,
    green: agree,
    yellow: conflict,
    blue: accent,
  },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: rem(12), sm: rem(14), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  radius: { xs: rem(4), sm: rem(6), md: rem(8), lg: rem(12), xl: rem(16) },
  defaultRadius: "sm",
  headings: {
    fontWeight: "600",
    // No last line of one short word.
    textWrap: "balance",
    sizes: {
      h1: { fontSize: rem(20), lineHeight: "1.4" },
      h2: { fontSize: rem(16), lineHeight: "1.5" },
      h3: { fontSize: rem(14), lineHeight: "1.43" },
    },
  },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    // A header within a dialog is none of the page.
    ModalHeader: { defaultProps: { component: "div" } },
    DrawerHeader: { defaultProps: { component: "div" } },
    Modal: Modal.extend({
      styles: dialogStyles,
      defaultProps: {
        padding: "lg",
        transitionProps,
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
      },
    }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } }),
    // The first item has the focus: what stands in for it otherwise is no child that a menu may have.
    Menu: Menu.extend({
      defaultProps: { transitionProps, shadow: "md", withInitialFocusPlaceholder: false },
    }),
    Popover: Popover.extend({ defaultProps: { transitionProps, shadow: "md" } }),
    Select: Select.extend({ defaultProps: searchedSelect }),
    // More tabs than fit are scrolled to; two lines of them would move the page below.
    Tooltip: Tooltip.extend({
      defaultProps: { transitionProps, openDelay: 300, events: { hover: true, focus: true, touch: true } },
    }),
  },
});

/** Names for surfaces and lines, so that no style sheet asks which scheme is on. */
export const cssVariables: CSSVariablesResolver = (values) => {
  const { colors } = values;
  return {
    variables: {},
    light: {
      "--surface": "#ffffff",
      "--surface-quiet": colors.gray[0],
      "--surface-hover": colors.gray[1],
      "--surface-chosen": colors["accent"]?.[0] ?? "",
      "--line": colors.gray[2],
      "--line-strong": colors.gray[3],
      "--text-quiet": colors.gray[6],
      "--mantine-color-text": colors.gray[9],
      "--mantine-color-dimmed": colors.gray[6],
      "--mantine-color-placeholder": "#75757f",
      "--mantine-color-anchor": colors["accent"]?.[6] ?? "",
      "--mantine-color-error": colors["fail"]?.[6] ?? "",
    },
    dark: {
      "--surface": colors.dark[7],
      "--surface-quiet": colors.dark[8],
      "--surface-hover": colors.dark[6],
      "--surface-chosen": "#1c1f2e",
      "--line": colors.dark[5],
      "--line-strong": colors.dark[4],
      "--text-quiet": colors.dark[2],
      "--mantine-color-body": colors.dark[7],
      "--mantine-color-dimmed": colors.dark[2],
      "--mantine-color-placeholder": "#8b8b96",
      "--mantine-color-anchor": colors["accent"]?.[3] ?? "",
      "--mantine-color-error": colors["fail"]?.[3] ?? "",
    },
  };
};
