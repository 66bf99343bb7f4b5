/** Object ids of PostgreSQL's element types. */
const textType = 25;
const byteaType = 17;
const int8Type = 20;

/**
 * A `text[]` parameter in PostgreSQL's binary form (`array_send`): the texts go over as they are, without being escaped
 * here and parsed there, which takes most of the time of a large insert.
 */
export function textArray(texts: readonly string[]): Buffer {
  let size = headSize;
  for (const text of texts) size += 4 + Buffer.byteLength(text, 'utf8');
  const buffer = arrayOf(textType, texts.length, size);
  let at = headSize;
  for (const text of texts) {
    const length = buffer.write(text, at + 4, 'utf8');
    buffer.writeInt32BE(length, at);
    at += 4 + length;
  }
  return buffer;
}

/** A `bytea[]` parameter of equal pieces of `bytes`. */
export function byteaArray(bytes: Uint8Array, pieceSize: number): Buffer {
  const count = bytes.length / pieceSize;
  const buffer = arrayOf(byteaType, count, headSize + count * (4 + pieceSize));
  for (let index = 0; index < count; index += 1) {
    const at = headSize + index * (4 + pieceSize);
    buffer.writeInt32BE(pieceSize, at);
    buffer.set(bytes.subarray(index * pieceSize, (index + 1) * pieceSize), at + 4);
  }
  return buffer;
}

/** A `bigint[]` parameter. */
export function bigintArray(numbers: readonly number[]): Buffer {
  const buffer = arrayOf(int8Type, numbers.length, headSize + numbers.length * 12);
  for (const [index, number] of numbers.entries()) {
    const at = headSize + index * 12;
    buffer.writeInt32BE(8, at);
    buffer.writeBigInt64BE(BigInt(number), at + 4);
  }
  return buffer;
}

const headSize = 20;

/** Head of a one-dimensional array that holds no NULL: dimensions, flags, element type, length, lower bound. */
function arrayOf(elementType: number, count: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(elementType, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}
