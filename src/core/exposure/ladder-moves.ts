/** Fractions of spot, in the order of every ladder. */
export const LADDER_MOVES: readonly number[] = [-0.02, -0.01, -0.005, 0.005, 0.01, 0.02];
