import { z } from 'zod';

const licences = z.array(
  z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }),
);

export type Licence = z.infer<typeof licences>[number];

/** The list the build wrote beside the page. */
export async function readLicences(): Promise<readonly Licence[]> {
  const response = await fetch('licences.json');
  if (!response.ok) throw new TypeError(`the list of licences is missing (${response.status})`);
  return licences.parse(await response.json());
}
