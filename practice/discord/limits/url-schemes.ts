import { type DraftLimit, placedComponents } from './draft.ts';

const LINK_SCHEMES = ['http:', 'https:', 'discord:'];
const MEDIA_SCHEMES = ['http:', 'https:', 'attachment:'];

/** Addresses that are not for the web: `javascript:` satisfies the description. */
export const urlSchemes: DraftLimit = (draft) => {
  const embeds = (draft.body.embeds ?? []).flatMap((embed, at) => [
    { path: ['embeds', at, 'url'], url: embed.url, allowed: LINK_SCHEMES },
    { path: ['embeds', at, 'author', 'url'], url: embed.author?.url, allowed: LINK_SCHEMES },
    {
      path: ['embeds', at, 'author', 'icon_url'],
      url: embed.author?.icon_url,
      allowed: MEDIA_SCHEMES,
    },
    {
      path: ['embeds', at, 'footer', 'icon_url'],
      url: embed.footer?.icon_url,
      allowed: MEDIA_SCHEMES,
    },
    { path: ['embeds', at, 'image', 'url'], url: embed.image?.url, allowed: MEDIA_SCHEMES },
    { path: ['embeds', at, 'thumbnail', 'url'], url: embed.thumbnail?.url, allowed: MEDIA_SCHEMES },
  ]);
  const links = placedComponents(draft).map(({ component, path }) => ({
    path: [...path, 'url'],
    url: component.url,
    allowed: LINK_SCHEMES,
  }));
  return [...embeds, ...links].flatMap(({ path, url, allowed }) => {
    const scheme = (url ?? '').split(':', 1)[0]?.toLowerCase() ?? '';
    if ((url ?? '') === '' || allowed.includes(`${scheme}:`)) return [];
    return [
      { path, code: 'URL_TYPE_INVALID_SCHEME', message: `scheme "${scheme}" is not allowed` },
    ];
  });
};
