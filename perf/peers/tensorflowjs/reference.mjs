// What TensorFlow.js itself computes with a graph model: the reference for Affût's importer.
//
//   node reference.mjs --image FILE.png [--model FILE.json] [--outputs A,B] [--crop 512x480]
//                      [--write FOLDER] [--compare FILE.npz]
//
// The picture's top-left part (--crop, in pixels; all of it by default) lies at the top left of the
// input, zeros elsewhere: RGB, 0 to 255, channels last. A .raw file of the input's 32-bit floats
// does instead of a picture.

import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { PNG } from 'pngjs';
import { readNpz, writeNpy } from './numpy.mjs';

const HEAT = 'tower_0/keypoints';
const EXTENT = 'tower_0/wh';

const { values: options } = parseArgs({
  options: {
    image: { type: 'string' },
    model: { type: 'string', default: defaultModel() },
    outputs: { type: 'string', default: `${HEAT},${EXTENT}` },
    crop: { type: 'string' },
    write: { type: 'string' },
    compare: { type: 'string' },
  },
});
if (!options.image) {
  console.error('--image FILE.png is missing');
  process.exit(2);
}

await tf.setBackend('cpu');
await tf.ready();
const model = await tf.loadGraphModel({ load: () => load(options.model) });
const [input] = model.inputs;
const [, height, width] = input.shape;
const picture = tf.tensor(pixels(options.image, height, width, options.crop), [1, height, width, 3]);

const names = options.outputs.split(',');
const started = performance.now();
const tensors = [model.execute({ [input.name]: picture }, names)].flat();
console.log(
  `TensorFlow.js ${tf.version.tfjs}, backend ${tf.getBackend()}: ` +
    `${((performance.now() - started) / 1000).toFixed(1)} s`,
);

const outputs = {};
for (const [i, name] of names.entries()) {
  outputs[name] = { shape: tensors[i].shape, values: tensors[i].dataSync() };
  console.log(`${name} ${JSON.stringify(tensors[i].shape)}`);
}
if (options.write) {
  mkdirSync(options.write, { recursive: true });
  for (const [name, { shape, values }] of Object.entries(outputs)) {
    const file = join(options.write, `${name.replaceAll('/', '_')}.npy`);
    writeNpy(file, shape, values);
    console.log(`wrote ${file}`);
  }
}
if (options.compare && !agrees(readNpz(options.compare))) {
  process.exitCode = 1;
}

/** The network that Affût takes by default, from the package that carries it. */
function defaultModel() {
  const file = 'node_modules/@vladmandic/human/models/centernet.json';
  return fileURLToPath(new URL(file, import.meta.url));
}

/** The model's files in the form that TensorFlow.js wants of a loader. */
function load(file) {
  const json = JSON.parse(readFileSync(file, 'utf8'));
  const paths = json.weightsManifest.flatMap((group) => group.paths);
  const shards = paths.map((path) => readFileSync(resolve(dirname(file), path)));
  const data = new Uint8Array(Buffer.concat(shards));
  return {
    modelTopology: json.modelTopology,
    format: json.format,
    signature: json.signature,
    weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
    weightData: data.buffer,
  };
}

function pixels(file, height, width, crop) {
  const floats = new Float32Array(height * width * 3);
  const bytes = readFileSync(file);
  if (file.endsWith('.raw')) {
    if (bytes.length !== floats.length * 4) {
      throw new Error(`${file} has ${bytes.length} bytes instead of ${floats.length * 4}`);
    }
    return floats.map((_, i) => bytes.readFloatLE(i * 4));
  }
  const png = PNG.sync.read(bytes);
  const [columns, rows] = crop ? crop.split('x').map(Number) : [png.width, png.height];
  if (columns > Math.min(width, png.width) || rows > Math.min(height, png.height)) {
    throw new Error(`${columns}x${rows} does not fit ${file} or an input of ${width}x${height}`);
  }
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let c = 0; c < 3; c++) {
        floats[(y * width + x) * 3 + c] = png.data[(y * png.width + x) * 4 + c];
      }
    }
  }
  return floats;
}

/** Compares with samples taken by flat index: every 509th of the heat, every 31st of the extent. */
function agrees(expected) {
  const heat = outputs[HEAT].values;
  const extent = outputs[EXTENT].values;
  const places = expected.keypoints_top100_index.values;
  const every = (values, step) => values.filter((_, i) => i % step === 0);
  const results = [
    difference('keypoints, every 509th', every(heat, 509), expected.keypoints_every_509.values),
    difference('keypoints, the 100 largest', places.map((i) => heat[i]), expected.keypoints_top100.values),
    difference('wh, every 31st', every(extent, 31), expected.wh_every_31.values),
  ];
  const [sampled, largest, distances] = results;
  return sampled.max <= 1e-3 && largest.max <= 1e-3 && distances.max <= 2 && distances.mean <= 0.1;
}

function difference(title, actual, expected) {
  if (actual.length !== expected.length) {
    throw new Error(`${title}: ${actual.length} values instead of ${expected.length}`);
  }
  const differences = expected.map((value, i) => Math.abs(value - actual[i]));
  const max = differences.reduce((a, b) => Math.max(a, b));
  const mean = differences.reduce((a, b) => a + b) / differences.length;
  console.log(`${title}: differs by ${max.toExponential(2)} at most, ${mean.toExponential(2)} on average`);
  return { max, mean };
}
