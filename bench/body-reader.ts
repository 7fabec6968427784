/** Follows an HTTP/1.1 body through the bytes of its connection. */
export interface BodyReader {
  /** Payload bytes seen so far. */
  readonly payloadBytes: number;
  /** True when the body is complete. */
  read(data: Buffer, from: number): boolean;
}

const LF = 10;

type OnPayload = (payload: Buffer) => void;

/** For a head that names the length of its body. */
export function createLengthReader(length: number, onPayload?: OnPayload): BodyReader {
  let seen = 0;
  return {
    get payloadBytes() {
      return seen;
    },
    read(data, from) {
      seen += data.length - from;
      onPayload?.(data.subarray(from));
      return seen >= length;
    },
  };
}

/** For `transfer-encoding: chunked`. */
export function createChunkedReader(onPayload?: OnPayload): BodyReader {
  let payloadBytes = 0;
  let sizeText = '';
  /** Bytes of the current chunk to come, with its line end; negative while reading a size line. */
  let left = -1;
  let lastSeen = false;

  function readPayload(data: Buffer, at: number): number {
    const payloadEnd = Math.min(at + Math.max(left - 2, 0), data.length);
    if (payloadEnd > at) onPayload?.(data.subarray(at, payloadEnd));
    payloadBytes += payloadEnd - at;
    const taken = Math.min(left, data.length - at);
    left -= taken;
    if (left === 0) left = -1;
    return at + taken;
  }

  /** Reads one line, or as much of it as there is. */
  function readSizeLine(data: Buffer, at: number): number {
    const end = data.indexOf(LF, at);
    if (end === -1) {
      sizeText += data.toString('latin1', at);
      return data.length;
    }
    const size = Number.parseInt(sizeText + data.toString('latin1', at, end), 16);
    sizeText = '';
    if (size === 0) lastSeen = true;
    else left = size + 2;
    return end + 1;
  }

  return {
    get payloadBytes() {
      return payloadBytes;
    },
    read(data, from) {
      let at = from;
      while (at < data.length) {
        if (left >= 0) {
          at = readPayload(data, at);
        } else if (lastSeen) {
          // No trailers come here: what follows the last size line is one empty line.
          if (data[data.length - 1] === LF) return true;
          at = data.length;
        } else {
          at = readSizeLine(data, at);
        }
      }
      return false;
    },
  };
}
