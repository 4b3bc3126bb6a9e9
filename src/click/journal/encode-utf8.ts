const MAX_BYTES_PER_UTF16_UNIT = 3;

let memory = Buffer.alloc(0);

/** A text in UTF-8, valid until the next text: its memory is used again, as new memory costs more than the write. */
export function encodeUtf8(text: string): Buffer {
  const needed = MAX_BYTES_PER_UTF16_UNIT * text.length;
  if (memory.length < needed) memory = Buffer.allocUnsafeSlow(2 * needed);
  return memory.subarray(0, memory.write(text));
}
