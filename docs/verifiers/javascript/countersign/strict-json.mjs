// The strict JSON profile (docs/protocol.md, section 1.5).
//
// JSON.parse keeps the last of two equal members, rounds large integers, takes lone surrogates, -0 and fractions, and puts
// members named like array indices first; a reviver sees none of it. So this is a parser of its own, and objects are Maps.

export const MAX_BYTES = 64 * 1024;
const MAX_DEPTH = 12; // the outermost object or array counts as 1

const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const WORDS = { true: true, false: false, null: null };

export class NotStrict extends Error {}

/** The value of a document as Map (in the document's order), array, string, integer, boolean or null. */
export function parse(bytes) {
  let text;
  try {
    // fatal: refuse what is not UTF-8 instead of replacing it; ignoreBOM: leave a byte order mark where it is.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotStrict('not UTF-8');
  }
  const parser = new Parser(text);
  const value = parser.value(0);
  if (parser.at !== text.length) {
    throw new NotStrict('something follows the value');
  }
  return value;
}

class Parser {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  /** The value here with the white space around it; depth is the number of containers around it. */
  value(depth) {
    this.space();
    const first = this.text[this.at];
    if ((first === '{' || first === '[') && depth === MAX_DEPTH) {
      throw new NotStrict('nested too deeply');
    }
    let value;
    if (first === '{') {
      value = this.object(depth + 1);
    } else if (first === '[') {
      value = this.array(depth + 1);
    } else if (first === '"') {
      value = this.string();
    } else {
      value = /[a-z]/.test(first ?? '') ? this.word() : this.integer();
    }
    this.space();
    return value;
  }

  object(depth) {
    const members = new Map();
    this.expect('{');
    this.space();
    if (this.accept('}')) {
      return members;
    }
    do {
      this.space();
      const name = this.string();
      if (members.has(name)) {
        throw new NotStrict('a member is given twice');
      }
      this.space();
      this.expect(':');
      members.set(name, this.value(depth));
    } while (this.accept(','));
    this.expect('}');
    return members;
  }

  array(depth) {
    const items = [];
    this.expect('[');
    this.space();
    if (this.accept(']')) {
      return items;
    }
    do {
      items.push(this.value(depth));
    } while (this.accept(','));
    this.expect(']');
    return items;
  }

  string() {
    this.expect('"');
    let text = '';
    for (;;) {
      // eslint-disable-next-line no-control-regex
      text += this.match(/[^"\\\u0000-\u001f]*/y);
      if (this.accept('"')) {
        break;
      }
      this.expect('\\'); // a control character is none, nor is the end
      text += this.escape();
    }
    // Two escapes that follow each other are a pair; what is left alone is no character.
    for (const character of text) {
      const point = character.codePointAt(0);
      const surrogate = point >= 0xd800 && point <= 0xdfff;
      const noncharacter = (point >= 0xfdd0 && point <= 0xfdef) || (point & 0xfffe) === 0xfffe;
      if (point === 0 || surrogate || noncharacter) {
        throw new NotStrict('U+0000, a lone surrogate or a noncharacter in a string');
      }
    }
    return text;
  }

  escape() {
    const kind = this.text[this.at++];
    if (kind === 'u') {
      return String.fromCharCode(parseInt(this.match(/[0-9A-Fa-f]{4}/y), 16));
    }
    if (kind === undefined || !Object.hasOwn(ESCAPES, kind)) {
      throw new NotStrict('an unknown escape');
    }
    return ESCAPES[kind];
  }

  integer() {
    const digits = this.match(/-?(?:0|[1-9][0-9]*)/y); // a fraction or exponent is then something unexpected
    const value = Number(digits);
    if (digits === '-0' || !Number.isSafeInteger(value)) {
      throw new NotStrict('not an integer within 2^53 - 1');
    }
    return value;
  }

  word() {
    const word = this.match(/[a-z]+/y);
    if (!Object.hasOwn(WORDS, word)) {
      throw new NotStrict('an unknown word');
    }
    return WORDS[word];
  }

  space() {
    this.match(/[ \t\n\r]*/y);
  }

  accept(character) {
    const found = this.text[this.at] === character;
    this.at += found ? 1 : 0;
    return found;
  }

  expect(character) {
    if (!this.accept(character)) {
      throw new NotStrict(`no ${character} at character ${this.at}`);
    }
  }

  match(sticky) {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (!found) {
      throw new NotStrict(`something unexpected at character ${this.at}`);
    }
    this.at = sticky.lastIndex;
    return found[0];
  }
}
