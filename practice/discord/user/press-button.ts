import { wireMessage } from '../messages/message-wire.ts';
import type { Answer, PressRequest } from '../practice-discord.ts';
import { componentType, type WireComponent } from '../wire.ts';
import { answerOf, type Desk, startInteraction } from './start-interaction.ts';

/** Presses a button that a message shows, and waits for what comes of it. */
export async function pressButton(desk: Desk, request: PressRequest): Promise<Answer> {
  const { messages, world } = desk.context;
  const { messageId, customId, channelId } = request;
  const message = messages.find(channelId, messageId);
  const button = buttonsOf(message?.components ?? []).find((it) => it.custom_id === customId);
  if (message === undefined || button === undefined || button.disabled === true) {
    throw new Error(`message ${messageId} has no button ${customId} to press`);
  }
  const end = await startInteraction(
    desk,
    {
      kind: 'button',
      channelId,
      userId: world.people[request.as ?? 'admin'].id,
      label: button.label ?? customId,
      pressedMessageId: messageId,
    },
    {
      data: { custom_id: customId, component_type: componentType.button },
      message: wireMessage(world, message),
    },
  );
  return answerOf(end);
}

function buttonsOf(components: readonly WireComponent[]): readonly WireComponent[] {
  return components.flatMap((component) =>
    component.type === componentType.button ? [component] : buttonsOf(component.components ?? []),
  );
}
