/** A sentence, not a page: the venue's words end in messages. */
const CHARACTERS_MAX = 120;

/** What a venue says of an error, cut short and without characters that steer a terminal or a message. */
export function venueWords(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, CHARACTERS_MAX);
}
