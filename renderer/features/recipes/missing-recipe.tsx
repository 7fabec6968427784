import { ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';

import { NothingHere } from '#components/nothing-here.tsx';
import { PageButton } from '#components/page-link.tsx';
import { revealHidden } from '#components/plain-text.tsx';

interface MissingRecipeProps {
  readonly name: string;
  /** The router has it from a folder of prompts. */
  readonly isOffered: boolean;
}

export function MissingRecipe({ name, isOffered }: MissingRecipeProps): ReactNode {
  const shown = revealHidden(name);
  const action = (
    <PageButton to="/recipes" search={{}}>
      All recipes
    </PageButton>
  );
  if (isOffered) {
    return (
      <NothingHere icon={ScrollText} title={`${shown} is not in recipes.toml`} action={action}>
        It is made from the folder of patterns that recipes.toml names. Change its system.md there.
      </NothingHere>
    );
  }
  return (
    <NothingHere icon={ScrollText} title={`There is no recipe ${shown}`} action={action}>
      It may have been renamed or deleted.
    </NothingHere>
  );
}
