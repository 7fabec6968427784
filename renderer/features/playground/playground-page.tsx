import { Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { Page } from '#components/page.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { RECIPE_PREFIX } from './chat-request.ts';
import { ConversationPanel } from './conversation-panel.tsx';
import { usePlaygroundSession, type Place } from './playground-session.ts';
import { TargetSelect } from './target-select.tsx';
import { firstTarget, toTargetGroups, type Target } from './targets.ts';
import { NoTool, ToolPanel } from './tool-panel.tsx';
import { useModels, usePatterns } from './use-targets.ts';

/** Try any model, recipe or tool, or go on with a conversation, and see what the router does for it. */
export function PlaygroundPage(): ReactNode {
  const search = useSearch({ from: '/playground' });
  const navigate = useNavigate({ from: '/playground' });
  const { last } = usePlaygroundSession();
  const place = toPlace(search) ?? last.get();
  useEffect(() => {
    const asked = toPlace(search);
    if (asked !== undefined) last.set(asked);
  }, [last, search]);
  const leave = (): void => {
    last.set(undefined);
    void navigate({ search: {}, replace: true });
  };
  return (
    <Page title="Playground" hint="Try any recipe, model or tool, and watch what it does." fill>
      {place?.kind === 'conversation' ? (
        <ConversationPanel key={place.conversation} id={place.conversation} onLeave={leave} />
      ) : (
        <Trying chosen={place} />
      )}
    </Page>
  );
}

/** `chosen` is undefined while nobody chose: then it is what every router has. */
function Trying({ chosen }: { readonly chosen: Target | undefined }): ReactNode {
  const navigate = useNavigate({ from: '/playground' });
  const models = useModels();
  const tools = useRouterQuery('tools.list', {});
  const target = chosen ?? firstTarget(models.data ?? []);
  const known = { models: models.data ?? [], tools: tools.data?.tools ?? [] };
  const pick = (picked: Target): void => {
    const next = picked.kind === 'model' ? { model: picked.model } : { tool: picked.tool };
    void navigate({ search: next, replace: true });
  };
  const error = models.error ?? tools.error;
  return (
    <>
      {error !== null && (
        <Failure
          what="The list could not be read"
          error={error}
          onRetry={() => void Promise.all([models.refetch(), tools.refetch()])}
        />
      )}
      {models.data === undefined || tools.data === undefined ? (
        <Text size="sm" c="dimmed">
          {error === null && 'Reading what there is ...'}
        </Text>
      ) : (
        <>
          <TargetSelect groups={toTargetGroups(known, target)} target={target} onPick={pick} />
          <TargetPanel target={target} />
        </>
      )}
    </>
  );
}

interface PlaygroundSearch {
  readonly model?: string | undefined;
  readonly tool?: string | undefined;
  readonly conversation?: string | undefined;
}

function toPlace({ model, tool, conversation }: PlaygroundSearch): Place | undefined {
  if (conversation !== undefined) return { kind: 'conversation', conversation };
  if (tool !== undefined) return { kind: 'tool', tool };
  return model === undefined ? undefined : { kind: 'model', model };
}

function TargetPanel({ target }: { readonly target: Target }): ReactNode {
  const tools = useRouterQuery('tools.list', {});
  const patterns = usePatterns();
  if (target.kind === 'tool') {
    const tool = tools.data?.tools.find(({ name, permitted }) => permitted && name === target.tool);
    return tool === undefined ? (
      <NoTool name={target.tool} />
    ) : (
      <ToolPanel key={tool.name} tool={tool} />
    );
  }
  const { model } = target;
  const isRecipe = model.startsWith(RECIPE_PREFIX);
  const variables = isRecipe ? patterns.data?.get(model.slice(RECIPE_PREFIX.length)) : undefined;
  return <ChatPanel model={model} variables={variables ?? []} />;
}
