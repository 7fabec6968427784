const LF = 10;

/** Takes bytes as they come and gives each line without its end. */
export function createLineCutter(onLine: (line: Buffer) => void): (data: Buffer) => void {
  let parts: Buffer[] = [];
  return (data) => {
    let from = 0;
    for (let end = data.indexOf(LF); end !== -1; end = data.indexOf(LF, from)) {
      const tail = data.subarray(from, end);
      const line = parts.length === 0 ? tail : Buffer.concat([...parts, tail]);
      parts = [];
      from = end + 1;
      onLine(line);
    }
    if (from < data.length) parts.push(data.subarray(from));
  };
}
