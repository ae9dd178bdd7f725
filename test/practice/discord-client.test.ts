import { AttachmentBuilder, ButtonStyle, ComponentType, type Interaction } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { aClient, aPracticeDiscord, ephemeral, firstChannel } from '../support/practice-client.ts';

const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex');

const flip = {
  name: 'flip',
  description: 'Where dealer gamma changes sign',
  options: [
    { type: 3, name: 'symbol', description: 'Market', required: true, autocomplete: true },
    { type: 4, name: 'days', description: 'Horizon', minValue: 1, maxValue: 30 },
  ],
} as const;

const alert = {
  name: 'alert',
  description: 'Alerts',
  defaultMemberPermissions: '32',
  options: [
    {
      type: 1,
      name: 'add',
      description: 'Add an alert',
      options: [
        { type: 7, name: 'channel', description: 'Where', required: true },
        { type: 8, name: 'role', description: 'Whom to mention' },
      ],
    },
  ],
} as const;

/** A bot that answers `/flip` with a picture and a button, and `/alert add` to its user alone. */
async function answerEverything(interaction: Interaction): Promise<unknown> {
  if (interaction.isAutocomplete()) {
    return interaction.respond([{ name: 'Bitcoin', value: interaction.options.getFocused() }]);
  }
  if (interaction.isButton()) return interaction.update({ content: 'pressed', components: [] });
  if (!interaction.isChatInputCommand()) return undefined;
  if (interaction.commandName === 'alert') {
    const channel = interaction.options.getChannel('channel', true);
    const role = interaction.options.getRole('role');
    return interaction.reply({ content: `${channel.name} ${role?.name}`, flags: ephemeral });
  }
  await interaction.deferReply();
  const button = { type: ComponentType.Button, style: ButtonStyle.Primary } as const;
  return interaction.editReply({
    content: `flip of ${interaction.options.getString('symbol')}`,
    embeds: [{ title: 'Flip', image: { url: 'attachment://chart.png' }, footer: { text: 'f' } }],
    files: [new AttachmentBuilder(PICTURE, { name: 'chart.png', description: 'A chart' })],
    components: [
      { type: ComponentType.ActionRow, components: [{ ...button, label: 'Go', customId: 'go' }] },
    ],
  });
}

async function aServerWithBot() {
  const discord = await aPracticeDiscord();
  const client = await aClient(discord, answerEverything);
  await client.application.commands.set([flip, alert]);
  return { discord, client, channelId: firstChannel(discord) };
}

describe('an unmodified discord.js client', () => {
  it('logs in and finds its server, channels and rights', async () => {
    const { discord, client } = await aServerWithBot();
    const guild = await client.guilds.fetch(discord.guildId);
    const channel = guild.channels.cache.find(({ name }) => name === 'market');
    expect(channel?.permissionsFor(client.user)?.has(['SendMessages', 'AttachFiles'])).toBe(true);
    expect(channel?.permissionsFor(client.user)?.has('Administrator')).toBe(false);
    expect((await client.application.fetch()).id).toBe(client.user.id);
    expect(discord.violations()).toEqual([]);
  });

  it('answers a command with a deferred picture, which a person can then download', async () => {
    const { discord, channelId } = await aServerWithBot();
    const answer = await discord.command({
      name: 'flip',
      options: { symbol: 'BTC', days: 5 },
      channelId,
    });
    expect(answer).toMatchObject({
      content: 'flip of BTC',
      ephemeral: false,
      attachments: [{ filename: 'chart.png', description: 'A chart', contentType: 'image/png' }],
    });
    const url = answer.embeds[0]?.image?.url ?? '';
    const picture = await fetch(url);
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(PICTURE);
    const [message] = discord.messages(channelId);
    expect(message).toMatchObject({ id: answer.messageId, editedAtMs: null });
    expect(discord.violations()).toEqual([]);
  });

  it('changes a message when its button is pressed', async () => {
    const { discord, channelId } = await aServerWithBot();
    const { messageId } = await discord.command({
      name: 'flip',
      options: { symbol: 'BTC' },
      channelId,
    });
    const answer = await discord.press({ messageId, customId: 'go', channelId });
    expect(answer).toMatchObject({ messageId, content: 'pressed', components: [] });
    const again = discord.press({ messageId, customId: 'go', channelId });
    await expect(again).rejects.toThrow(/no button/);
    expect(discord.violations()).toEqual([]);
  });

  it('suggests values while a person types', async () => {
    const { discord, channelId } = await aServerWithBot();
    const choices = await discord.autocomplete({
      name: 'flip',
      option: 'symbol',
      typed: 'BT',
      channelId,
    });
    expect(choices).toEqual([{ name: 'Bitcoin', value: 'BT' }]);
    expect(discord.violations()).toEqual([]);
  });

  it('shows a private answer to its user alone, with channels and roles resolved', async () => {
    const { discord, channelId } = await aServerWithBot();
    const answer = await discord.command({
      name: 'alert',
      subcommand: 'add',
      options: { channel: discord.channels[1]?.id ?? '', role: discord.roles[0]?.id ?? '' },
      channelId,
    });
    expect(answer).toMatchObject({ content: 'alerts traders', ephemeral: true });
    expect(discord.messages(channelId)).toEqual([]);
  });

  it('is offered no command that the person may not use, unless an administrator opened it', async () => {
    const { discord, channelId } = await aServerWithBot();
    const request = {
      name: 'alert',
      subcommand: 'add',
      options: { channel: channelId },
      channelId,
      as: 'member',
    } as const;
    await expect(discord.command(request)).rejects.toThrow(/not offered/);
    const answer = await discord.command({ ...request, openToEveryone: true });
    expect(answer.content).toBe('market undefined');
  });

  it.each([
    ['an unknown command', { name: 'flop' }, /not registered/],
    ['a missing option', { name: 'flip' }, /required/],
    ['an unknown option', { name: 'flip', options: { symbol: 'BTC', x: 1 } }, /no option "x"/],
    ['a number out of range', { name: 'flip', options: { symbol: 'BTC', days: 31 } }, /too large/],
    ['a missing sub-command', { name: 'alert' }, /needs one of: add/],
  ])('never receives %s, because Discord would not send it', async (_, request, reason) => {
    const { discord, channelId } = await aServerWithBot();
    await expect(discord.command({ ...request, channelId })).rejects.toThrow(reason);
  });
});
