/** The page's plumbing: the server renders the messages, this script places them and sends what is typed. */

const find = (id) => document.getElementById(id);
const messages = find('messages');
const line = find('line');
const state = { channelId: '', nowMs: Date.now() };

const formats = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  m: { dateStyle: 'short', timeStyle: 'short' },
};
const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

function relative(atMs) {
  const seconds = Math.round((atMs - state.nowMs) / 1_000);
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? units.at(-1);
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
    Math.trunc(seconds / size),
    unit,
  );
}

function showTimes(root, selector = 'time[data-style]') {
  for (const time of root.querySelectorAll(selector)) {
    const atMs = Date.parse(time.dateTime);
    const { style } = time.dataset;
    time.textContent =
      style === 'R'
        ? relative(atMs)
        : new Intl.DateTimeFormat('en-GB', formats[style]).format(atMs);
    time.title = new Date(atMs).toUTCString();
  }
}

function element(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function channelButton(channelId) {
  return find('channels').querySelector(`[data-channel="${channelId}"]`);
}

function openChannel(channelId) {
  state.channelId = channelId;
  for (const button of find('channels').children) {
    button.setAttribute('aria-current', String(button.dataset.channel === channelId));
  }
  channelButton(channelId)?.classList.remove('unread');
  find('channel').textContent = channelButton(channelId)?.textContent ?? '';
  for (const card of messages.children) card.hidden = card.dataset.channel !== channelId;
  messages.scrollTop = messages.scrollHeight;
}

function place({ channelId, id, html }) {
  const isAtEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
  const card = element(html);
  card.dataset.channel = channelId;
  card.hidden = channelId !== state.channelId;
  showTimes(card);
  const before = find(`m${id}`);
  if (before) before.replaceWith(card);
  else {
    messages.append(card);
    if (card.hidden) channelButton(channelId)?.classList.add('unread');
  }
  const scroll = () => {
    if (isAtEnd) messages.scrollTop = messages.scrollHeight;
  };
  scroll();
  for (const image of card.querySelectorAll('img')) image.addEventListener('load', scroll);
}

function tick(nowMs) {
  state.nowMs = nowMs;
  find('clock').textContent = new Intl.DateTimeFormat('en-GB', formats.m).format(nowMs);
  showTimes(messages, 'time[data-style="R"]');
}

function begin({ server, channels, cards, nowMs, online }) {
  find('server').textContent = server;
  find('channels').replaceChildren(
    ...channels.map(({ id, name }) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.channel = id;
      button.textContent = name;
      button.addEventListener('click', () => openChannel(id));
      return button;
    }),
  );
  messages.replaceChildren();
  tick(nowMs);
  for (const card of cards) place(card);
  openChannel(state.channelId || channels[0].id);
  showPresence(online);
}

function showPresence(online) {
  find('bot').textContent = online ? 'bot online' : 'bot offline';
}

function showProblem(text) {
  find('problem').hidden = text === '';
  find('problem').textContent = text;
}

async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channelId: state.channelId, ...body }),
    });
    return await response.json();
  } catch {
    return { problem: 'The practice server does not answer.', suggestions: [] };
  }
}

async function act(path, body) {
  showProblem('');
  const { problem } = await post(path, body);
  if (problem) showProblem(problem);
}

async function suggest() {
  const typed = line.value;
  const { suggestions } = typed.startsWith('/')
    ? await post('page/suggest', { line: typed })
    : { suggestions: [] };
  if (typed !== line.value) return;
  find('suggestions').replaceChildren(
    ...suggestions.map((suggestion) => {
      const button = document.createElement('button');
      const note = document.createElement('small');
      button.type = 'button';
      note.textContent = suggestion.description;
      button.append(suggestion.label, note);
      button.addEventListener('click', async () => {
        line.value = suggestion.line;
        line.focus();
        await suggest();
      });
      return button;
    }),
  );
}

find('composer').addEventListener('submit', async (event) => {
  event.preventDefault();
  const typed = line.value.trim();
  line.value = '';
  find('suggestions').replaceChildren();
  if (typed) await act('page/command', { line: typed });
});
line.addEventListener('input', suggest);
messages.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-press]');
  if (!button) return;
  button.disabled = true;
  await act('page/press', { messageId: button.dataset.message, customId: button.dataset.press });
  button.disabled = false;
});

const listeners = {
  state: begin,
  message: place,
  removed: ({ id }) => find(`m${id}`)?.remove(),
  tick: ({ nowMs }) => tick(nowMs),
  presence: ({ online }) => showPresence(online),
  violation: ({ text }) => showProblem(`Discord would refuse this: ${text}`),
};

/** After a break the server sends the whole state again. */
function listen() {
  const live = new WebSocket(new URL('page/live', location.href));
  live.addEventListener('message', ({ data }) => {
    const { kind, body } = JSON.parse(data);
    listeners[kind](body);
  });
  live.addEventListener('close', () => {
    showPresence(false);
    setTimeout(listen, 1_000);
  });
}

begin(JSON.parse(find('state').textContent));
listen();
