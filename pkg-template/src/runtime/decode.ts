// Decodes the printable text that `xtask/src/ascii.rs` writes. The format is described there.

export function decode(text: string): Uint8Array<ArrayBuffer> {
  const alphabet: number[] = [];
  for (let char = 32; char < 125; char++) {
    if (char !== 34 && char !== 92) alphabet.push(char);
  }
  const common = (byte: number) =>
    (parseInt(text[byte >> 2], 16) >> (byte & 3)) & 1;
  const free = alphabet.filter((char) => !common(char));
  // Maps a character to its byte: one alone by its code, one after `}` by its code + 128, one after `~` + 256.
  const bytes = new Uint8Array(384);
  for (let byte = 0, taken = 0, pairs = 0; byte < 256; byte++) {
    if (!common(byte)) {
      const second =
        pairs < 91 ? 128 + alphabet[pairs] : 256 + alphabet[pairs - 91];
      bytes[second] = byte;
      pairs++;
    } else {
      bytes[alphabet.includes(byte) ? byte : free[taken++]] = byte;
    }
  }
  const out = new Uint8Array(text.length);
  let length = 0;
  for (let at = 64; at < text.length; at++) {
    const char = text.charCodeAt(at);
    out[length++] =
      bytes[char < 125 ? char : (char - 124) * 128 + text.charCodeAt(++at)];
  }
  return out.slice(0, length);
}
