interface Waiting {
  readonly conversations: { readonly length: number };
  /** More conversations wait than were counted. */
  readonly hasMore: boolean;
}

/** How much waits for the person, as `3` or `100+`; empty when nothing does. */
export function waitingCount(questions: number, { conversations, hasMore }: Waiting): string {
  const count = questions + conversations.length;
  if (count === 0) return '';
  return hasMore ? `${count}+` : String(count);
}
