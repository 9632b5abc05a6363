// Packages used only by these tests, which are installed in this folder, and not for linting.

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
  export interface WebElement {
    clear(): Promise<void>;
    click(): Promise<void>;
    getAccessibleName(): Promise<string>;
    getAttribute(name: string): Promise<string | null>;
    getProperty(name: string): Promise<string | null>;
    getText(): Promise<string>;
    sendKeys(...keys: string[]): Promise<void>;
  }
  export interface WebDriver {
    executeScript<Value>(script: string, ...args: unknown[]): Promise<Value>;
    findElement(by: object): Promise<WebElement>;
    findElements(by: object): Promise<WebElement[]>;
    get(address: string): Promise<void>;
    quit(): Promise<void>;
    wait(condition: object, milliseconds: number, message?: string): Promise<unknown>;
  }
  export const By: { css(selector: string): object };
  export const Key: Record<"COMMAND" | "CONTROL" | "END" | "ENTER", string> & {
    chord(...keys: string[]): string;
  };
  export const until: {
    elementTextContains(element: WebElement, text: string): object;
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
