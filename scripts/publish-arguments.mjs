/**
 * Where the app looks for its updates: releases of `owner/repository`, from WOOLLAMA_RELEASES or the
 * build service's own variable. Without one the app is built without a feed.
 */
export function publishArguments(env) {
  const feed = env.WOOLLAMA_RELEASES || env.GITHUB_REPOSITORY || undefined;
  if (feed === undefined) return { feed, args: ['--publish', 'never'] };
  const [owner, repo, ...rest] = feed.split('/');
  if (!owner || !repo || rest.length > 0) {
    throw new Error(`WOOLLAMA_RELEASES must be owner/repository, not '${feed}'`);
  }
  return {
    feed,
    args: [
      '--config.publish.provider=github',
      `--config.publish.owner=${owner}`,
      `--config.publish.repo=${repo}`,
    ],
  };
}
