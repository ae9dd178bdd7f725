import type { Journal } from './journal.ts';
import { problemLine } from './problem.ts';
import { type SpecName, specProblems } from './spec.ts';
import type { World } from './world.ts';
import { wireChannel, wireMember, wireRole, wireUser } from './world-wire.ts';

/** The gateway's events are not in the API description, but what they are made of is. */
export function checkWorld(world: World, journal: Journal): void {
  const check = (name: SpecName, value: unknown) => {
    for (const problem of specProblems(name, value)) {
      journal.violation(`practice server: ${name}: ${problemLine(problem)}`);
    }
  };
  check('UserResponseSchema', wireUser(world.bot));
  for (const person of Object.values(world.people))
    check('GuildMemberResponseSchema', wireMember(world, person));
  for (const [index, role] of world.roles.entries())
    check('GuildRoleResponseSchema', wireRole(role, index));
  for (const channel of world.channels)
    check('GuildChannelResponseSchema', wireChannel(world, channel));
}
