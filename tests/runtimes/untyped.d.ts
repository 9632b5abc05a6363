// The packages that only the tests here use, which are installed beside them and not for a lint.

declare module "@rollup/plugin-node-resolve" {
  export function nodeResolve(options: { browser: boolean }): object;
}

declare module "chai" {
  export const config: { truncateThreshold: number };
  export const assert: {
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    isOk(value: unknown, message?: string): void;
    match(text: string, pattern: RegExp, message?: string): void;
    strictEqual(actual: unknown, expected: unknown, message?: string): void;
  };
}

declare module "rollup" {
  export function rollup(options: object): Promise<{
    write(options: object): Promise<unknown>;
    close(): Promise<void>;
  }>;
}

declare module "selenium-webdriver" {
  export interface Element {
    getText(): Promise<string>;
    sendKeys(text: string): Promise<void>;
  }
  export interface WebDriver {
    get(address: string): Promise<void>;
    findElement(by: object): Promise<Element>;
    wait(condition: object, milliseconds: number): Promise<Element>;
    quit(): Promise<void>;
  }
  export const By: { css(selector: string): object };
  export const until: {
    elementLocated(by: object): object;
    elementTextContains(element: Element, text: string): object;
    elementTextMatches(element: Element, pattern: RegExp): object;
  };
  export class Builder {
    disableEnvironmentOverrides(): this;
    withCapabilities(capabilities: object): this;
    usingServer(address: string): this;
    build(): Promise<WebDriver>;
  }
}

declare module "selenium-webdriver/remote/index.js" {
  interface Service {
    start(): Promise<string>;
    kill(): Promise<void>;
  }
  export const DriverService: {
    Builder: new (
      program: string,
    ) => {
      setLoopback(loopback: boolean): this;
      setEnvironment(env: object): this;
      build(): Service;
    };
  };
}

declare module "webpack" {
  interface Stats {
    hasErrors(): boolean;
    hasWarnings(): boolean;
  }
  export default function webpack(options: object): {
    run(done: (error: Error | null, stats?: Stats) => void): void;
    close(done: (error?: Error | null) => void): void;
  };
}
