import type { World } from '../world.ts';
import { wireGuild, wireUser } from '../world-wire.ts';
import type { Session } from './session.ts';

/** What a bot hears first: who it is, and the server it is in. */
export function greet(session: Session, world: World, gatewayUrl: string): void {
  session.dispatch('READY', {
    v: 10,
    user: { ...wireUser(world.bot), mfa_enabled: false, verified: true, email: null },
    guilds: [{ id: world.guildId, unavailable: true }],
    session_id: session.id,
    resume_gateway_url: gatewayUrl,
    application: { id: world.applicationId, flags: 0 },
    shard: [0, 1],
  });
  session.dispatch('GUILD_CREATE', wireGuild(world));
}
