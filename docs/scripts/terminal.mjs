// A run at a real terminal: what it shows in the end, with its colours, as a person would see it.

import { spawn } from 'node:child_process';
import xterm from '@xterm/headless';

const PATIENCE = 60000;

/** Runs a program at a terminal. `answers` are pairs: once the first is shown, the second is typed. */
export async function run(program, args, { cwd, env, columns = 100, answers = [], quiet = false }) {
  const screen = new xterm.Terminal({ cols: columns, rows: 60, scrollback: 5000, allowProposedApi: true });
  const line = [program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  // What `script` makes has no size of its own.
  const child = spawn('script', ['-qfec', `stty cols ${columns} rows 60; exec ${line}${quiet ? ' 2>/dev/null' : ''}`, '/dev/null'], {
    cwd, env: { ...env, TERM: 'xterm-256color', COLORTERM: 'truecolor' }, stdio: ['pipe', 'pipe', 'inherit'],
  });
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  const open = [...answers];
  let heard = '';
  child.stdout.on('data', (chunk) => {
    screen.write(chunk);
    heard += chunk.toString();
    if (open.length > 0 && plain(heard).includes(open[0][0])) {
      const [, keys] = open.shift();
      heard = '';
      // A question throws away what was typed before it was drawn.
      setTimeout(() => child.stdin.write(keys), 300);
    }
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(late);
  await new Promise((resolve) => screen.write('', resolve));
  if (open.length > 0) throw new Error(`${line} never showed ${open[0][0]}:\n${text(screen).join('\n')}`);
  return { code, lines: cells(screen) };
}

const plain = (text) => text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replace(/\r/g, '');

/** The lines of a screen as runs of one look each. */
function cells(screen) {
  const lines = [];
  const buffer = screen.buffer.active;
  for (let row = 0; row < buffer.length; row += 1) {
    const line = buffer.getLine(row);
    const runs = [];
    for (let column = 0; column < line.length; column += 1) {
      const cell = line.getCell(column);
      if (cell.getWidth() === 0) continue;
      const look = { color: colour(cell), bold: Boolean(cell.isBold()), dim: Boolean(cell.isDim()) };
      const last = runs.at(-1);
      const letters = cell.getChars() || ' ';
      if (last && last.color === look.color && last.bold === look.bold && last.dim === look.dim) last.text += letters;
      else runs.push({ ...look, text: letters });
    }
    lines.push({ runs, wrapped: line.isWrapped });
  }
  return joined(lines);
}

/** A line that the terminal has broken is one. */
function joined(lines) {
  const whole = [];
  for (const { runs, wrapped } of lines) {
    if (wrapped && whole.length > 0) whole.at(-1).push(...runs);
    else whole.push([...runs]);
  }
  const shown = whole.map(trimmed);
  while (shown.length > 0 && shown.at(-1).length === 0) shown.pop();
  return shown;
}

function trimmed(runs) {
  const kept = runs.map((run) => ({ ...run }));
  while (kept.length > 0 && kept.at(-1).text.trimEnd() === '') kept.pop();
  if (kept.length > 0) kept.at(-1).text = kept.at(-1).text.trimEnd();
  return kept;
}

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

function colour(cell) {
  if (!cell.isFgPalette()) return cell.isFgDefault() ? '' : 'grey';
  const number = cell.getFgColor();
  return number === 8 ? 'grey' : NAMES[number % 8];
}

/** The lines of a screen without their looks. */
const text = (screen) => cells(screen).map(words);

export const words = (runs) => runs.map((run) => run.text).join('');
