import { Center, Code, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A browser without a session: only the owner's own terminal can open one. */
export function SignIn(): ReactNode {
  return (
    <Center h="100%" component="main">
      <Paper withBorder p="xl" maw={480}>
        <Stack gap="sm">
          <Title order={1}>This window needs a new link</Title>
          <Text size="sm">
            Only you may control the router. Each link from your terminal opens one browser, once,
            until the router stops.
          </Text>
          <Text size="sm">Ask for another one with</Text>
          <Code block>woollama ui --open</Code>
          <Text size="sm">or, in a clone of the project,</Text>
          <Code block>npm run -s woollama -- ui --open</Code>
        </Stack>
      </Paper>
    </Center>
  );
}
