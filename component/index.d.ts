// What a program that uses the component by itself may rely on; `s` needs none of this.

declare class FcGuard {
  constructor(given?: FcGuard.Given);

  /** The help of each command, as the CLI shows it. */
  readonly commands: Record<string, FcGuard.Command>;

  deploy(inputs: FcGuard.Inputs): Promise<FcGuard.Result | undefined>;
  plan(inputs: FcGuard.Inputs): Promise<FcGuard.Result | undefined>;
  drift(inputs: FcGuard.Inputs): Promise<FcGuard.Result | undefined>;
  info(inputs: FcGuard.Inputs): Promise<FcGuard.Result | undefined>;
  sync(inputs: FcGuard.Inputs): Promise<FcGuard.Result | undefined>;
  remove(inputs: FcGuard.Inputs): Promise<FcGuard.Result | undefined>;
  history(inputs: FcGuard.Inputs): Promise<FcGuard.Result | undefined>;
  restore(inputs: FcGuard.Inputs): Promise<FcGuard.Result | undefined>;
  state(inputs: FcGuard.Inputs): Promise<FcGuard.Result | undefined>;

  // These run in the upstream component, which decides what comes back.
  build(inputs: FcGuard.Inputs): Promise<unknown>;
  local(inputs: FcGuard.Inputs): Promise<unknown>;
  invoke(inputs: FcGuard.Inputs): Promise<unknown>;
  logs(inputs: FcGuard.Inputs): Promise<unknown>;
  list(inputs: FcGuard.Inputs): Promise<unknown>;
  version(inputs: FcGuard.Inputs): Promise<unknown>;
  alias(inputs: FcGuard.Inputs): Promise<unknown>;
  concurrency(inputs: FcGuard.Inputs): Promise<unknown>;
  provision(inputs: FcGuard.Inputs): Promise<unknown>;
  scaling(inputs: FcGuard.Inputs): Promise<unknown>;
  layer(inputs: FcGuard.Inputs): Promise<unknown>;
  instance(inputs: FcGuard.Inputs): Promise<unknown>;
  session(inputs: FcGuard.Inputs): Promise<unknown>;
  model(inputs: FcGuard.Inputs): Promise<unknown>;
  s2tos3(inputs: FcGuard.Inputs): Promise<unknown>;
  metrics(inputs: FcGuard.Inputs): Promise<unknown>;
  nas(inputs: FcGuard.Inputs): Promise<unknown>;
  ondemand(inputs: FcGuard.Inputs): Promise<unknown>;
  onDemand(inputs: FcGuard.Inputs): Promise<unknown>;
  stress(inputs: FcGuard.Inputs): Promise<unknown>;
  eval(inputs: FcGuard.Inputs): Promise<unknown>;
  env(inputs: FcGuard.Inputs): Promise<unknown>;
  fun2s(inputs: FcGuard.Inputs): Promise<unknown>;
  api(inputs: FcGuard.Inputs): Promise<unknown>;
  getSchema(...args: unknown[]): Promise<unknown>;

  /** Which of the properties the CLI shows after a deploy in a pipeline. */
  getShownProps(): Promise<{ deploy: string[] }>;
}

/** The same as the plugin of an action before the deploy of another component; see `docs/en/plugin.md`. */
declare interface FcGuard {
  (inputs: FcGuard.Inputs, args?: unknown): Promise<FcGuard.Inputs | undefined>;
}

declare namespace FcGuard {
  /** What the CLI hands to the constructor. */
  interface Given {
    logger?: unknown;
  }

  interface Command {
    help: { summary?: string; description: string; option: unknown[] };
  }

  /** What the CLI hands to a method: one resource of `s.yaml`, with every `${…}` in it resolved. */
  interface Inputs {
    /** The properties of the resource. */
    props: Record<string, unknown>;
    /** The folder that relative paths start from; the one of the process where nothing is said. */
    cwd?: string;
    /** The command of the CLI. Another one than the method that is called makes this an action beside it. */
    command?: string;
    /** The words of the command line. */
    args?: string[];
    /** The project's file, beside which the records lie. */
    yaml?: { path: string };
    resource?: { name: string; component?: string; access?: string };
    getCredential(): Promise<Credential>;
  }

  interface Credential {
    AccountID: string;
    AccessKeyID: string;
    AccessKeySecret: string;
    SecurityToken?: string;
  }

  /** The live resource in the shape of fc3's. Secrets are masked in what is listed, and real where they are read by name. */
  type Result = Record<string, unknown>;
}

export = FcGuard;
