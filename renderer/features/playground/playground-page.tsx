import { Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { Page } from '#components/page.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { RECIPE_PREFIX } from './chat-request.ts';
import { usePlaygroundSession } from './playground-session.ts';
import { TargetSelect } from './target-select.tsx';
import { firstTarget, toTargetGroups, type Target } from './targets.ts';
import { NoTool, ToolPanel } from './tool-panel.tsx';
import { useModels, usePatterns } from './use-targets.ts';

/** Try any model, recipe or tool, and see what the router does for it. */
export function PlaygroundPage(): ReactNode {
  const search = useSearch({ from: '/playground' });
  const navigate = useNavigate({ from: '/playground' });
  const models = useModels();
  const tools = useRouterQuery('tools.list', {});
  const { last } = usePlaygroundSession();
  const target = toTarget(search) ?? last.get() ?? firstTarget(models.data ?? []);
  useEffect(() => {
    const asked = toTarget(search);
    if (asked !== undefined) last.set(asked);
  }, [last, search]);
  const known = { models: models.data ?? [], tools: tools.data?.tools ?? [] };
  const pick = (picked: Target): void => {
    const next = picked.kind === 'model' ? { model: picked.model } : { tool: picked.tool };
    void navigate({ search: next, replace: true });
  };
  const error = models.error ?? tools.error;
  return (
    <Page title="Playground" hint="Try any recipe, model or tool, and watch what it does." fill>
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
    </Page>
  );
}

interface PlaygroundSearch {
  readonly model?: string | undefined;
  readonly tool?: string | undefined;
}

function toTarget({ model, tool }: PlaygroundSearch): Target | undefined {
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
