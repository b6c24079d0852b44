// Arrays as NumPy saves them: 32-bit floats and integers, little-endian, row-major.

import { readFileSync, writeFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const MAGIC = '\x93NUMPY';

/** Writes one array of 32-bit floats as a .npy file of format 1.0. */
export function writeNpy(file, shape, floats) {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The whole header is a multiple of 64 bytes and ends with a newline.
  const header = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const start = Buffer.alloc(10);
  start.write(MAGIC, 'latin1');
  start.writeUInt8(1, 6);
  start.writeUInt16LE(header.length, 8);
  const data = Buffer.alloc(floats.length * 4);
  floats.forEach((value, i) => data.writeFloatLE(value, i * 4));
  writeFileSync(file, Buffer.concat([start, Buffer.from(header, 'latin1'), data]));
}

/** The arrays of an .npz file, by name. */
export function readNpz(file) {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const arrays = {};
  let entry = zip.readUInt32LE(end + 16);
  for (let i = 0; i < zip.readUInt16LE(end + 10); i++) {
    const method = zip.readUInt16LE(entry + 10);
    const size = zip.readUInt32LE(entry + 20);
    const nameLength = zip.readUInt16LE(entry + 28);
    const rest = zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
    const local = zip.readUInt32LE(entry + 42);
    const name = zip.toString('latin1', entry + 46, entry + 46 + nameLength);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const stored = zip.subarray(data, data + size);
    arrays[name.replace(/\.npy$/, '')] = parse(method === 0 ? stored : inflateRawSync(stored));
    entry += 46 + nameLength + rest;
  }
  return arrays;
}

function parse(npy) {
  const wide = npy[6] > 1;
  const start = wide ? 12 : 10;
  const length = wide ? npy.readUInt32LE(8) : npy.readUInt16LE(8);
  const header = npy.toString('latin1', start, start + length);
  const type = /'descr': '([^']*)'/.exec(header)[1];
  const shape = /'shape': \(([^)]*)\)/.exec(header)[1].split(',').filter((s) => s.trim()).map(Number);
  const values = [];
  for (let at = start + length; at < npy.length; at += 4) {
    if (type === '<f4') values.push(npy.readFloatLE(at));
    else if (type === '<i4') values.push(npy.readInt32LE(at));
    else throw new Error(`NumPy type ${type} is not known here`);
  }
  return { shape, values };
}
