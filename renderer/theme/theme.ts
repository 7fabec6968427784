import { createTheme, type MantineColorsTuple, type MantineThemeOverride } from '@mantine/core';

const SYSTEM_FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
const SYSTEM_MONO =
  'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** Greys of the dark theme, a little blue as the page and its rail are; Mantine's own are neutral. */
const NIGHT: MantineColorsTuple = [
  '#d3d7de',
  '#b7bdc7',
  '#8f96a2',
  '#6e7581',
  '#414650',
  '#31353e',
  '#272a32',
  '#1c1f25',
  '#181b20',
  '#111317',
];

/** To screen readers the `<header>` of a dialog would be a second banner of the page. */
const NO_BANNER = { header: { role: 'presentation' } };

/** Calm, dense, native: one accent, the system's fonts, an 8 px grid. */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'indigo',
  colors: { dark: NIGHT },
  // With a lighter shade, white on the accent misses the contrast of WCAG AA.
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  fontFamily: SYSTEM_FONT,
  fontFamilyMonospace: SYSTEM_MONO,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontFamily: SYSTEM_FONT,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.125rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 'md' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    SegmentedControl: { styles: { label: { paddingInline: 8 } } },
    Badge: { defaultProps: { size: 'sm', variant: 'light', tt: 'none', fw: 500 } },
    Tooltip: {
      defaultProps: { openDelay: 400, withArrow: true, transitionProps: { duration: 80 } },
    },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 100 },
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: NO_BANNER,
      },
      styles: { title: { fontWeight: 600 } },
    },
    Drawer: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, attributes: NO_BANNER },
    },
    Notification: {
      defaultProps: { closeButtonProps: { size: 20, 'aria-label': 'Close the notice' } },
      styles: {
        body: { marginInlineEnd: 2 },
        title: { fontSize: 'var(--mantine-font-size-xs)' },
        description: { fontSize: 'var(--mantine-font-size-xs)', overflowWrap: 'anywhere' },
      },
    },
    // The first item has the focus, not an unnamed place before it.
    Menu: {
      defaultProps: { transitionProps: { duration: 80 }, withInitialFocusPlaceholder: false },
    },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm' } },
  },
});
