/** An answer before faults get at it. */
export type Reply = {
  readonly status: number;
  readonly body: string;
  readonly type: 'application/json' | 'application/xml' | 'text/html';
  /** Whether the venue compresses it for those who take that. */
  readonly isCompressed?: boolean;
};
