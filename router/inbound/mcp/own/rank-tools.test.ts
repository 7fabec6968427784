import { expect, test } from 'vitest';

import { describedTool, MANY_TOOLS } from './fixtures/many-tools.ts';
import { rankTools } from './rank-tools.ts';

const ranking = rankTools(MANY_TOOLS);
const namesFor = (query: string) => ranking.rank(query).map(({ entry }) => entry.name);

// Each as a person or a model would say it, not as the server does.
test.each([
  ['create issue', 'github.create_issue'],
  ['open a bug report issue on github', 'github.create_issue'],
  ['comment on an issue', 'github.add_issue_comment'],
  ['merge PR', 'github.merge_pull_request'],
  ['what files did this pull request change', 'github.get_pull_request_files'],
  ['read a file', 'filesystem.read_text_file'],
  ['rename a file', 'filesystem.move_file'],
  ['list folder contents', 'filesystem.list_directory'],
  ['send a message to a channel', 'slack.slack_post_message'],
  ['react with an emoji', 'slack.slack_add_reaction'],
  ['commit my changes', 'git.git_commit'],
  ['switch to another branch', 'git.git_checkout'],
  ['run a SQL query', 'postgres.execute_sql'],
  ['slow queries', 'postgres.get_top_queries'],
  ['columns of a table', 'postgres.get_object_details'],
  ['create event', 'calendar.createEvent'],
  ['schedule a calendar event', 'calendar.createEvent'],
  ['removing entities from knowledge graph', 'memory.delete_entities'],
  ['search repos', 'github.search_repositories'],
  ['make dir', 'filesystem.create_directory'],
])('%s is found among the first three', (query, wanted) => {
  expect(namesFor(query).slice(0, 3)).toContain(wanted);
});

test('the name itself, in any spelling, is the first', () => {
  const first = (query: string) => namesFor(query)[0];
  for (const { name, tool, server } of MANY_TOOLS) {
    expect(first(name)).toBe(name);
    expect(first(`${server}__${tool}`)).toBe(name);
  }
  expect(first('get free busy')).toBe('calendar.getFreeBusy');
});

test('names count more than what is said about tools', () => {
  const long = `it can archive ${'and do much more '.repeat(30)}`;
  const talker = describedTool('a.other', long);
  const names = rankTools([talker, describedTool('b.archive')]).rank('archive');
  expect(names.map(({ entry }) => entry.name)).toEqual(['b.archive', 'a.other']);
});

test('titles and arguments are searched, too', () => {
  const titled = { ...describedTool('a.x1'), title: 'Weather forecast' };
  const schema = { type: 'object', properties: { latitude: {}, zoomLevel: {} } };
  const found = rankTools([titled, describedTool('a.x2', '', schema)]);
  expect(found.rank('forecasts')[0]?.entry.name).toBe('a.x1');
  expect(found.rank('zoom')[0]?.entry.name).toBe('a.x2');
});

test.each(['', '   ', 'the of a', 'xyzzy', '%$§', '\u0000'])('nothing is found for %j', (query) => {
  expect(namesFor(query)).toEqual([]);
});

test('equal tools keep their order, and scores fall', () => {
  const same = ['a.go', 'b.go', 'c.go'].map((name) => describedTool(name));
  const scores = ranking.rank('list files in a directory').map(({ score }) => score);
  expect(
    rankTools(same)
      .rank('go')
      .map(({ entry }) => entry.name),
  ).toEqual(['a.go', 'b.go', 'c.go']);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
});

test('odd schemas and texts are survived', () => {
  const odd = [null, 'x', 7, [], { constructor: {}, __proto__: {} }].map((properties, index) =>
    describedTool(`odd.t${index}`, '', { properties }),
  );
  const huge = describedTool('odd.huge', 'word '.repeat(100_000));
  expect(
    rankTools([...odd, huge])
      .rank('constructor')
      .map(({ entry }) => entry.name),
  ).toEqual(['odd.t4']);
});

test('two thousand tools are read quickly', () => {
  const many = Array.from({ length: 2_000 }, (_, at): (typeof MANY_TOOLS)[number] => {
    const entry = MANY_TOOLS[at % MANY_TOOLS.length] ?? describedTool('a.b');
    return { ...entry, server: `s${at}`, name: `s${at}.${entry.tool}` };
  });
  const times = Array.from({ length: 3 }, () => {
    const begin = performance.now();
    const index = rankTools(many);
    const read = performance.now();
    index.rank('create an issue about a file in the repository');
    return `${(read - begin).toFixed(1)} + ${(performance.now() - read).toFixed(1)} ms`;
  });
  // Printed, not asserted: other work on the machine is none of this test's business.
  process.stdout.write(`2,000 tools, reading + one search: ${times.join(', ')}\n`);
  expect(rankTools(many).rank('emoji')).toHaveLength(Math.ceil((2_000 - 38) / MANY_TOOLS.length));
});
