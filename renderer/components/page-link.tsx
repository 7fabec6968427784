import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';

function TextLink(props: AnchorProps & Omit<ComponentProps<'a'>, keyof AnchorProps>): ReactNode {
  return <Anchor size="sm" {...props} />;
}

function ButtonLink(props: ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>): ReactNode {
  return <Button component="a" variant="default" {...props} />;
}

/** A link to another page of the window; target and search parameters are type-checked. */
export const PageLink = createLink(TextLink);

/** The same, looking like a button. */
export const PageButton = createLink(ButtonLink);
