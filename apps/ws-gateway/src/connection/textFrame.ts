const TEXT_AND_FINAL = 0x81;
const IN_16_BITS = 126;
const IN_64_BITS = 127;

/** Bytes of the header of an unmasked frame with a payload of this length. */
const headerBytes = (length: number): number => (length < IN_16_BITS ? 2 : length < 0x1_0000 ? 4 : 10);

function withHeader(length: number): Buffer {
  const at = headerBytes(length);
  const frame = Buffer.allocUnsafe(at + length);
  frame[0] = TEXT_AND_FINAL;
  if (at === 2) frame[1] = length;
  else if (at === 4) {
    frame[1] = IN_16_BITS;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = IN_64_BITS;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  return frame;
}

/**
 * A whole WebSocket frame (RFC 6455, 5.2: text, final, unmasked) in one piece, so that the same bytes can be written to
 * any number of sockets, each with a single call.
 */
export function textFrame(payload: string | Uint8Array): Buffer {
  if (typeof payload === 'string') {
    const length = Buffer.byteLength(payload);
    const frame = withHeader(length);
    frame.write(payload, headerBytes(length));
    return frame;
  }
  const frame = withHeader(payload.length);
  frame.set(payload, headerBytes(payload.length));
  return frame;
}
